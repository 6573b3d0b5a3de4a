"""Levelling: nobody is asked to do more at once than they can, and everything ends as early as can be found.

`problem` states what is to be scheduled on a row of time slots; `solver` finds schedules, at once a good one and better
ones as time allows; `bounds` says when no better one exists; `checker` checks any schedule in another way. `demand`
finds where a plan asks too much of somebody, and `plans` levels a plan and says of each task it moves why.
"""

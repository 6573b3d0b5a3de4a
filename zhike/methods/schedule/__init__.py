"""Project schedules: dates, floats and critical paths; levelled resources; how likely a date is.

`plan` holds the words (Plan, Task, Link, Calendar, Resource, Assignment); `files` reads and writes them. `network`
turns a plan into arrays, `critical_path` computes its dates, `levelling` moves tasks so that nobody is asked to do
more than they can, `forecast` says how likely each date is. Nothing here knows Django or a database.
"""

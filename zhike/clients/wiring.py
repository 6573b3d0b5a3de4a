"""What this room hangs into the rooms below: search sources, links of the timeline, redeemed invitations."""

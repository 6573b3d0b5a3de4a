"""What this room hangs into the rooms below."""

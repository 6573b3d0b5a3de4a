"""What an edit of a plan consists of: each changes a `Draft` and says in words what it did. `editing.py` carries them
out, all of them, in one place."""

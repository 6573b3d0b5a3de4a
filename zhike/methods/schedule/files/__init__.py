"""Schedules in files: each module reads or writes one form; a file that cannot be read raises `errors.Unreadable`."""

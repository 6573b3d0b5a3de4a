"""Sorting clients into classes by a figure."""

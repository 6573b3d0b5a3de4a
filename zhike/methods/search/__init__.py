"""Turning text into search tokens that mean the same on SQLite FTS5 and on PostgreSQL tsvector."""

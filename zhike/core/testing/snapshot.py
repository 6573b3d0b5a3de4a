"""The world is built through the actions once a process; for every further test its rows are put back as they were.

Building takes some four hundred statements, putting back some forty. The rows are the very same, keys included.
"""

import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from zhike.core.immutability import unprotected

WORDS = "core_search_words"  # the full-text table: see core/search/words.py
UNTOUCHED = ("django_migrations", "django_content_type", "auth_permission", "sqlite_sequence")
Rows = list[tuple[Any, ...]]


class Snapshot:
    """What `build` added to the database, and the object it returned."""

    def __init__(self, build: Callable[[], Any]) -> None:
        with transaction.atomic():
            before = {table: set(rows) for table, _columns, rows in _everything()}
            built = build()
            added = [
                (table, columns, [row for row in rows if row not in before.get(table, ())])
                for table, columns, rows in _everything()
            ]
        # Put together here and not at each of some thousand tests.
        self.inserts = [(_insert(table, columns), rows) for table, columns, rows in added if rows]
        self.tables = [table for table, _columns, rows in added if rows]
        self.has_words = any(table == WORDS for table, _columns, _rows in added)
        self.pickled = pickle.dumps(built)

    def restore(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if self.has_words:  # no model: what empties the tables after a test with threads leaves it full
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(WORDS)}")
            for statement, rows in self.inserts:
                cursor.executemany(statement, rows)

    def remove(self) -> None:
        """Empty the tables it filled: for a database in which nothing else lies."""
        with transaction.atomic(), unprotected(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _everything() -> Iterator[tuple[str, list[str], Rows]]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            if table in UNTOUCHED or table.startswith(f"{WORDS}_"):  # the parts of SQLite's full-text table
                continue
            cursor.execute(f"SELECT {_columns(table)} FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            yield table, columns, [tuple(_kept(value) for value in row) for row in cursor.fetchall()]


def _columns(table: str) -> str:
    if table != WORDS:
        return "*"
    return "rowid, *" if connection.vendor == "sqlite" else "id, words::text AS words"


def _insert(table: str, columns: list[str]) -> str:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    cast = table == WORDS and connection.vendor == "postgresql"
    places = ", ".join("%s::tsvector" if cast and column == "words" else "%s" for column in columns)
    return f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})"


def _kept(value: Any) -> Any:
    """JSON as the text it is: a dict can neither be compared with those before nor be sent back as it came."""
    return json.dumps(value) if isinstance(value, dict | list) else value

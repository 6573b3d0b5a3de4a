"""The guard in the database itself: rows that are written once and kept, whoever asks.

    guard("signoff_signature", "A signature")                             never changed, never deleted
    guard("activity_activity", "What happened", once="shredded_at", changing={"details", "salt", "actor_name"})

beside the model. `once` names a column that may be set for the first time, and `changing` those that may change in that
same statement; everything else about the row is fixed, and so are columns added later. Two triggers on SQLite, three on
PostgreSQL (which can also truncate).

An organisation that has kept rows can therefore not be deleted with them: the cascade is stopped here. Removing an
organisation from an installation for good is an act of whoever runs the machine, inside `with unprotected():`, and takes
its whole history along; no page and no API does it. Emptying the tables between tests works the same way.

SQLite rebuilds a table, and forgets its triggers, when a migration alters it: `protect` runs again after each `migrate`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One table whose rows are kept. `what` begins the refusal: "<what> is never changed"; `name` names the triggers."""

    table: str
    what: str
    name: str
    once: str = ""
    changing: frozenset[str] = frozenset()

    @property
    def triggers(self) -> list[str]:
        return [f"{self.name}_is_never_{done}" for done in ("changed", "deleted", "truncated")]


_guards: dict[str, Guard] = {}


def guard(table: str, what: str, *, name: str = "", once: str = "", changing: Iterable[str] = ()) -> None:
    """Declare that rows of this table are kept. The triggers come with `protect`, in a migration and after each."""
    if table in _guards:
        raise LookupError(f"{table} is guarded twice.")
    _guards[table] = Guard(table, what, name or table, once, frozenset(changing))


def guarded() -> list[str]:
    """The tables somebody declared."""
    return list(_guards)


def protect(connection: BaseDatabaseWrapper = default_connection, *tables: str) -> None:  # type: ignore[assignment]
    """Put the triggers in place, on all declared tables that exist or on those named; no harm where they are."""
    there = set(connection.introspection.table_names())
    for one in _chosen(tables):
        if one.table not in there:
            continue
        unprotect(connection, one.table)
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, one.table)]
            for statement in _postgresql(one, columns) if connection.vendor == "postgresql" else _sqlite(one, columns):
                cursor.execute(statement)


def unprotect(connection: BaseDatabaseWrapper = default_connection, *tables: str) -> None:  # type: ignore[assignment]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for one in _chosen(tables):
            on = f" ON {one.table}" if connection.vendor == "postgresql" else ""
            for name in one.triggers if one.table in there else ():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def unguarded(connection: BaseDatabaseWrapper = default_connection) -> list[str]:  # type: ignore[assignment]
    """Declared tables on which a trigger is missing or switched off."""
    return [one.table for one in _guards.values() if not _stands(connection, one)]


def is_protected(connection: BaseDatabaseWrapper = default_connection, *tables: str) -> bool:  # type: ignore[assignment]
    """Whether all triggers stand; `verify_history`, `verify_signatures` and `doctor` ask."""
    return all(_stands(connection, one) for one in _chosen(tables))


@contextmanager
def unprotected(
    connection: BaseDatabaseWrapper = default_connection,  # type: ignore[assignment]
    *tables: str,
) -> Iterator[None]:
    unprotect(connection, *tables)
    try:
        yield
    finally:
        protect(connection, *tables)


def _chosen(tables: Iterable[str]) -> list[Guard]:
    return [_guards[table] for table in tables] if tables else list(_guards.values())


def _stands(connection: BaseDatabaseWrapper, one: Guard) -> bool:
    if connection.vendor == "postgresql":
        question = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname = ANY(%s) AND tgenabled = 'O'"
        )
        values: list[Any] = [one.table, one.triggers]
    else:
        question = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s)"
        values = [one.table, *one.triggers[:2]]
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return bool(cursor.fetchone()[0] == (3 if connection.vendor == "postgresql" else 2))


def _only_once(one: Guard, columns: list[str], same: str) -> str:
    """The condition under which a change is refused: always, unless the guard lets one statement through."""
    if not one.once:
        return ""
    fixed = [name for name in columns if name != one.once and name not in one.changing]
    unchanged = " AND ".join(same.format(name) for name in fixed)
    return f"WHEN (NOT (OLD.{one.once} IS NULL AND NEW.{one.once} IS NOT NULL AND {unchanged})) "


def _sqlite(one: Guard, columns: list[str]) -> list[str]:
    when = _only_once(one, columns, 'NEW."{0}" IS OLD."{0}"')
    return [
        f"CREATE TRIGGER {one.triggers[0]} BEFORE UPDATE ON {one.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{one.what} is never changed.'); END",
        f"CREATE TRIGGER {one.triggers[1]} BEFORE DELETE ON {one.table} "
        f"BEGIN SELECT RAISE(ABORT, '{one.what} is never deleted.'); END",
    ]


def _postgresql(one: Guard, columns: list[str]) -> list[str]:
    when = _only_once(one, columns, 'NEW."{0}" IS NOT DISTINCT FROM OLD."{0}"')
    refuse = (
        f"CREATE OR REPLACE FUNCTION {one.name}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{one.what} is never changed and never deleted.' USING ERRCODE = '23001'; END $$"
    )
    run = f"EXECUTE FUNCTION {one.name}_refuses()"
    return [
        refuse,
        f"CREATE TRIGGER {one.triggers[0]} BEFORE UPDATE ON {one.table} FOR EACH ROW {when}{run}",
        f"CREATE TRIGGER {one.triggers[1]} BEFORE DELETE ON {one.table} FOR EACH ROW {run}",
        f"CREATE TRIGGER {one.triggers[2]} BEFORE TRUNCATE ON {one.table} FOR EACH STATEMENT {run}",
    ]

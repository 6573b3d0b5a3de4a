"""The guard in the database itself: what happened is never changed and never deleted, whoever asks.

Two triggers on activity_activity, on SQLite and on PostgreSQL. The one change they let through is shredding: details,
salt and actor_name may change in the same statement that sets `shredded_at` for the first time.

An organisation that has a history can therefore not be deleted with its rows: the cascade is stopped here. Removing an
organisation from an installation for good is an act of whoever runs the machine, inside `with unprotected():`, and
takes its whole chain along; no page and no API does it. Emptying the tables between tests works the same way.

SQLite rebuilds a table, and forgets its triggers, when a migration alters it: `protect` runs again after each
`migrate`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "activity_activity"
FIXED = [
    "id", "organisation_id", "sequence", "verb", "client_id", "project_id", "subject_type", "subject_id",
    "actor_user_id", "actor_role", "via", "shown_to_client", "happened_at", "request_id", "digest", "before", "hash",
]  # fmt: skip
TRIGGERS = ["activity_is_never_changed", "activity_is_never_deleted", "activity_is_never_truncated"]


def protect(connection: BaseDatabaseWrapper = default_connection) -> None:  # type: ignore[assignment]
    """Put the triggers in place; no harm where they are already."""
    unprotect(connection)
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unprotect(connection: BaseDatabaseWrapper = default_connection) -> None:  # type: ignore[assignment]
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def is_protected(connection: BaseDatabaseWrapper = default_connection) -> bool:  # type: ignore[assignment]
    """Whether the triggers stand; `verify_history` and `doctor` ask."""
    if connection.vendor == "postgresql":
        question = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = ANY(%s) AND tgenabled = 'O'"
        )
        values: list[Any] = [TABLE, TRIGGERS]
    else:
        question = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s)"
        values = [TABLE, *TRIGGERS[:2]]
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return bool(cursor.fetchone()[0] == (3 if connection.vendor == "postgresql" else 2))


@contextmanager
def unprotected(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:  # type: ignore[assignment]
    unprotect(connection)
    try:
        yield
    finally:
        protect(connection)


def _sqlite() -> list[str]:
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in FIXED)
    return [
        f"CREATE TRIGGER {TRIGGERS[0]} BEFORE UPDATE ON {TABLE} "
        f"WHEN NOT (OLD.shredded_at IS NULL AND NEW.shredded_at IS NOT NULL AND {same}) "
        "BEGIN SELECT RAISE(ABORT, 'What happened is never changed.'); END",
        f"CREATE TRIGGER {TRIGGERS[1]} BEFORE DELETE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'What happened is never deleted.'); END",
    ]


def _postgresql() -> list[str]:
    same = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in FIXED)
    refuse = (
        "CREATE OR REPLACE FUNCTION activity_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'What happened is never changed and never deleted.' USING ERRCODE = '23001'; END $$"
    )
    run = "EXECUTE FUNCTION activity_refuses()"
    return [
        refuse,
        f"CREATE TRIGGER {TRIGGERS[0]} BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN (NOT (OLD.shredded_at IS NULL AND NEW.shredded_at IS NOT NULL AND {same})) {run}",
        f"CREATE TRIGGER {TRIGGERS[1]} BEFORE DELETE ON {TABLE} FOR EACH ROW {run}",
        f"CREATE TRIGGER {TRIGGERS[2]} BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT {run}",
    ]

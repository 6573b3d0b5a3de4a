"""Looks at the database: reached, encoded for Chinese, migrated, in step with the clock, worked for."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.examination.findings import Finding, hint, ill, well
from zhike.core.immutability import unguarded
from zhike.core.models import Job
from zhike.core.vitals import live_workers, unapplied_migrations

OLDEST_SQLITE, MOST_DRIFT, FIRST_YEAR = (3, 35), 5, 2026


def reachable() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield ill(
            "database",
            _("The database cannot be reached. Check DATABASE_URL. It says: %(error)s") % {"error": error},
        )
        return
    yield well("database", _("The database answers (%(vendor)s).") % {"vendor": connection.display_name})


def encoding() -> Iterator[Finding]:
    """Chinese needs UTF-8, and a character type that knows letters beyond ASCII."""
    if connection.vendor == "sqlite":
        code = _ask("PRAGMA encoding")
        kind = "UTF-8"
    else:
        code = _ask("SHOW server_encoding")
        kind = _ask("SELECT datctype FROM pg_database WHERE datname = current_database()")
    if code.upper().replace("-", "") != "UTF8":
        yield ill(
            "encoding",
            _("The database is encoded in %(code)s. Make a new one in UTF-8 and move the data.") % {"code": code},
        )
    elif kind in {"C", "POSIX"}:
        yield ill(
            "encoding",
            _(
                "LC_CTYPE of the database is %(kind)s, so capitals and accents are not recognised. Make "
                "a new one with C.UTF-8 or zh_CN.UTF-8."
            )
            % {"kind": kind},
        )
    else:
        yield well("encoding", _("Text is kept as UTF-8."))


def advice() -> Iterator[Finding]:
    yield from _sqlite_advice() if connection.vendor == "sqlite" else _postgres_advice()


def migrations() -> Iterator[Finding]:
    waiting = unapplied_migrations()
    if waiting:
        yield ill(
            "migrations",
            _("%(count)d database changes are waiting. Run: manage.py migrate") % {"count": len(waiting)},
        )
    else:
        yield well("migrations", _("The tables are up to date."))


def guards() -> Iterator[Finding]:
    missing = unguarded()
    if missing:
        words = _("The database no longer guards what is kept in %(tables)s. Run: manage.py migrate")
        yield ill("guards", words % {"tables": ", ".join(missing)})
    else:
        yield well("guards", _("The database guards what happened and what was signed."))


def clock() -> Iterator[Finding]:
    """Deadlines and signatures are worth what the clock is worth."""
    ours = timezone.now()
    drift = abs((ours - _database_now()).total_seconds())
    if ours.year < FIRST_YEAR:
        yield ill("clock", _("The clock says %(year)d. Set it, and let NTP keep it right.") % {"year": ours.year})
    elif drift > MOST_DRIFT:
        yield ill(
            "clock",
            _("The clock differs from the database's by %(seconds)d seconds. Let NTP keep both right.")
            % {"seconds": drift},
        )
    else:
        yield well(
            "clock",
            _("The clock is right: %(now)s.") % {"now": timezone.localtime(ours).strftime("%Y-%m-%d %H:%M %Z")},
        )


def worker() -> Iterator[Finding]:
    alive = live_workers()
    if alive:
        yield well(
            "worker",
            ngettext("%(count)d background worker is alive.", "%(count)d background workers are alive.", alive)
            % {"count": alive},
        )
    else:
        yield ill(
            "worker",
            _(
                "No background worker is alive: mails, imports and notifications wait. Start one: "
                "manage.py work (bin/run starts it for you)."
            ),
        )


def dead_jobs() -> Iterator[Finding]:
    count = Job.objects.filter(state=Job.State.DEAD).count()
    if count:
        yield hint(
            "jobs",
            _("%(count)d background jobs were given up. Look at them under What happened, Jobs.") % {"count": count},
        )
    else:
        yield well("jobs", _("No background job was given up."))


def _sqlite_advice() -> Iterator[Finding]:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield ill(
            "sqlite",
            _("SQLite %(version)s is too old; Zhike needs 3.35 or newer.") % {"version": sqlite3.sqlite_version},
        )
        return
    options = [row[0] for row in _rows("PRAGMA compile_options")]
    if "ENABLE_FTS5" not in options:
        yield ill(
            "sqlite",
            _("This SQLite was built without FTS5, which search needs. Use another build of Python."),
        )
    mode = _ask("PRAGMA journal_mode")
    if mode != "wal":
        yield hint(
            "sqlite",
            _("The journal is in mode %(mode)s, not WAL: readers wait for writers. Is the file on a network drive?")
            % {"mode": mode},
        )
    else:
        yield well("sqlite", _("SQLite %(version)s with WAL.") % {"version": sqlite3.sqlite_version})


def _postgres_advice() -> Iterator[Finding]:
    if _ask("SHOW jit") == "on":
        yield hint("postgresql", _("jit is on: it triples the time of wide lists. Set jit = off for this database."))
    else:
        yield well("postgresql", _("PostgreSQL %(version)s.") % {"version": _ask("SHOW server_version")})


def _database_now() -> datetime:
    if connection.vendor == "sqlite":
        return datetime.fromisoformat(_ask("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).replace(tzinfo=UTC)
    now: datetime = _rows("SELECT clock_timestamp()")[0][0]
    return now


def _ask(statement: str) -> str:
    return str(_rows(statement)[0][0])


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())

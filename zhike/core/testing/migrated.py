"""A database with all migrations applied and no rows, made once and copied for every test run that wants one.

Applying them takes half a minute, nearly all of it spent by Django on imagining every model anew after each step, and a
run of everything would do it eight times over.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "var" / "test-databases"
IMPORT = re.compile(r"^(?:from|import) (zhike[\w.]*)(?: import (\w+))?", flags=re.M)


def file() -> Path:
    """An SQLite file to copy."""
    found = KEPT / f"{fingerprint()}.sqlite3"
    with _alone():
        if not found.exists():
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                _migrate(ZHIKE_STATE=folder)
                for old in KEPT.glob("*.sqlite3"):
                    old.unlink()
                (Path(folder) / "zhike.sqlite3").rename(found)
    return found


def database(url: str) -> str:
    """The name of a PostgreSQL database to use as a template, on the server of this address."""
    import psycopg

    name, unfinished = f"zhike_{fingerprint()}", f"zhike_{fingerprint()}_unfinished"
    with _alone(), closing(psycopg.connect(url, autocommit=True)) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')  # type: ignore[call-overload]
            server.execute(f'CREATE DATABASE "{unfinished}"')  # type: ignore[call-overload]
            with tempfile.TemporaryDirectory() as folder:
                _migrate(ZHIKE_STATE=folder, DATABASE_URL=urlsplit(url)._replace(path=f"/{unfinished}").geturl())
            server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')  # type: ignore[call-overload]
    return name


def fingerprint() -> str:
    """Changes with any migration, with what migrations import, and with the libraries that bring some of their own."""
    migrations = sorted(ROOT.glob("zhike/*/migrations/*.py"))
    sources = {ROOT / "uv.lock", *migrations, *(path for each in migrations for path in _imported(each))}
    told = hashlib.sha256()
    for path in sorted(sources):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


def _imported(migration: Path) -> Iterator[Path]:
    for module, name in IMPORT.findall(migration.read_text(encoding="utf-8")):
        place = ROOT.joinpath(*module.split("."))
        for path in (place.with_suffix(".py"), place / f"{name}.py", place / "__init__.py"):
            if path.exists():
                yield path


def _migrate(**environment: str) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHIKE_", "PYTEST_", "DATABASE_"))
    }
    command = [sys.executable, "manage.py", "migrate", "--noinput", "-v0"]
    done = subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py migrate failed:\n{done.stdout}{done.stderr}")


@contextmanager
def _alone() -> Iterator[None]:
    """Several processes of one run ask at the same moment: one makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""A real installation on a free port: granian and a worker on a fresh database, processes one can kill."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from e2e.console import Console
from zhike.core.processes import end, start
from zhike.core.testing import migrated

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PATIENCE = 120.0  # seconds until what is waited for counts as never coming: a busy machine is no fault of ours


@dataclass
class Installation:
    """One state folder, one database, one port. `start()`, `kill9("web")`, `kill9("worker")`, `stop()`."""

    state: Path
    database_url: str = ""
    port: int = 0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    console: Console | None = None
    told_to_console: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "ZHIKE_STATE": str(self.state),
            "ZHIKE_ADDRESS": self.address,
            "ZHIKE_SECRET_KEY": "only-for-tests" * 5,
        }
        own |= {"ZHIKE_JOB_BEAT": "1", "ZHIKE_JOB_LOST_AFTER": "4", "ZHIKE_MAIL_HOST": ""}
        return own | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def manage(self, *arguments: str) -> str:
        """Run a management command in this installation and give what it printed."""
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=ROOT,
            env={**_clean_environment(), **self.environment},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def python(self, code: str) -> str:
        """Run Python inside the installation, models at hand; gives what it printed."""
        environment = {**_clean_environment(), **self.environment}
        if self.console is None or self.told_to_console != environment:  # its address is known only once it started
            self.hang_up()
            self.console, self.told_to_console = Console(environment, self.state / "console.log"), environment
        return self.console.run(code)

    def hang_up(self) -> None:
        if self.console is not None:
            self.console.close()
        self.console = None

    def ask(self, query: str) -> Any:
        """The first value of a query, straight from the database: quick enough to ask while something runs."""
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                row = connection.execute(query).fetchone()  # type: ignore[call-overload]
        else:
            with closing(sqlite3.connect(self.state / "zhike.sqlite3", timeout=30)) as file:
                row = file.execute(query).fetchone()
        return row[0] if row else None

    def start(self, *parts: str) -> None:
        """Start the web server and the worker, or only the parts named; returns when they live."""
        self.port = self.port or _free_port()
        for part in parts or ("web", "worker"):
            log = self.state / f"{part}-{int(time.time() * 1000)}.log"
            environment = {**self.environment, "PYTEST_CURRENT_TEST": ""}
            self.running[part] = start(self._command(part), env=environment, log=log)
        self.wait_until(lambda: self.health() is not None, "the web server to answer")
        if "worker" in self.running:
            self.wait_until(lambda: bool((self.health() or {}).get("worker")), "the worker to give a sign of life")

    def kill9(self, part: str) -> None:
        """End a part as a power cut would: no signal it could catch, its children with it."""
        child = self.running.pop(part)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def stop(self) -> None:
        for child in self.running.values():
            end(child)
        self.running.clear()

    def health(self) -> dict[str, Any] | None:
        """What the health page says, or None while nobody answers."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.address}/-/health/", timeout=5) as answer:
                said: dict[str, Any] = json.load(answer)
                return said
        except urllib.error.HTTPError as error:
            return dict(json.loads(error.read() or b"{}"))
        except OSError:
            return None

    def wait_until(self, holds: Any, what: str, seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"Waited {seconds:.0f} s for {what}.\n{self.logs()}")
            time.sleep(0.1)

    def logs(self) -> str:
        files = sorted(self.state.glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def mails(self) -> list[str]:
        """Mails sent so far, oldest first."""
        files = sorted((self.state / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
        return [file.read_text(encoding="utf-8", errors="replace") for file in files]

    def _command(self, part: str) -> list[str]:
        if part == "worker":
            return [PYTHON, "manage.py", "work"]
        place = ["--host", "127.0.0.1", "--port", str(self.port)]
        options = [
            "--interface",
            "wsgi",
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
        ]
        return [PYTHON, "-m", "granian", *options, *place, "config.wsgi:application"]


def install(folder: Path, template: Installation | None = None) -> Installation:
    """Migrated, with the rows of the template if one is given: its SQLite file copied, or its PostgreSQL database."""
    folder.mkdir(parents=True, exist_ok=True)
    _static(folder)
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        like = _name_in(template.database_url) if template else migrated.database(url)
        installation = Installation(folder, _own_database(url, like))
    else:
        installation = Installation(folder)
        shutil.copy(template.state / "zhike.sqlite3" if template else migrated.file(), folder / "zhike.sqlite3")
    if template is None:
        installation.manage("migrate", "--noinput", "-v0")  # what follows every migrating, and is not of them
    return installation


def remove(installation: Installation) -> None:
    installation.hang_up()
    installation.stop()
    if installation.database_url:
        name = _name_in(installation.database_url)
        _admin(os.environ["DATABASE_URL"], f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _own_database(url: str, template: str) -> str:
    name = f"e2e_{uuid.uuid4().hex[:12]}"
    _admin(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _name_in(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _admin(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _static(folder: Path) -> None:
    """Collected once by bin/test; collected here when pytest is called by hand."""
    collected = os.environ.get("ZHIKE_STATIC")
    if collected and (Path(collected) / "staticfiles.json").exists():
        (folder / "static").symlink_to(collected)
    else:
        Installation(folder).manage("collectstatic", "--noinput", "-v0")


def _clean_environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHIKE_", "PYTEST_", "DATABASE_"))
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""The web server under test, and what the operating system says it spent."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
_ROOT = Path(__file__).resolve().parent.parent


class Server:
    """Granian over WSGI, as `manage.py serve` starts it: one process on SQLite, two on PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_postgres = not url.startswith("sqlite")
        self.processes = 2 if self.is_postgres else 1
        self.port = _free_port()

    def __enter__(self) -> "Server":
        self._state = tempfile.TemporaryDirectory(prefix="zhike-bench-")
        environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "ZHIKE_STATE": self._state.name,
            "ZHIKE_SECRET_KEY": _secret_key(),
            "BENCH": "1",
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", str(self.processes)),
            *("--blocking-threads", "4", "--blocking-threads-idle-timeout", "600", "--no-ws"),
            *("--log-level", "warning", "--workers-kill-timeout", "8"),
        ]
        self._process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=sys.stderr)
        self._wait()
        return self

    def __exit__(self, *error: Any) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._state.cleanup()

    def cpu(self) -> tuple[dict[int, float], dict[int, float]]:
        """Seconds of CPU spent so far by each web process, and by each PostgreSQL backend of this database."""
        return {pid: _spent(pid) for pid in self._tree()}, {pid: _spent(pid) for pid in self._backends()}

    def memory(self) -> float:
        """Resident megabytes of the largest web process."""
        sizes = [_status(pid, "VmRSS") for pid in self._tree()]
        return max(sizes, default=0) / 1024

    def _tree(self) -> list[int]:
        parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
        tree = [self._process.pid]
        for pid in tree:
            tree += [child for child, parent in parents.items() if parent == pid]
        return tree

    def _backends(self) -> list[int]:
        """Only where PostgreSQL runs on this machine; elsewhere its share is not seen."""
        if not self.is_postgres:
            return []
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return [pid for (pid,) in cursor.fetchall()]

    def _wait(self) -> None:
        for _ in range(300):
            if self._process.poll() is not None:
                sys.exit("The server did not start; what it said is above.")
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                    f"http://127.0.0.1:{self.port}/-/sign-in/", timeout=5
                )
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("The server does not answer.")


def _secret_key() -> str:
    """Sessions made here must be good there."""
    from django.conf import settings

    return str(settings.SECRET_KEY)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _spent(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # gone meanwhile
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _status(pid: int, name: str) -> int:
    try:
        found = re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0

"""A PostgreSQL server of our own for one test run: no network, no durability, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.speak import give_up
from zhike.core.processes import end, start

SETTINGS = {
    "listen_addresses": "",  # the unix socket in our own folder is the only way in
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
}


@contextmanager
def throwaway() -> Iterator[str]:
    """Gives the URL of the `postgres` database of an empty cluster; tests make their own beside it."""
    folder = Path(tempfile.mkdtemp(prefix="zhike-pg-"))
    owner = _owner()
    try:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        _initdb(data, owner)
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [binary("postgres"), "-D", str(data), "-k", str(folder), *options]
        server = start(command, log=folder / "log", user=owner)
        try:
            _wait_until_it_is_ours(folder, data)
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            end(server, patience=5)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def binary(name: str) -> str:
    """The newest server program on this machine; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    there = str(found[-1]) if found else shutil.which(name)
    if not there:
        give_up(
            f"PostgreSQL's {name} is not on this machine. On Debian or Ubuntu: apt install postgresql",
            f"本机没有 PostgreSQL 的 {name}。Debian/Ubuntu 请运行：apt install postgresql",
        )
    return there


def _owner() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _initdb(data: Path, owner: str | None) -> None:
    command = [binary("initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    result = subprocess.run(
        [*command, "--locale=C.UTF-8", "--no-sync"], user=owner, capture_output=True, text=True, cwd="/"
    )
    if result.returncode:
        give_up("initdb failed.", "initdb 失败。", detail=result.stdout + result.stderr)


def _wait_until_it_is_ours(folder: Path, data: Path) -> None:
    """Ready, and really the server we started: another one must never be filled and emptied by tests."""
    import psycopg

    for _attempt in range(100):
        try:
            with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", connect_timeout=2) as one:
                row = one.execute("show data_directory").fetchone()
        except psycopg.OperationalError:
            time.sleep(0.1)
            continue
        if row and Path(row[0]).resolve() == data.resolve():
            return
        give_up(f"Another PostgreSQL answers here: {row}", f"此处应答的是另一个 PostgreSQL：{row}")
    give_up(
        "PostgreSQL did not start.",
        "PostgreSQL 未能启动。",
        detail=(folder / "log").read_text(errors="replace"),
    )

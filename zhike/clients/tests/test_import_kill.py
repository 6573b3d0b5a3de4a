"""A real worker process, killed without warning in the middle of an import: nothing lost, nothing doubled."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
ROWS = 400  # four batches: killed in the second and in the third
BROKEN = 12  # of the sample's faults, those that keep a row out with the columns mapped here
SET_UP = f"""
import io
from zhike.clients.actions import imports
from zhike.clients.testing import clients
from zhike.clients.tests import samples
from zhike.core.scope import organisation
from zhike.core.testing.world import BUILDERS, build
BUILDERS[:] = [clients]
world = build()
with organisation(world.acme.pk):
    mark = world.actor("mark")
    content = samples.clients_csv({ROWS}, 20)
    run = imports.upload_import(mark, file=io.BytesIO(content), file_name="x.csv", kind="clients")
    mapping = {{"0": "name", "1": "credit_code", "7": "tier", "8": "stage", "10": "annual_value"}}
    imports.map_import(mark, run, mapping=mapping)
    imports.start_import(mark, run)
"""
ASK = """
from zhike.accounts.models import Organisation
from zhike.activity.models import Activity
from zhike.activity.verification import findings
from zhike.clients.models import Client, ImportRow, ImportRun
from zhike.core.scope import organisation
with organisation(Organisation.objects.get(slug="acme").pk):
    run = ImportRun.objects.get()
    clients = Client.objects.filter(number__gt=2)
    print(run.state, run.done, ImportRow.objects.count(), run.created, run.failed, clients.count(),
          clients.values("name").distinct().count(), Activity.objects.filter(verb="client.imported").count(),
          Activity.objects.filter(verb="import.finished").count(), len(list(findings())))
"""
HALF_WAY = """
SELECT state, done, created, failed, (SELECT COUNT(*) FROM clients_importrow),
       (SELECT COUNT(*) FROM clients_client WHERE number > 2 AND organisation_id = run.organisation_id)
FROM clients_importrun AS run
"""


pytestmark = [pytest.mark.own_database, pytest.mark.still]  # e2e/test_kill.py kills one on PostgreSQL


@pytest.fixture
def place(tmp_path: Path, django_db_setup: None) -> dict[str, str]:
    """An installation of its own: a copy of the tests' SQLite file, empty as no world was asked for."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHIKE_", "PYTEST_", "DATABASE_"))
    }
    own = {"ZHIKE_STATE": str(tmp_path), "ZHIKE_JOB_BEAT": "1", "ZHIKE_JOB_LOST_AFTER": "2"}
    tables = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(tables)) as empty, closing(sqlite3.connect(tmp_path / "zhike.sqlite3")) as copy:
        empty.backup(copy)
    return {**kept, **own}


def manage(place: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(place: dict[str, str], sql: str) -> list[int | str]:
    """One row of figures, asked beside Django so that it costs nothing."""
    with closing(sqlite3.connect(f"file:{place['ZHIKE_STATE']}/zhike.sqlite3?mode=ro", uri=True)) as beside:
        return list(beside.execute(sql).fetchone())


def rows_done(place: dict[str, str]) -> int:
    return int(ask(place, "SELECT done FROM clients_importrun")[0])


def work_until(place: dict[str, str], holds: Callable[[], bool], seconds: float = 120) -> subprocess.Popen[bytes]:
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        env=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + seconds
    while not holds():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < until, "the worker did not get that far"
        time.sleep(0.02)
    return worker


def kill9(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def test_a_worker_killed_twice_in_an_import_loses_nothing_and_doubles_nothing(place: dict[str, str]) -> None:
    manage(place, "shell", "--no-imports", "-c", SET_UP)
    for stop_at in (100, 200):
        kill9(work_until(place, lambda stop_at=stop_at: rows_done(place) >= stop_at))  # type: ignore[misc]
        state, done, created, failed, rows, clients = ask(place, HALF_WAY)
        assert state == "running"
        assert stop_at <= done < ROWS
        assert rows == done == created + failed
        assert clients == created
    kill9(work_until(place, lambda: ask(place, "SELECT state FROM clients_importrun") == ["done"]))
    said = manage(place, "shell", "--no-imports", "-c", ASK).split()
    good = str(ROWS - BROKEN)
    assert said == ["done", str(ROWS), str(ROWS), good, str(BROKEN), good, good, good, "1", "0"]

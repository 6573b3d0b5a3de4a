"""Real files of Microsoft Project: read, written, read again; and what they say is what Microsoft Project stored."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from zhike.methods.schedule.answers import critical_path
from zhike.methods.schedule.files.any_form import read_any
from zhike.methods.schedule.files.json_plan import dump_json, read_json
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.plan import Link, Task
from zhike.methods.tests.schedule.microsoft import REFERENCE, Stored

FILES = sorted([*(REFERENCE / "msproject").glob("plans/*.xml"), *(REFERENCE / "msproject").glob("roundtrip/*.xml")])
FIELDS = (
    "name", "is_elapsed", "duration", "is_manual", "is_active", "constraint", "constraint_at", "deadline", "calendar",
    "ignores_resource_calendars", "levelling_delay", "percent_complete", "actual_start", "actual_finish", "resume",
    "start", "finish",
)  # fmt: skip
DATES = {"early_start": "es", "early_finish": "ef", "late_start": "ls", "late_finish": "lf"}


def needs(found: list[Path]) -> None:
    if not found:
        pytest.skip("The reference plans (../shared/reference or ZHIKE_REFERENCE) are not on this machine.")


def pairs() -> list[tuple[Path, Path]]:
    """Files of Microsoft's XML, and what Microsoft Project stored of the same plan."""
    found = []
    for path in FILES:
        name = path.name.removesuffix(".mspdi.xml")
        for answer in (f"{name}.mpp", f"{name}-mspdi.xml"):
            stored = path.with_name(f"{answer}.microsoft-project.json")
            if stored.exists():
                found.append((path, stored))
    return found


def test_every_real_file_is_written_and_read_to_the_same_plan() -> None:
    needs(FILES)
    for path in FILES:
        reading = read_mspdi(path)
        assert {one.code for one in reading.warnings} <= {"blank_lines"}, path.name
        written = dump_mspdi(reading.plan)
        again = read_mspdi(written).plan
        assert again == reading.plan, path.name
        assert dump_mspdi(again) == written, path.name
        assert read_json(dump_json(reading.plan)).plan == reading.plan, path.name


def test_dates_constraints_and_links_are_those_microsoft_project_stored() -> None:
    needs(FILES)
    assert len(pairs()) >= 10
    for path, stored in pairs():
        plan, want = read_mspdi(path).plan, Stored(stored)
        assert plan.start == want.plan.start
        tasks = {task.id: task for task in want.plan.tasks if task.id}
        assert {task.id for task in plan.tasks} == set(tasks), path.name
        for task in plan.tasks:
            assert facts(task) == facts(tasks[task.id]), f"{path.name}: {task.name}"
            assert task.parent == (tasks[task.id].parent or None), f"{path.name}: {task.name}"
            answer = want.answers[task.id]
            for name, key in DATES.items():
                moment = getattr(task, name)
                assert (moment and moment.isoformat(timespec="minutes")) == answer[key], f"{path.name}: {task.name}"
        assert sorted(map(terms, plan.links)) == sorted(map(terms, want.plan.links)), path.name


def test_problems_of_psplib_are_as_long_without_resources_as_is_known() -> None:
    needs(FILES)
    pytest.importorskip("zhike.methods.schedule.files.psplib")
    folder = REFERENCE / "scheduling/psplib"
    with (folder / "best_known.csv").open() as stream:
        known = {row["instance"]: int(row["cpm"]) for row in csv.DictReader(stream) if row["cpm"]}
    files = [path for path in sorted(folder.glob("j*/*.sm")) if path.stem in known][::20]
    assert files
    for path in files:
        plan = read_any(path)[0].plan
        length = critical_path(plan).facts["finish"]
        assert (datetime.fromisoformat(length) - plan.start).days == known[path.stem], path.name


def facts(task: Task) -> list[object]:
    return [getattr(task, name) for name in FIELDS]


def terms(link: Link) -> tuple[int, int, int, int, int]:
    return link.predecessor, link.successor, int(link.kind), link.lag, int(link.lag_unit)

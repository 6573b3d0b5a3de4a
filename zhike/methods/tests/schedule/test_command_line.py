"""python -m zhike.methods.schedule: what it prints, writes and refuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from zhike.methods.schedule import answers
from zhike.methods.schedule.__main__ import main
from zhike.methods.schedule.files.json_plan import dump_json, read_json
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.plan import DAY, HOUR, STANDARD_WEEK, Assignment, Calendar, Link, Plan, Resource, Task
from zhike.methods.tests.schedule.sample_plans import at, rich_plan


def small_plan() -> Plan:
    return Plan(
        at(2), "Small",
        tasks=[
            Task(1, "Dig 挖掘", duration=16 * HOUR), Task(2, "Fill", duration=8 * HOUR),
            Task(3, "Opened", is_milestone=True),
            Task(4, "Dropped", duration=8 * HOUR, is_active=False),
        ],
        links=[Link(1, 3), Link(2, 3)],
        calendars=[Calendar(1, "Standard", STANDARD_WEEK)],
    )  # fmt: skip


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.whatever"
    path.write_bytes(dump_json(small_plan()))
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: Any) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_dates_and_floats_are_printed_for_every_task(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "cpm", plan_file, "--json"))
    assert (found["start"], found["finish"]) == ("2026-03-02T08:00:00", "2026-03-03T17:00:00")
    fill = next(task for task in found["tasks"] if task["id"] == 2)
    assert fill == {
        "id": 2, "name": "Fill", "start": "2026-03-02T08:00:00", "finish": "2026-03-02T17:00:00",
        "early_start": "2026-03-02T08:00:00", "early_finish": "2026-03-02T17:00:00",
        "late_start": "2026-03-03T08:00:00", "late_finish": "2026-03-03T17:00:00",
        "total_float": 8 * HOUR, "free_float": 8 * HOUR, "critical": False,
    }  # fmt: skip
    dropped = found["tasks"][3]
    assert (dropped["start"], dropped["total_float"], dropped["critical"]) == (None, None, False)


def test_a_table_lines_up_whatever_script_names_are_in(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "cpm", plan_file).splitlines()
    assert lines[0] == "2026-03-02 08:00 to 2026-03-03 17:00, 2 critical"
    dig, fill = (next(line for line in lines if name in line) for name in ("Dig", "Fill"))
    assert fill.index("2026") - dig.index("2026") == 2  # two characters that are twice as wide
    assert dig.endswith("yes")


def test_xml_becomes_json_and_json_becomes_xml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, made, back = tmp_path / "plan.xml", tmp_path / "made.json", tmp_path / "back.xml"
    given.write_bytes(dump_mspdi(rich_plan()))
    printed(capsys, "convert", given, "-o", made)
    printed(capsys, "convert", made, "-o", back)
    assert read_json(made).plan.tasks[0].name == rich_plan().tasks[0].name
    assert read_mspdi(back).plan == read_json(made).plan
    assert '"format":"zhike-plan"' in printed(capsys, "convert", given)
    assert "<Project" in printed(capsys, "convert", made)


def test_what_is_converted_gets_the_dates_it_lacks(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = read_mspdi(printed(capsys, "convert", plan_file).encode()).plan
    assert [task.start for task in plan.tasks] == [at(2), at(2), at(3, 17), None]
    assert plan.finish == at(3, 17)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html/>", b"<!DOCTYPE Project><Project/>", b'{"format": 1}', b"\x89PNG\r\n"]
)
def test_a_file_that_cannot_be_read_ends_with_2_and_one_line(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(data)
    assert main(["cpm", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}: ")
    assert said.err.count("\n") == 1


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cpm", str(tmp_path / "none")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_a_circle_ends_with_1_and_names_its_tasks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = small_plan()
    plan.links.append(Link(3, 1))
    path = tmp_path / "plan.json"
    path.write_bytes(dump_json(plan))
    assert main(["cpm", str(path)]) == 1
    said = capsys.readouterr().err
    assert "circle" in said
    assert "1 “Dig 挖掘”" in said
    assert said.count("\n") == 1


def test_a_plan_that_runs_out_of_time_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(dump_json(Plan(at(2), tasks=[Task(1, duration=100_000 * DAY)])))
    assert main(["cpm", str(path)]) == 1
    assert "2199" in capsys.readouterr().err


def test_what_was_left_out_is_said_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.json"
    document = json.loads(dump_json(small_plan()))
    document["plan"]["links"].append({"predecessor": 77, "successor": 1})
    path.write_text(json.dumps(document))
    assert main(["cpm", str(path), "--json"]) == 0
    said = capsys.readouterr()
    assert (
        said.err == "warning: task 1 “Dig 挖掘” waits for the task 77, which is not in the file; the link is left out\n"
    )
    assert json.loads(said.out)["tasks"]


def test_it_runs_as_a_program_and_loads_neither_django_nor_numba(plan_file: Path) -> None:
    look = (
        "import sys; from zhike.methods.schedule.__main__ import main; main(sys.argv[1:]); "
        "print(sorted({'django', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, "cpm", str(plan_file), "--json"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_psplib_problems_become_plans_of_whole_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("zhike.methods.schedule.files.psplib")
    path = tmp_path / "tiny.rcp"  # three jobs, one resource of 2 units
    path.write_text("4 1\n2\n0 0 2 2 3\n3 2 1 4\n2 1 1 4\n0 0 0\n")
    found = json.loads(printed(capsys, "cpm", path, "--json"))
    assert [task["total_float"] for task in found["tasks"]] == [0, 0, DAY, 0]
    assert found["finish"] == "2000-01-06T00:00:00"


def busy_plan() -> Plan:
    plan = small_plan()
    plan.resources = [Resource(1, "Ann")]
    plan.assignments = [Assignment(1, 1, 1, work=16 * HOUR), Assignment(2, 2, 1, work=8 * HOUR)]
    return plan


def test_levelling_says_when_each_task_starts_and_why_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zhike.methods.schedule.levelling.plans")
    monkeypatch.setattr(answers, "_has_numba", lambda: False)  # compiling would take longer than all other tests
    path = tmp_path / "plan.json"
    path.write_bytes(dump_json(busy_plan()))
    found = json.loads(printed(capsys, "level", path, "--json", "--seconds", "0.2"))
    assert (found["finish_before"], found["finish"]) == ("2026-03-03T17:00:00", "2026-03-04T17:00:00")
    assert (found["overallocations_before"] > 0, found["overallocations_after"]) == (True, 0)
    starts = {task["id"]: task["start"] for task in found["tasks"]}
    assert sorted((starts[1], starts[2]))[0] == "2026-03-02T08:00:00"
    assert starts[1] != starts[2]
    assert sum(bool(task["why"]) for task in found["tasks"]) == 2  # the one that waits, and the milestone after both
    assert "Ann" in printed(capsys, "level", path, "--seconds", "0.2")


def test_psplib_problems_are_levelled_in_periods(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zhike.methods.schedule.levelling.solver")
    monkeypatch.setattr(answers, "_has_numba", lambda: False)
    path = tmp_path / "tiny.rcp"
    path.write_text("4 1\n2\n0 0 2 2 3\n3 2 1 4\n2 1 1 4\n0 0 0\n")
    found = json.loads(printed(capsys, "level", path, "--json", "--seconds", "0.2"))
    assert found["makespan"] == 5
    assert found["bound"] <= 5
    assert [task["id"] for task in found["tasks"]] == [1, 2, 3, 4]


def test_a_simulation_says_by_when_the_project_and_its_milestones_finish(
    plan_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zhike.methods.schedule.forecast")
    monkeypatch.setattr(answers, "_has_numba", lambda: False)
    arguments = ("simulate", plan_file, "--samples", 200, "--seed", 7)
    found = json.loads(printed(capsys, *arguments, "--json"))
    assert (found["seed"], found["samples"]) == (7, 200)
    percentiles = [found["project"][f"P{percent}"] for percent in range(10, 100, 10)]
    assert percentiles == sorted(percentiles)
    assert percentiles[0] < percentiles[-1]
    assert [one["name"] for one in found["milestones"]] == ["Opened"]
    assert "P80" in printed(capsys, *arguments)

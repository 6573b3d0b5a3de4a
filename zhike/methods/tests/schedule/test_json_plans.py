"""Zhike's own JSON of a plan, there and back, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.json_plan import dump_json, read_json, write_json
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.files.sources import Limits
from zhike.methods.schedule.plan import Plan, Task
from zhike.methods.tests.schedule.sample_plans import at, rich_plan


def plan_of(**values: Any) -> bytes:
    document = {"format": "zhike-plan", "version": 1, "plan": {"start": "2026-03-02T08:00:00"} | values}
    return json.dumps(document).encode()


def refused(data: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_json(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_plan_with_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    plan = rich_plan()
    plan.kept = (("Author", "<Author>安 &amp; Co</Author>"), ("Views", "<Views><View/></Views>"))
    write_json(plan, tmp_path / "plan.json")
    reading = read_json(tmp_path / "plan.json")
    assert reading.plan == plan
    assert reading.warnings == []
    assert dump_json(reading.plan) == (tmp_path / "plan.json").read_bytes()


def test_what_a_file_of_microsofts_had_survives_json() -> None:
    plan = read_mspdi(dump_mspdi(rich_plan())).plan
    assert dump_mspdi(read_json(dump_json(plan)).plan) == dump_mspdi(plan)


def test_what_has_its_usual_value_is_left_out() -> None:
    document = json.loads(dump_json(Plan(at(2), tasks=[Task(1, "A")])))
    assert document["plan"] == {"start": "2026-03-02T08:00:00", "tasks": [{"id": 1, "name": "A"}]}


def test_half_a_character_is_written_and_read() -> None:
    plan = Plan(at(2), "a\ud800b", calendars=rich_plan().calendars)
    assert read_json(dump_json(plan)).plan == plan


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"{", "not_json"), (b"[1]", "not_a_plan"), (b'{"format":"zhike-plan"}', "not_a_plan"),
        (b'{"format":"zhike-plan","version":2,"plan":{}}', "newer_version"), (b"[" * 100_000, "too_deep"),
        (b'{"format":"zhike-plan","version":1}', "bad_value"), (b"\xff\xfe{}", "bad_encoding"), (b"[NaN]", "not_json"),
        (b"[" + b"1" * 5000 + b"]", "not_json"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert refused(data).code == code


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"tasks": [{"name": "A"}]}, "tasks[0]"),
        ({"tasks": [{"id": 1}, {"id": "2"}]}, "tasks[1].id"),
        ({"tasks": [{"id": True}]}, "tasks[0].id"),
        ({"tasks": [{"id": 1}, {"id": 1}]}, "tasks[1].id"),
        ({"tasks": [{"id": 1, "color": 2}]}, "tasks[0]"),
        ({"tasks": [{"id": 1, "start": "2200-01-01T00:00:00"}]}, "tasks[0].start"),
        ({"tasks": [{"id": 1, "percent_complete": 101}]}, "task 1"),
        ({"tasks": [{"id": 1, "constraint": 12}]}, "tasks[0].constraint"),
        ({"tasks": [{"id": 1, "cost": "1e999"}]}, "tasks[0].cost"),
        ({"tasks": [{"id": 1, "custom": {"a": 1}}]}, "tasks[0].custom"),
        ({"tasks": [{"id": 1, "kept": [["A", "<A>"]]}]}, "tasks[0].kept"),
        ({"tasks": [{"id": 1, "kept": [["A", "<B>x</B>"]]}]}, "tasks[0].kept"),
        ({"tasks": [{"id": 1, "kept": [["A", "<A/><B/>"]]}]}, "tasks[0].kept"),
        ({"tasks": {}}, "tasks"),
        ({"minutes_per_day": 0}, "plan"),
        ({"calendars": [{"id": 1, "name": "A", "week": [None] * 6}]}, "calendar 1"),
        ({"calendars": [{"id": 1, "name": "A", "week": [[[0, 1441]], *[None] * 6]}]}, "calendar 1"),
        ({"calendars": [{"id": 1, "name": "A", "week": [[[500, 400]], *[None] * 6]}]}, "calendar 1"),
        ({"calendars": [{"id": 1, "name": "A", "week": [[[0, 400], [300, 500]], *[None] * 6]}]}, "calendar 1"),
        ({"links": [{"predecessor": 1}]}, "links[0]"),
    ],
)
def test_values_that_do_not_belong_are_refused_by_their_place(values: dict[str, Any], where: str) -> None:
    problem = refused(plan_of(**values))
    assert (problem.code, problem.facts["where"]) == ("bad_value", where)


def test_amounts_beyond_what_can_be_planned_are_refused() -> None:
    for task in ({"duration": 1_440_000_001}, {"duration": -1}, {"remaining": -5}, {"work": 10**15 + 1}):
        assert refused(plan_of(tasks=[{"id": 1} | task])).code == "duration_out_of_range"
    assert refused(plan_of(tasks=[{"id": at} for at in range(5)]), Limits(tasks=4)).code == "too_many"


def test_what_is_named_and_not_there_is_left_out_and_said() -> None:
    reading = read_json(
        plan_of(
            tasks=[{"id": 1, "parent": 7}, {"id": 2, "parent": 2}],
            links=[{"predecessor": 1, "successor": 9}, {"predecessor": 1, "successor": 2}],
            assignments=[{"id": 1, "task": 1, "resource": 5}],
        )
    )
    assert [one.code for one in reading.warnings] == ["parent_unknown"] * 2 + ["link_to_nowhere", "resource_unknown"]
    assert len(reading.plan.links) == 1


def test_hours_that_touch_are_hours() -> None:
    week = [[[480, 720], [720, 1020]], *[None] * 6]
    assert read_json(plan_of(calendars=[{"id": 1, "name": "A", "week": week}])).plan.calendars[0].week[0]

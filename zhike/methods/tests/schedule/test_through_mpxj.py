"""mpxj reads what we write as it is meant, and we read through it what only it reads. Skips where mpxj is absent."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from zhike.methods.schedule.files import through_mpxj
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi import read_mspdi, write_mspdi
from zhike.methods.schedule.files.sources import form_of
from zhike.methods.schedule.files.through_mpxj import charset_of, interpreter, read_through_mpxj, with_code_page
from zhike.methods.schedule.plan import LagUnit, Link, LinkKind, Plan
from zhike.methods.tests.schedule.microsoft import REFERENCE
from zhike.methods.tests.schedule.sample_plans import rich_plan
from zhike.methods.tests.schedule.test_splits import split_plan

LOOK = """
import json, sys, jpype, mpxj
jpype.startJVM("-Xmx500m")
minutes = jpype.JClass("org.mpxj.TimeUnit").MINUTES
text = lambda value: None if value is None else str(value)
for path in sys.argv[1:]:
    project = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(path)
    tasks = {}
    for task in project.getTasks():
        parent, calendar = task.getParentTask(), task.getCalendar()
        tasks[int(task.getUniqueID())] = {
            "name": text(task.getName()), "start": text(task.getStart()), "finish": text(task.getFinish()),
            "late_finish": text(task.getLateFinish()), "deadline": text(task.getDeadline()),
            "constraint": text(task.getConstraintType()), "constraint_at": text(task.getConstraintDate()),
            "manual": str(task.getTaskMode()) == "MANUALLY_SCHEDULED", "active": bool(task.getActive()),
            "parent": parent and int(parent.getUniqueID()), "calendar": calendar and text(calendar.getName()),
            "minutes": 0.0 if task.getDuration() is None else float(
                task.getDuration().convertUnits(minutes, project.getProjectProperties()).getDuration()),
            "parts": len(task.getWorkSplits() or []), "baseline": text(task.getBaselineStart()),
            "links": sorted([int(one.getPredecessorTask().getUniqueID()), text(one.getType()), text(one.getLag())]
                            for one in task.getPredecessors()),
        }
    calendars = [[text(one.getName()), text(one.getParent() and one.getParent().getName()),
                  sorted(text(day) for day in one.getCalendarExceptions())] for one in project.getCalendars()]
    people = [[text(one.getName()), text(one.getType()), text(one.getMaxUnits())] for one in project.getResources()]
    work = sorted([int(one.getTaskUniqueID() or 0), text(one.getUnits()), text(one.getStart())]
                  for one in project.getResourceAssignments())
    print(json.dumps({"tasks": tasks, "calendars": calendars, "people": people, "work": work}))
"""
KINDS = {
    LinkKind.FINISH_TO_START: "FS",
    LinkKind.START_TO_START: "SS",
    LinkKind.FINISH_TO_FINISH: "FF",
    LinkKind.START_TO_FINISH: "SF",
}


@pytest.fixture
def python() -> str:
    found = interpreter()
    if found is None:
        pytest.skip("mpxj is not installed (pip install mpxj jpype1, or ZHIKE_MPXJ_PYTHON); Java is needed too.")
    return found


def seen_by_mpxj(python: str, *paths: Path) -> list[dict[str, Any]]:
    done = subprocess.run([python, "-c", LOOK, *map(str, paths)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_mpxj_reads_the_same_in_what_we_wrote_as_in_real_files(python: str, tmp_path: Path) -> None:
    files = sorted([*(REFERENCE / "msproject").glob("plans/*.xml"), *(REFERENCE / "msproject").glob("roundtrip/*.xml")])
    if not files:
        pytest.skip("The reference plans (../shared/reference or ZHIKE_REFERENCE) are not on this machine.")
    ours = [tmp_path / path.name for path in files]
    for path, made in zip(files, ours, strict=True):
        write_mspdi(read_mspdi(path).plan, made)
    found = seen_by_mpxj(python, *files, *ours)
    for path, theirs, written in zip(files, found, found[len(files) :], strict=False):
        for number, task in written["tasks"].items():
            if number != "0":  # the line of the whole plan, whose dates follow from the others
                assert task == theirs["tasks"][number], f"{path.name}: {task['name']}"
        assert written["calendars"] == theirs["calendars"], path.name
        assert written["people"] == theirs["people"], path.name
        assert written["work"] == theirs["work"], path.name


def test_mpxj_reads_our_own_plans_as_they_are_meant(python: str, tmp_path: Path) -> None:
    rich, split = tmp_path / "rich.xml", tmp_path / "split.xml"
    plan = rich_plan()
    standard = plan.calendars[0]  # mpxj fails on the last weekend day of a month
    standard.exceptions = tuple(one for one in standard.exceptions if one.name != "Last")
    write_mspdi(plan, rich)
    write_mspdi(split_plan(), split)
    seen, parts = seen_by_mpxj(python, rich, split)
    assert parts["tasks"]["1"]["parts"] == 2
    for task in rich_plan().tasks:
        found = seen["tasks"][str(task.id)]
        assert (found["name"], found["minutes"], found["manual"]) == (task.name, task.duration / 10, task.is_manual)
        assert found["start"] == (task.start and task.start.isoformat(timespec="minutes"))
        assert found["deadline"] == (task.deadline and task.deadline.isoformat(timespec="minutes"))
        assert found["constraint"] == task.constraint.name
        assert (found["active"], found["parent"] or None) == (task.is_active, task.parent)
        assert found["links"] == sorted(said(link) for link in rich_plan().links if link.successor == task.id)
    assert [one[:2] for one in seen["calendars"]] == [["Standard 标准", None], ["Ann", "Standard 标准"]]
    assert [one[:2] for one in seen["people"] if one[0]] == [
        ["Ann 安", "WORK"],
        ["Concrete", "MATERIAL"],
        ["Travel", "COST"],
    ]


def said(link: Link) -> list[Any]:
    if link.lag_unit >= LagUnit.PERCENT:
        lag = f"{link.lag / 10}{'e%' if link.lag_unit == LagUnit.ELAPSED_PERCENT else '%'}"
    else:
        day = 14400 if link.lag_unit == LagUnit.ELAPSED else 4500  # days of the plan are of 7½ hours
        lag = f"{link.lag / day}{'ed' if link.lag_unit == LagUnit.ELAPSED else 'd'}"
    return [link.predecessor, KINDS[link.kind], lag]


@pytest.mark.parametrize("name", ["OzBuild_16_Orig.mpp", "OzBuild_16_Orig.xer", "OzBuild_16_Orig.pmxml"])
def test_other_programs_files_are_read_through_mpxj(name: str, python: str) -> None:
    path = REFERENCE / "msproject/plans" / name
    if not path.exists():
        pytest.skip("The reference plans (../shared/reference or ZHIKE_REFERENCE) are not on this machine.")
    plan = read_through_mpxj(path).plan
    want: Plan = read_mspdi(path.with_suffix(".mspdi.xml")).plan
    starts = {task.name: task.start for task in plan.tasks}
    assert all(starts.get(task.name) == task.start for task in want.tasks)
    assert len(plan.links) == len(want.links)


def test_files_mpxj_cannot_read_are_refused(python: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_through_mpxj(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))
    assert caught.value.code == "mpxj_failed"
    with pytest.raises(Unreadable) as caught:
        read_through_mpxj(b"MPX,Microsoft Project,4.0,ANSI\r\n", seconds=0.01)
    assert caught.value.code == "took_too_long"


def test_without_mpxj_a_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ZHIKE_MPXJ_PYTHON", raising=False)
    monkeypatch.setattr(through_mpxj.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Unreadable, match="pip install mpxj jpype1") as caught:
        read_through_mpxj(b"ERMHDR\t8.0")
    assert (caught.value.code, caught.value.facts["form"]) == ("needs_mpxj", "Primavera XER")
    monkeypatch.setenv("ZHIKE_MPXJ_PYTHON", str(tmp_path / "no-python"))
    with pytest.raises(Unreadable, match="mpxj"):
        read_through_mpxj(b"ERMHDR\t8.0")


def test_entities_are_refused_before_java_sees_them() -> None:
    data = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><APIBusinessObjects>&x;</APIBusinessObjects>'
    assert form_of(data) == "pmxml"
    with pytest.raises(Unreadable) as caught:
        through_mpxj.as_mspdi(data, "pmxml")
    assert caught.value.code in ("has_doctype", "needs_mpxj")


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        ("计划", "utf-8", "UTF-8"), ("计划 A 开工", "gb2312", "GB18030"), ("Größe, déjà vu", "cp1252", "windows-1252"),
        ("plain", "ascii", "UTF-8"),
    ],
)  # fmt: skip
def test_how_a_file_that_does_not_say_is_written_is_told_by_its_bytes(text: str, encoding: str, charset: str) -> None:
    assert charset_of(text.encode(encoding)) == charset


def test_chinese_in_mpx_is_said_to_be_chinese() -> None:
    data = "MPX,Microsoft Project for Windows,4.0,ANSI\r\n30,计划\r\n".encode("gb2312")
    assert with_code_page(data, charset_of(data)).startswith(b"MPX,Microsoft Project for Windows,4.0,ZH\r\n")
    western = b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n30,Gr\xf6\xdfe und \xe9\r\n"
    assert with_code_page(western, charset_of(western)) == western

# ruff: noqa: DTZ001  # moments of a plan are on its own wall clock
"""Files as people send them, made here so that every test says what is in its own."""

import csv
import io
import os
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from zhike.methods.schedule import plan as words
from zhike.methods.schedule.files.mspdi import dump_mspdi

_SHARED = Path(__file__).parents[3].parent / "shared/reference"
REFERENCE = Path(os.environ.get("ZHIKE_REFERENCE") or _SHARED) / "msproject/plans"
HEADERS = ("序号", "大纲编号", "任务名称", "工期", "开始日期", "前置任务", "负责人", "进度", "状态", "交付物")
ROWS = (
    ("1", "1", "准备", "", "", "", "", "", "", ""),
    ("2", "1.1", "需求确认", "4d", "2026-03-02", "", "mia@acme.test", "100%", "已完成", "确认单"),
    ("3", "1.2", "接口设计", "5天", "", "2FS+1d", "", "50%", "进行中", ""),
    ("4", "2", "上线", "0", "", "3", "", "", "", ""),
)  # fmt: skip


def a_plan() -> words.Plan:
    """A plan with something of everything: calendars, people, links of all kinds, baselines, custom fields."""
    plan = words.Plan(datetime(2026, 3, 2, 8), name="大桥", calendar=1, status_at=datetime(2026, 3, 9, 17))
    plan.calendars = [
        words.Calendar(1, "Standard", words.STANDARD_WEEK, (
            words.DayException(datetime(2026, 4, 4).date(), datetime(2026, 4, 6).date(), (), "清明"),)),
        words.Calendar(2, "Nights", (((0, 480),),) * 7),
        words.Calendar(3, "陈晓", base=1, exceptions=(
            words.DayException(datetime(2026, 3, 5).date(), datetime(2026, 3, 6).date(), (), "休假"),)),
        words.Calendar(4, "王芳", base=1),
    ]  # fmt: skip
    plan.resources = [
        words.Resource(
            1, "陈晓", calendar=3, group="开发", rates=(words.Rate(None, None, Decimal(120), Decimal(150)),)
        ),
        words.Resource(2, "王芳", calendar=4, initials="WF", notes="兼职", max_units=50.0),
        words.Resource(3, "水泥", words.ResourceKind.MATERIAL),
    ]
    day = 4800
    plan.tasks = [
        words.Task(1, "准备"),
        words.Task(2, "需求确认", parent=1, duration=4 * day, baselines=(
            words.Baseline(0, datetime(2026, 3, 2, 8), datetime(2026, 3, 5, 17), 4 * day),
            words.Baseline(3, datetime(2026, 3, 2, 8), datetime(2026, 3, 6, 17), 5 * day),)),
        words.Task(3, "接口设计", parent=1, duration=5 * day, notes="先看旧系统", custom={"188743731": "重点"}),
        words.Task(4, "夜间迁移", duration=2 * day, calendar=2, constraint=words.Constraint.START_NO_EARLIER_THAN,
                   constraint_at=datetime(2026, 3, 20, 0), deadline=datetime(2026, 3, 31, 17), priority=700),
        words.Task(5, "上线", is_milestone=True),
        words.Task(6, "手工安排", duration=3 * day, is_manual=True, start=datetime(2026, 3, 10, 8),
                   finish=datetime(2026, 3, 12, 17)),
        words.Task(7, "养护", duration=7 * 14400, is_elapsed=True, duration_unit="ed"),
    ]  # fmt: skip
    plan.links = [
        words.Link(2, 3, words.LinkKind.START_TO_START, 500, words.LagUnit.PERCENT, 19),
        words.Link(3, 4), words.Link(4, 5, lag=-day), words.Link(2, 7, words.LinkKind.FINISH_TO_FINISH),
    ]  # fmt: skip
    plan.assignments = [
        words.Assignment(1, 2, 1, 100.0, 4 * day), words.Assignment(2, 3, 2, 50.0, 5 * day // 2),
        words.Assignment(3, 3, 1, 100.0, 5 * day),
    ]  # fmt: skip
    plan.custom_fields = {"188743731": "关注"}
    return plan


def a_bid() -> words.Plan:
    """Two tasks ask for the whole of one person at the same time, and a milestone waits for both."""
    plan = words.Plan(datetime(2027, 3, 1, 8), name="Bid", calendar=1)
    plan.calendars = [words.Calendar(1, "Standard", words.STANDARD_WEEK)]
    plan.resources = [words.Resource(1, "Systems Engineer")]
    day = 4800
    plan.tasks = [
        words.Task(1, "Bid Strategy", duration=day), words.Task(2, "Technical Feasibility Study", duration=8 * day),
        words.Task(3, "Installation Requirements", duration=4 * day),
        words.Task(4, "Technical Specification", duration=9 * day), words.Task(5, "Bid Document Final", duration=day),
        words.Task(6, "Bid Submitted", is_milestone=True),
    ]  # fmt: skip
    plan.links = [
        words.Link(1, 2), words.Link(2, 3), words.Link(2, 4), words.Link(3, 5), words.Link(4, 5), words.Link(5, 6),
    ]  # fmt: skip
    plan.assignments = [
        words.Assignment(1, 3, 1, 100.0, 4 * day), words.Assignment(2, 4, 1, 100.0, 9 * day),
    ]  # fmt: skip
    return plan


def as_xml(plan: words.Plan | None = None) -> BytesIO:
    return BytesIO(dump_mspdi(plan or a_plan()))


def long_plan(count: int, *, flat: bool = False) -> words.Plan:
    """A plan of so many tasks in phases of fifty, each waiting for the one before."""
    plan = words.Plan(
        datetime(2026, 3, 2, 8), calendar=1, calendars=[words.Calendar(1, "Standard", words.STANDARD_WEEK)]
    )
    parent = None
    for number in range(1, count + 1):
        if not flat and number % 50 == 1:
            parent = number
            plan.tasks.append(words.Task(number, f"阶段 {number}"))
            continue
        plan.tasks.append(words.Task(number, f"任务 {number}", parent=parent, duration=4800))
        if number % 50 not in {1, 2} and number > 1:
            plan.links.append(words.Link(number - 1, number))
    return plan


Lines = Sequence[Sequence[str]]


def as_csv(rows: Lines = ROWS, *, headers: Sequence[str] = HEADERS, encoding: str = "utf-8-sig") -> BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    return BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows: Lines = ROWS, *, headers: Sequence[str] = HEADERS) -> BytesIO:
    from openpyxl import Workbook

    book = Workbook()
    for row in (headers, *rows):
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file

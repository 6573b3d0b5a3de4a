"""Plans in Microsoft Project's XML, there and back."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhike.methods.schedule.files import mspdi_order
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi, write_mspdi
from zhike.methods.schedule.plan import DAY, HOUR, LagUnit, Link, Plan, Task
from zhike.methods.tests.schedule.sample_plans import at, rich_plan

SPACE = "{http://schemas.microsoft.com/project}"
ORDERS = {
    "Project": mspdi_order.PROJECT,
    "Task": mspdi_order.TASK,
    "PredecessorLink": mspdi_order.LINK,
    "Baseline": mspdi_order.BASELINE,
    "Resource": mspdi_order.RESOURCE,
    "Rate": mspdi_order.RATE,
    "Assignment": mspdi_order.ASSIGNMENT,
    "Calendar": mspdi_order.CALENDAR,
    "Exception": mspdi_order.EXCEPTION,
}


def project(inner: str, start: str = "<StartDate>2026-03-02T08:00:00</StartDate>") -> bytes:
    return f'<Project xmlns="http://schemas.microsoft.com/project">{start}{inner}</Project>'.encode()


def task(inner: str, uid: int = 1) -> str:
    return f"<Task><UID>{uid}</UID><OutlineLevel>1</OutlineLevel>{inner}</Task>"


def one_task(inner: str) -> Task:
    return read_mspdi(project(f"<Tasks>{task(inner)}</Tasks>")).plan.tasks[0]


def again(plan: Plan) -> Plan:
    reading = read_mspdi(dump_mspdi(plan))
    assert not reading.warnings
    return reading.plan


def test_a_plan_with_everything_comes_back_from_a_file_as_it_was() -> None:
    plan = rich_plan()
    assert again(plan) == plan


def test_what_was_read_from_a_file_is_written_and_read_again_to_the_same_plan_and_bytes() -> None:
    once = again(rich_plan())
    written = dump_mspdi(once)
    assert again(once) == once
    assert dump_mspdi(read_mspdi(written).plan) == written


def test_elements_stand_in_the_order_microsofts_schema_wants() -> None:
    root = ElementTree.fromstring(dump_mspdi(rich_plan()))
    seen = set()
    for element in root.iter():
        order = ORDERS.get(element.tag.removeprefix(SPACE))
        if order:
            ranks = [order[child.tag.removeprefix(SPACE)] for child in element]
            assert ranks == sorted(ranks)
            seen.add(element.tag.removeprefix(SPACE))
    assert seen == set(ORDERS)


def test_a_file_is_read_from_bytes_from_an_open_file_and_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    write_mspdi(rich_plan(), path)
    with path.open("rb") as stream:
        assert read_mspdi(stream).plan == read_mspdi(path).plan == read_mspdi(path.read_bytes()).plan
    out = BytesIO()
    write_mspdi(rich_plan(), out)
    assert out.getvalue() == path.read_bytes()


def test_elements_nobody_interprets_are_kept_and_written_back_in_their_place() -> None:
    inner = (
        "<Name>A</Name><Contact>Bo &amp; Co</Contact><Duration>PT8H0M0S</Duration><Hyperlink>x</Hyperlink>"
        "<OutlineCode><FieldID>188744588</FieldID><ValueID>4</ValueID></OutlineCode>"
        '<TimephasedData><Type>11</Type><UID>1</UID><Value>5</Value></TimephasedData><Future a="1">?</Future>'
    )
    codes = "<OutlineCodes><OutlineCode><FieldID>188744588</FieldID><Alias>Phase</Alias></OutlineCode></OutlineCodes>"
    plan = read_mspdi(project(f"<Author>Me</Author>{codes}<Tasks>{task(inner)}</Tasks>")).plan
    written = dump_mspdi(plan).decode()
    assert again(plan) == plan
    for kept in (
        "<Contact>Bo &amp; Co</Contact>",
        "<ValueID>4</ValueID>",
        codes,
        "<Author>Me</Author>",
        '<Future a="1">',
    ):
        assert kept in written
    places = [written.index(f"<{name}>") for name in ("Name", "Contact", "Duration", "Hyperlink", "OutlineCode")]
    assert written.index("<Contact>") > written.index("<Name>A<")
    assert places[2:4] == sorted(places[2:4])


def test_what_follows_from_changed_work_is_written_anew() -> None:
    inner = "<Work>PT8H0M0S</Work><RemainingWork>PT8H0M0S</RemainingWork><RegularWork>PT8H0M0S</RegularWork>"
    plan = read_mspdi(project(f"<Tasks>{task(inner)}</Tasks>")).plan
    plan.tasks[0].work, plan.tasks[0].actual_work = 40 * HOUR, 10 * HOUR
    written = dump_mspdi(plan).decode()
    assert "<RemainingWork>PT30H0M0S</RemainingWork>" in written
    assert "<RegularWork>PT40H0M0S</RegularWork>" in written
    assert "<PercentWorkComplete>25</PercentWorkComplete>" in written


@pytest.mark.parametrize(
    ("text", "ticks"),
    [("PT8H0M0S", DAY // 3), ("PT0H0M6S", 1), ("PT0M", 0), ("P1DT1H", 25 * HOUR), ("PT0.5H", 300),
     ("PT2400000H0M0S", 100_000 * DAY)],
)  # fmt: skip
def test_durations_become_tenths_of_a_minute(text: str, ticks: int) -> None:
    assert one_task(f"<Duration>{text}</Duration>").duration == ticks


def test_the_line_of_the_whole_plan_is_no_task_and_is_written_back() -> None:
    line = (
        "<Task><UID>0</UID><ID>0</ID><Name>All</Name><OutlineLevel>0</OutlineLevel>"
        "<Notes>Of the plan</Notes><Start>2020-01-01T08:00:00</Start></Task>"
    )
    plan = read_mspdi(project(f"<Tasks>{line}{task('<Start>2026-03-03T08:00:00</Start>')}</Tasks>")).plan
    assert [one.id for one in plan.tasks] == [1]
    assert plan.tasks[0].parent is None
    written = dump_mspdi(plan).decode()
    assert "<Notes>Of the plan</Notes>" in written
    assert "2020-01-01" not in written  # its dates are those of its tasks


def test_levels_of_the_outline_become_parents_and_numbers() -> None:
    def line(uid: int, level: int) -> str:
        return f"<Task><UID>{uid}</UID><OutlineLevel>{level}</OutlineLevel></Task>"

    rows = "".join(line(*row) for row in [(7, 1), (5, 2), (9, 3), (6, 2), (8, 1)])
    plan = read_mspdi(project(f"<Tasks>{rows}</Tasks>")).plan
    assert [one.parent for one in plan.tasks] == [None, 7, 5, 7, None]
    assert [one.is_summary for one in plan.tasks] == [True, True, False, False, False]
    root = ElementTree.fromstring(dump_mspdi(plan))
    assert [one.text for one in root.iter(f"{SPACE}OutlineNumber")][1:] == ["1", "1.1", "1.1.1", "1.2", "2"]


def test_tasks_out_of_the_outlines_order_are_written_under_their_parents() -> None:
    plan = Plan(at(2), tasks=[Task(1), Task(2), Task(3, parent=1)])
    assert [one.id for one in again(plan).tasks] == [1, 3, 2]


def test_a_lags_format_follows_its_unit_where_they_disagree() -> None:
    plan = rich_plan()
    plan.links = [Link(2, 3, lag=100, lag_unit=LagUnit.ELAPSED), Link(2, 4, lag=500, lag_unit=LagUnit.PERCENT)]
    assert [(one.lag, one.lag_unit, one.lag_format) for one in again(plan).links] == [
        (100, LagUnit.ELAPSED, 8), (500, LagUnit.PERCENT, 19),
    ]  # fmt: skip


def test_links_to_another_file_are_kept_and_said_not_to_count() -> None:
    link = (
        "<PredecessorLink><PredecessorUID>0</PredecessorUID><Type>1</Type><CrossProject>1</CrossProject>"
        r"<CrossProjectName>C:\other.mpp\7</CrossProjectName></PredecessorLink>"
    )
    reading = read_mspdi(project(f"<Tasks>{task(link)}</Tasks>"))
    assert [one.code for one in reading.warnings] == ["link_to_other_file"]
    assert reading.plan.links == []
    assert r"C:\other.mpp\7" in dump_mspdi(reading.plan).decode()


def test_money_is_in_hundredths_and_rates_are_not() -> None:
    resource = (
        "<Resource><UID>1</UID><Name>A</Name><Type>1</Type><StandardRate>80.5</StandardRate>"
        "<CostPerUse>325</CostPerUse></Resource>"
    )
    plan = read_mspdi(
        project(f"<Tasks>{task('<FixedCost>123456</FixedCost>')}</Tasks><Resources>{resource}</Resources>")
    ).plan
    assert str(plan.tasks[0].fixed_cost) == "1234.56"
    assert (str(plan.resources[0].rates[0].standard), str(plan.resources[0].rates[0].per_use)) == ("80.5", "3.25")
    assert again(plan) == plan


def test_custom_fields_keep_their_values_and_change_with_them() -> None:
    inner = (
        "<ExtendedAttribute><FieldID>1</FieldID><Value>old</Value><ValueGUID>G1</ValueGUID></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>2</FieldID><Value>two</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>2</FieldID><Value>three</Value></ExtendedAttribute>"
    )
    plan = read_mspdi(project(f"<Tasks>{task(inner)}</Tasks>")).plan
    assert plan.tasks[0].custom == {"1": "old", "2": "two"}
    written = dump_mspdi(plan).decode()
    assert "G1" in written
    assert "three" in written
    plan.tasks[0].custom["1"] = "new"
    changed = dump_mspdi(plan).decode()
    assert "G1" not in changed
    assert read_mspdi(changed.encode()).plan.tasks[0].custom["1"] == "new"


def test_a_renamed_custom_field_keeps_the_rest_of_its_definition() -> None:
    definition = (
        "<ExtendedAttributes><ExtendedAttribute><FieldID>9</FieldID><FieldName>Text1</FieldName>"
        "<Formula>1+1</Formula></ExtendedAttribute></ExtendedAttributes>"
    )
    plan = read_mspdi(project(definition)).plan
    assert plan.custom_fields == {"9": "Text1"}
    plan.custom_fields["9"] = "Risk 风险"
    written = dump_mspdi(plan).decode()
    assert "<FieldName>Text1</FieldName><Alias>Risk 风险</Alias><Formula>1+1</Formula>" in written
    assert read_mspdi(written.encode()).plan.custom_fields == {"9": "Risk 风险"}


def test_a_plan_with_no_calendar_gets_the_standard_one() -> None:
    plan = read_mspdi(project("")).plan
    assert [(one.name, len(one.week)) for one in plan.calendars] == [("Standard", 7)]


def test_characters_xml_cannot_hold_are_left_out_in_writing() -> None:
    plan = Plan(at(2), tasks=[Task(1, "a\x00b\x1fc\ud800d\ufffee 好 😀")])
    assert again(plan).tasks[0].name == "abcde 好 😀"


def test_a_task_turned_manual_is_written_with_its_own_dates() -> None:
    old = "<ManualStart>2020-01-01T08:00:00</ManualStart><Duration>PT8H0M0S</Duration>"
    plan = read_mspdi(project(f"<Tasks>{task(old)}</Tasks>")).plan
    plan.tasks[0] = replace(plan.tasks[0], is_manual=True, start=at(3), finish=at(3, 17))
    written = dump_mspdi(plan).decode()
    assert "<ManualStart>2026-03-03T08:00:00</ManualStart>" in written
    assert "2020" not in written

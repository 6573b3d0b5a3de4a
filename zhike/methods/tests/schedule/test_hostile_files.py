"""Files that are broken, too much, or made to do harm: a plan with remarks, or a clear refusal."""

from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path

import pytest

from zhike.methods.schedule.files.errors import Remarks, Unreadable
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.files.sources import Limits, form_of
from zhike.methods.schedule.plan import Constraint, LinkKind, Plan
from zhike.methods.tests.schedule.sample_plans import rich_plan
from zhike.methods.tests.schedule.test_mspdi import project, task


def refused(data: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_mspdi(data, limits)
    assert "\n" not in str(caught.value)
    assert str(caught.value)
    return caught.value


def read_with(codes: list[str], inner: str) -> Plan:
    reading = read_mspdi(project(inner))
    assert [one.code for one in reading.warnings] == codes
    for one in reading.warnings:
        assert str(one)
        assert "{" not in str(one)
    return reading.plan


def link(to: int | str, more: str = "") -> str:
    return f"<PredecessorLink><PredecessorUID>{to}</PredecessorUID>{more}</PredecessorLink>"


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE Project>",
        '<!DOCTYPE Project [<!ENTITY a "x">]>',
        '<!DOCTYPE Project SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE p [<!ENTITY % remote SYSTEM "http://127.0.0.1:9/x.dtd"> %remote;]>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded(head: str) -> None:
    data = f"<?xml version='1.0'?>{head}".encode() + project("<Title>&c;</Title>")
    assert refused(data).code == "has_doctype"
    assert refused(data.decode().encode("utf-16")).code == "has_doctype"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello", "not_xml"),
        (b"<Project>", "not_xml"),
        (b"<Project></Tasks>", "not_xml"),
        (b"<html><body/></html>", "not_a_project"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', "bad_encoding"),
        (b"<Project/>", "no_start"),
        (b"\xff\xfe\x00", "not_xml"),
        (b"<Project>\xff</Project>", "not_xml"),
        (b"<Project>\x00</Project>", "not_xml"),
        (b"<Project>&undeclared;</Project>", "not_xml"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_refusal_says_the_line() -> None:
    assert refused(b"<Project>\n\n<Tasks></Task></Project>").line == 3


def test_files_in_other_encodings_are_read() -> None:
    text = project("<Title>计划 ü</Title>").decode()
    for encoding in ("utf-16", "gb18030", "GB2312", "utf-8-sig"):
        declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{text}'
        assert read_mspdi(declared.encode(encoding)).plan.name == "计划 ü"


def test_depth_size_length_and_number_have_limits() -> None:
    deep = "<x>" * 5000 + "</x>" * 5000
    assert refused(project(deep)).code == "too_deep"
    assert refused(project(f"<Tasks>{task(deep)}</Tasks>")).code == "too_deep"
    assert refused(project("<Title>long</Title>"), Limits(bytes=50)).code == "too_big"
    assert refused(project(f"<Title>{'x' * 101}</Title>"), Limits(text=100)).code == "text_too_long"
    rows = "".join(task("", uid) for uid in range(1, 5))
    assert refused(project(f"<Tasks>{rows}</Tasks>"), Limits(tasks=3)).code == "too_many"
    links = task(link(2) * 4) + task("", 2)
    assert refused(project(f"<Tasks>{links}</Tasks>"), Limits(links=3)).code == "too_many"
    nested = "".join(f"<Task><UID>{at}</UID><OutlineLevel>{at}</OutlineLevel></Task>" for at in range(1, 300))
    assert refused(project(f"<Tasks>{nested}</Tasks>")).code == "outline_too_deep"


class Endless(RawIOBase):
    """A file of a million tasks that is never in memory as a whole."""

    def __init__(self, count: int) -> None:
        self.given = 0
        self._pieces = self._texts(count)
        self._rest = b""

    def _texts(self, count: int) -> Iterator[bytes]:
        yield b"<Project><StartDate>2026-03-02T08:00:00</StartDate><Tasks>"
        for start in range(1, count, 1000):
            yield b"".join(b"<Task><UID>%d</UID></Task>" % uid for uid in range(start, start + 1000))
        yield b"</Tasks></Project>"

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(given)
        return given


def test_too_many_tasks_are_refused_as_soon_as_they_are_too_many() -> None:
    source = Endless(1_000_000)
    with pytest.raises(Unreadable) as caught:
        read_mspdi(source, Limits(tasks=5000))  # type: ignore[arg-type]
    assert caught.value.code == "too_many"
    assert "5000" in str(caught.value)
    assert source.given < 1_000_000


@pytest.mark.parametrize("year", [1900, 2199])
def test_dates_from_1900_to_2199_are_read(year: int) -> None:
    plan = read_mspdi(project(f"<Tasks>{task(f'<Deadline>{year}-12-31T17:00:00</Deadline>')}</Tasks>")).plan
    assert plan.tasks[0].deadline is not None
    assert plan.tasks[0].deadline.year == year


@pytest.mark.parametrize("year", [1899, 2200, 9999])
def test_dates_that_cannot_be_planned_are_refused_by_name(year: int) -> None:
    problem = refused(project(f"<Tasks>{task(f'<Name>Dig</Name><Start>{year}-12-31T17:00:00</Start>', 12)}</Tasks>"))
    assert (problem.code, problem.facts["element"]) == ("date_out_of_range", "Start")
    assert "task 12 “Dig”" in str(problem)


def test_durations_reach_from_nothing_to_a_hundred_thousand_days() -> None:
    row = "<Duration>{}</Duration>"
    rows = task(row.format("PT0H0M0S")) + task(row.format("PT2400000H0M0S"), 2)
    assert [one.duration for one in read_mspdi(project(f"<Tasks>{rows}</Tasks>")).plan.tasks] == [0, 1_440_000_000]
    problem = refused(project(f"<Tasks>{task(row.format('PT2400001H0M0S'))}</Tasks>"))
    assert problem.code == "duration_out_of_range"


@pytest.mark.parametrize(
    "inner",
    [
        "<Duration>long</Duration>", "<Duration>-PT8H</Duration>", "<Duration>P</Duration>", "<Duration>PT</Duration>",
        "<Start>tomorrow</Start>", "<Start>2026-02-30T08:00:00</Start>", "<Start>2026-03-02T25:00:00</Start>",
        "<Priority>9000</Priority>", "<Priority>١٢</Priority>", "<Priority>1_0</Priority>", "<Type>7</Type>",
        "<ConstraintType>9</ConstraintType>", "<PercentComplete>140</PercentComplete>", "<Cost>NaN</Cost>",
        "<Cost>Infinity</Cost>", "<Cost>1e999</Cost>", f"<TotalSlack>{'9' * 5000}</TotalSlack>",
        "<Milestone>maybe</Milestone>", "<CalendarUID>x</CalendarUID>", "<Work>-PT8H</Work>",
    ],
)  # fmt: skip
def test_values_that_mean_nothing_are_left_out_and_named(inner: str) -> None:
    plan = read_with(["value_unclear"], f"<Tasks>{task(inner)}</Tasks>")
    clean = read_with([], f"<Tasks>{task('')}</Tasks>")
    assert plan == clean


def test_empty_elements_are_values_not_given() -> None:
    read_with([], f"<StatusDate/><Tasks>{task('<Start/><Duration></Duration><Cost> </Cost><Name/>')}</Tasks>")


def test_links_to_nowhere_are_left_out_and_named() -> None:
    rows = task(link(99) + link("x") + link(2, "<Type>3</Type>")) + task("", 2)
    plan = read_with(["value_unclear", "link_to_nowhere", "link_to_nowhere"], f"<Tasks>{rows}</Tasks>")
    assert [(one.predecessor, one.kind) for one in plan.links] == [(2, LinkKind.START_TO_START)]


def test_circles_of_links_are_read_and_left_to_the_engine_to_name() -> None:
    rows = task(link(2) + link(1)) + task(link(1), 2)
    assert len(read_with([], f"<Tasks>{rows}</Tasks>").links) == 3


def test_tasks_with_no_uid_or_a_taken_one_get_their_own_and_links_keep_to_the_first() -> None:
    rows = task("<Name>a</Name>", 5) + task("<Name>b</Name>" + link(5), 5) + "<Task><Name>c</Name></Task>"
    plan = read_with(["id_taken", "id_missing"], f"<Tasks>{rows}</Tasks>")
    assert [(one.id, one.name) for one in plan.tasks] == [(5, "a"), (6, "b"), (7, "c")]
    assert [(one.predecessor, one.successor) for one in plan.links] == [(5, 6)]


def test_a_jump_in_the_outline_is_moved_up_and_named() -> None:
    rows = task("") + "<Task><UID>2</UID><OutlineLevel>7</OutlineLevel></Task>"
    assert read_with(["too_deep_outline"], f"<Tasks>{rows}</Tasks>").tasks[1].parent == 1


def test_assignments_of_nothing_are_left_out_and_of_nobody_stay_open() -> None:
    rows = "".join(
        f"<Assignment><UID>{uid}</UID><TaskUID>{of}</TaskUID><ResourceUID>{who}</ResourceUID></Assignment>"
        for uid, of, who in ((1, 1, 7), (2, 9, 7), (3, "", 7), (4, 1, -65535))
    )
    plan = read_with(
        ["assignment_of_nothing", "assignment_of_nothing", "resource_unknown"],
        f"<Tasks>{task('')}</Tasks><Assignments>{rows}</Assignments>",
    )
    assert [(one.id, one.resource) for one in plan.assignments] == [(1, None), (4, None)]


def test_unknown_and_circular_calendars_are_not_used() -> None:
    calendars = (
        "<Calendar><UID>1</UID><Name>A</Name><BaseCalendarUID>2</BaseCalendarUID></Calendar>"
        "<Calendar><UID>2</UID><Name>B</Name><BaseCalendarUID>1</BaseCalendarUID></Calendar>"
        "<Calendar><UID>3</UID><Name>C</Name><BaseCalendarUID>44</BaseCalendarUID></Calendar>"
    )
    rows = task("<CalendarUID>55</CalendarUID><ConstraintType>4</ConstraintType>")
    plan = read_with(
        ["calendar_unknown"] * 2 + ["base_in_circle", "constraint_without_date"],
        f"<Calendars>{calendars}</Calendars><Tasks>{rows}</Tasks>",
    )
    assert plan.tasks[0].calendar is None
    assert plan.tasks[0].constraint == Constraint.AS_SOON_AS_POSSIBLE
    assert [one.base for one in plan.calendars] == [None, 1, None]


def test_working_times_that_overlap_are_put_in_order() -> None:
    def hours(*times: str) -> str:
        pairs = (one.split("-") for one in times)
        inner = "".join(
            f"<WorkingTime><FromTime>{a}:00</FromTime><ToTime>{b}:00</ToTime></WorkingTime>" for a, b in pairs
        )
        return f"<DayWorking>1</DayWorking><WorkingTimes>{inner}</WorkingTimes>"

    days = [
        hours("13:00-17:00", "08:00-12:00"),
        hours("08:00-12:00", "11:00-15:00"),
        hours("22:00-00:00"),
        hours("17:00-08:00"),
    ]
    week = "".join(f"<WeekDay><DayType>{at}</DayType>{day}</WeekDay>" for at, day in enumerate(days, 2))
    calendar = f"<Calendar><UID>1</UID><WeekDays>{week}</WeekDays></Calendar>"
    plan = read_with(["hours_overlap"] * 3, f"<Calendars>{calendar}</Calendars>")
    assert plan.calendars[0].week[:4] == (((480, 720), (780, 1020)), ((480, 900),), ((1320, 1440),), ())


def test_remarks_of_one_kind_are_not_without_end() -> None:
    remarks = Remarks()
    for at in range(10_000):
        remarks.add("link_to_nowhere", at, row="task 1", value=at)
    assert len(remarks.all()) == Remarks.MOST + 1
    assert "9950" in str(remarks.all()[-1])


def test_a_file_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_mspdi(tmp_path / "none.xml")
    assert caught.value.code == "cannot_open"


def test_names_cannot_break_out_of_the_xml_that_is_written() -> None:
    plan = rich_plan()
    plan.tasks[0].name = "</Name><Evil/>]]>&amp;<!--"
    plan.tasks[0].custom = {"</FieldID>": "<a>"}
    back = read_mspdi(dump_mspdi(plan)).plan
    assert back.tasks[0].name == plan.tasks[0].name
    assert back.tasks[0].custom == plan.tasks[0].custom


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mpp"), (b"MPX,Microsoft Project", "mpx"), (b"ERMHDR\t8.0", "xer"),
        (b"<?xml version='1.0'?><APIBusinessObjects xmlns='x'>", "pmxml"), (b"\xef\xbb\xbf<Project>", "mspdi"),
        ("<?xml version='1.0'?><Project>".encode("utf-16"), "mspdi"), (b' {"format"', "json"), (b"<html>", "xml"),
        (b"***\nfile with basedata : x\njobs (incl. supersource/sink ): 32", "psplib"), (b"32 4\n12 13", "psplib"),
        (b"", ""), (b"\x89PNG", ""), (b"name,start", ""),
    ],
)  # fmt: skip
def test_a_files_form_is_told_by_what_it_holds(head: bytes, form: str) -> None:
    assert form_of(head) == form

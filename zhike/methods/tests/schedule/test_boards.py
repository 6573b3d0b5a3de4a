"""Boards of Trello, Asana and Jira: rows, with what could not be understood in each."""

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhike.methods.schedule.files.asana import read_asana
from zhike.methods.schedule.files.boards import Board, CheckItem, Person
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.jira import read_jira
from zhike.methods.schedule.files.loose_values import day_comes_first, moment_of
from zhike.methods.schedule.files.sources import Limits
from zhike.methods.schedule.files.trello import read_trello
from zhike.methods.tests.schedule.microsoft import REFERENCE
from zhike.methods.tests.schedule.test_fuzzed_files import broken

TRELLO: dict[str, Any] = {
    "name": "Move 搬家",
    "lists": [
        {"id": "L2", "name": "Done", "pos": 2}, {"id": "L1", "name": "To do", "pos": 1},
        {"id": "L0", "name": "Old", "pos": 0, "closed": True},
    ],
    "members": [{"id": "M1", "fullName": "Ann 安", "username": "ann"}],
    "labels": [{"id": "B1", "name": "", "color": "red"}],
    "checklists": [
        {"idCard": "C1", "name": "Boxes", "checkItems": [
            {"name": "Books", "state": "incomplete", "pos": 2}, {"name": "Cups", "state": "complete", "pos": 1},
        ]},
    ],
    "actions": [{"type": "commentCard", "data": {"card": {"id": "C1"}}}] * 2 + [{"type": "updateCard", "data": {}}],
    "customFields": [
        {"id": "F1", "name": "Size"},
        {"id": "F2", "name": "Kind", "options": [{"id": "O1", "value": {"text": "Heavy"}}]},
    ],
    "cards": [
        {"id": "C2", "name": "Leave", "idList": "L2", "pos": 1, "dueComplete": True, "due": "soon", "closed": True},
        {
            "id": "C1", "name": "Pack", "idList": "L1", "pos": 5, "desc": "All", "due": "2026-03-02T16:00:00.000Z",
            "start": "2026-03-01T08:00:00.000Z", "idMembers": ["M1", "M9"], "idLabels": ["B1"], "shortUrl": "https://t.test/c",
            "customFieldItems": [
                {"idCustomField": "F1", "value": {"number": "3"}}, {"idCustomField": "F2", "idValue": "O1"},
            ],
        },
    ],
}  # fmt: skip
ASANA_HEAD = (
    "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,"
    "Tags,Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Risk\n"
)
ASANA = ASANA_HEAD + (
    '1,,,,"Plan, and draw",Design,Ann,ann@example.test,2026-03-02,2026-03-06,"a, b","Two\nlines",Move,,,,High\n'
    '2,,2026-03-09,,Build,Work,,,,2026-03-20,,,Move,"Plan, and draw","Plan, and draw, Nothing",Open,\n'
    "3,,,,Open,Work,,,,,,,Move,,,,\n"
)
JIRA = (
    "Summary,Issue key,Issue id,Issue Type,Status,Status Category,Assignee,Due date,Labels,Labels,Parent,Comment,"
    "Comment,Inward issue link (Blocks),Outward issue link (Blocks),Original Estimate,Custom field (Start date),"
    "Custom field (Team)\n"
    "Epic,ZK-1,1001,Epic,In Progress,In Progress,,,,,,,,,,,,\n"
    'Build,ZK-2,1002,Task,Done,Done,ann@example.test,26/Nov/26 5:00 PM,one,two,1001,"said, much",more,,ZK-3,28800,'
    "2026-11-20 08:00,Blue\n"
    "Open,ZK-3,1003,Task,To Do,To Do,Unassigned,2026-12-01,,,ZK-9,,,ZK-1,,long,,\n"
)
READERS: list[tuple[Callable[..., Board], bytes]] = [
    (read_trello, json.dumps(TRELLO).encode()), (read_asana, ASANA.encode()), (read_jira, JIRA.encode()),
    (read_asana, json.dumps({"data": [{"gid": "1", "name": "A", "subtasks": [{"gid": "2", "name": "B"}]}]}).encode()),
]  # fmt: skip


def codes(board: Board) -> list[list[str]]:
    return [[one.code for one in row.problems] for row in board.rows]


def test_cards_of_trello_come_in_the_order_of_the_board() -> None:
    board = read_trello(READERS[0][1])
    assert (board.name, board.states) == ("Move 搬家", ["To do", "Done"])
    pack, leave = board.rows
    assert (pack.name, pack.state, pack.description, pack.comments) == ("Pack", "To do", "All", 2)
    assert (pack.start, pack.due) == (datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC))
    assert pack.assignees == (Person("Ann 安"), Person("M9"))
    assert pack.labels == ("red",)
    assert pack.checklist == (CheckItem("Cups", True, "Boxes"), CheckItem("Books", False, "Boxes"))
    assert pack.custom == {"Size": "3", "Kind": "Heavy"}
    assert (leave.is_done, leave.is_archived, leave.due) == (True, True, None)
    assert codes(board) == [[], ["row_date_unclear"]]
    assert "due is soon" in str(leave.problems[0])


def test_tasks_of_asana_name_each_other_even_with_commas_in_their_names() -> None:
    board = read_asana(ASANA.encode())
    assert (board.name, board.states) == ("Move", ["Design", "Work"])
    plan, build, opened = board.rows
    assert (plan.number, plan.labels, plan.description) == (2, ("a", "b"), "Two\nlines")
    assert (plan.start, plan.due, plan.custom) == (date(2026, 3, 2), date(2026, 3, 6), {"Risk": "High"})
    assert plan.assignees == (Person("Ann", "ann@example.test"),)
    assert (build.parent, build.predecessors, build.is_done) == ("1", ("1",), True)
    assert opened.predecessors == ("2",)
    assert (build.number, codes(board)) == (4, [[], ["row_reference_unknown"], []])


def test_an_asana_file_a_spreadsheet_saved_anew_is_read_and_says_what_it_lost() -> None:
    text = (
        ";;\nhttps://app.asana.com/-/googleSheetsProjectCsv;;\n" + "task id;Name;Parent Task;Due Date\n"
        "1,21143E+15;One;;22/9/2025\n1.21143E+15;Two;One;3/4/2025\n"
    )
    one, two = read_asana(text.encode("utf-8-sig")).rows
    assert (one.due, two.due) == (date(2025, 9, 22), date(2025, 4, 3))
    assert two.parent == one.id == "line 4"
    assert [problem.code for problem in one.problems] == ["row_id_rounded"]


def test_a_day_that_could_be_a_month_is_said_to_be_doubtful() -> None:
    board = read_asana(b"Task ID,Name,Due Date\n1,A,3/4/2025\n")
    assert board.rows[0].due == date(2025, 4, 3)
    assert codes(board) == [["row_date_ambiguous"]]
    assert read_asana(b"Task ID,Name,Due Date\n1,A,3/4/2025\n2,B,3/14/2025\n").rows[0].due == date(2025, 3, 4)


def test_tasks_of_asanas_json_bring_their_subtasks() -> None:
    task = {
        "gid": "1", "name": "A", "notes": "n", "completed": True, "due_on": "2026-03-06", "assignee": {"name": "Ann"},
        "memberships": [{"section": {"name": "Work"}}], "tags": [{"name": "x"}], "dependencies": [{"gid": "3"}],
        "custom_fields": [{"name": "Risk", "display_value": "High"}, {"name": "None", "display_value": None}],
        "subtasks": [{"gid": "2", "name": "B", "due_at": "2026-03-06T10:00:00.000Z"}, {"gid": "3", "name": "C"}],
    }  # fmt: skip
    board = read_asana(json.dumps({"data": [task]}).encode())
    a, b, c = board.rows
    assert (a.state, a.labels, a.predecessors, a.custom) == ("Work", ("x",), ("3",), {"Risk": "High"})
    assert (b.parent, c.parent, b.due) == ("1", "1", datetime(2026, 3, 6, 10, tzinfo=UTC))


def test_issues_of_jira_bring_parents_links_and_repeated_columns() -> None:
    board = read_jira(JIRA.encode())
    epic, build, opened = board.rows
    assert board.states == ["In Progress", "Done", "To Do"]
    assert (build.parent, build.labels, build.comments, build.estimate) == ("ZK-1", ("one", "two"), 2, 4800)
    assert [build.start, build.due] == list(map(datetime.fromisoformat, ("2026-11-20T08:00", "2026-11-26T17:00")))
    assert (build.assignees, opened.assignees) == ((Person("ann@example.test", "ann@example.test"),), ())
    assert (build.is_done, epic.is_done) == (True, False)
    assert opened.predecessors == ("ZK-1", "ZK-2")
    assert build.custom["Team"] == "Blue"
    assert (opened.parent, codes(board)) == ("", [[], [], ["row_cell_unclear", "row_parent_unknown"]])


def test_ids_are_made_unique_and_parents_in_circles_cut() -> None:
    text = "Task ID,Name,Parent task\n1,A,B\n1,B,A\n,C,C\n"
    board = read_asana(text.encode())
    assert len({row.id for row in board.rows}) == 3
    assert codes(board) == [["row_parent_in_circle"], ["row_id_taken"], ["row_id_missing", "row_parent_unknown"]]
    assert [row.parent for row in board.rows] == ["", "1", ""]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-26", date(2026, 11, 26)), ("2026/1/5", date(2026, 1, 5)), ("2026年3月2日", date(2026, 3, 2)),
        ("26/Nov/26 8:00 AM", datetime.fromisoformat("2026-11-26T08:00")),
        ("26.11.2026 17:30", datetime.fromisoformat("2026-11-26T17:30")),
        ("26-Nov-2026", date(2026, 11, 26)), ("2026-11-26T08:00:00.000+0000", datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("2026-11-26 12:00 am", datetime.fromisoformat("2026-11-26T00:00")),
    ],
)  # fmt: skip
def test_days_and_moments_are_read_as_people_and_programs_write_them(text: str, moment: date) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-13-01",
        "1.2.3",
        "99/99/2026",
        "26/Foo/2026",
        "2026-01-01 25:00",
        "9" * 99,
        "0000-01-01",
        "2026-01-01Tx",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        moment_of(text)


def test_whether_days_come_first_is_told_by_those_that_leave_no_choice() -> None:
    assert [day_comes_first(one) for one in (["13/4/2026"], ["4/13/2026"], ["3/4/2026"], ["x"])] == [
        True,
        False,
        None,
        None,
    ]


@pytest.mark.parametrize("reader", range(3))
def test_what_is_no_export_is_refused(reader: int) -> None:
    read = READERS[reader][0]
    for data in (b"", b"hello", b"[]", b"{}", b"\x00\xff\x00", b'{"cards": 1}', b"a,b\n1,2\n"):
        with pytest.raises(Unreadable) as caught:
            read(data)
        assert "\n" not in str(caught.value)
    with pytest.raises(Unreadable) as caught:
        read(READERS[reader][1], Limits(tasks=1))
    assert caught.value.code == "too_many"


def test_exports_in_chinese_encodings_are_read() -> None:
    assert read_asana("Task ID,Name\n1,搬家准备\n".encode("gb18030")).rows[0].name == "搬家准备"
    assert read_jira("Issue key,Summary\nA-1,搬家\n".encode("utf-16")).rows[0].name == "搬家"


@pytest.mark.parametrize("reader", range(len(READERS)))
def test_exports_broken_at_random_are_read_or_refused(reader: int) -> None:
    read, data = READERS[reader]
    chance = random.Random(reader)
    for _ in range(150):
        try:
            board = read(broken(data, chance) or b"{")
        except Unreadable:
            continue
        ids = {row.id for row in board.rows}
        assert len(ids) == len(board.rows)
        assert all(row.parent in ids | {""} and set(row.predecessors) <= ids for row in board.rows)


def test_real_exports_are_read() -> None:
    trello = REFERENCE / "trello/wekan_trello-project100.json"
    if not trello.exists():
        pytest.skip("The reference plans (../shared/reference or ZHIKE_REFERENCE) are not on this machine.")
    board = read_trello(trello)
    assert board.states == ["Todo", "In Progress", "Done"]
    assert [row.problems for row in board.rows] == [[], [], []]
    assert len(read_asana(REFERENCE / "asana/asana_export_layout.csv").rows) == 4

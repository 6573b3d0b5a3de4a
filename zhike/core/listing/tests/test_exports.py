"""A list as a spreadsheet: what is filtered, in its order, with its columns, harmless."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from zhike.accounts.models import Membership, User
from zhike.core.listing.tests import rooms
from zhike.core.listing.tests.test_lists import HERE, people
from zhike.core.scope import organisation
from zhike.core.testing.world import World

pytestmark = pytest.mark.urls("zhike.core.listing.tests.rooms")


def table(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_csv_has_exactly_the_filtered_rows_in_their_order_and_columns(world: World, as_: Any) -> None:
    people(world, 30)
    query = "?q=Person+001&sort=-user__name&columns=user__name&columns=role&columns=mail&format=csv"
    rows = table(as_("olga").get(HERE + query))
    assert rows[0] == ["Name", "Role", "Mail"]
    assert [row[0] for row in rows[1:]] == [f"Person {n:04}" for n in range(19, 9, -1)]
    assert rows[1][1:] == ["Member", "p0019@example.com"]


def test_more_rows_than_a_block_come_once_each_with_few_questions(
    world: World, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhike.core.listing import export

    monkeypatch.setattr(export, "BLOCK", 40)
    people(world, 150)
    browser = as_("olga")
    with CaptureQueriesContext(connection) as asked:
        rows = table(browser.get(HERE + "?q=Person&sort=role&format=csv"))
    assert len({row[1] for row in rows[1:]}) == len(rows) - 1 == 150
    assert len(asked) <= 4 + 4


def test_formulas_and_markup_do_nothing(world: World, as_: Any) -> None:
    with organisation(world.acme.pk):
        for number, name in enumerate(["=1+1", "@SUM(A1)", "<b>bold</b>"]):
            user = User.objects.create_user(f"z{number}@example.com", name=name)
            Membership.objects.create(user=user, role="member")
    names = [row[0] for row in table(as_("olga").get(HERE + "?q=z&format=csv&sort=mail"))[1:]]
    assert names == ["'=1+1", "'@SUM(A1)", "<b>bold</b>"]


def test_excel_opens_it_with_the_same_rows(world: World, as_: Any) -> None:
    people(world, 3)
    response = as_("olga").get(HERE + "?q=Person&format=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:3] == ["Name", "Mail", "Role"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        "Person 0000",
        "Person 0001",
        "Person 0002",
    ]
    assert "attachment" in response["Content-Disposition"]


def test_only_who_may_export_does_and_it_is_told(world: World, as_: Any) -> None:
    rooms.EXPORTED.clear()
    assert as_("mia").get(HERE + "?format=csv").status_code == 403
    assert "format=csv" not in as_("mia").get(HERE).content.decode()
    assert rooms.EXPORTED == []
    table(as_("mark").get(HERE + "?format=csv"))
    assert rooms.EXPORTED == [("马可 Mark", "csv")]


def test_an_unknown_format_or_a_list_without_export_is_refused(world: World, as_: Any) -> None:
    assert as_("olga").get(HERE + "?format=exe").status_code == 422
    assert as_("olga").get("/acme/test/nobody/?format=csv").status_code == 422


def test_a_column_one_may_not_see_is_not_exported(world: World, as_: Any) -> None:
    rows = table(as_("olga").get(HERE + "?format=csv"))
    assert "Secret" not in rows[0]
    assert "SECRET" not in str(rows)

"""Turning pages: every row once and in order, whatever the order, the gaps and the newcomers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhike.accounts.models import Membership, Organisation
from zhike.core.ids import uuid7
from zhike.core.listing.keyset import BadCursor, Order
from zhike.core.models import BulkRun
from zhike.core.scope import organisation
from zhike.core.testing.world import World

ORDERS = [
    (["finished_at"], False),
    (["finished_at"], True),
    (["listing", "-total"], False),
    (["listing", "-total"], True),
    (["-finished_at", "listing"], False),
    (["total"], True),
    ([], False),
    ([], True),
]
DAWN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
moments = st.one_of(st.none(), st.integers(0, 3).map(lambda n: DAWN + timedelta(microseconds=n * 333_333)))
words = st.sampled_from(["", "a", "A", "b", "ab", "-", "é", "张", "李", "z z", "Z"])
entries = st.tuples(moments, words, st.integers(0, 2))


def make(entry: tuple[datetime | None, str, int]) -> BulkRun:
    finished, listing, total = entry
    return BulkRun(user_id=uuid7(), actor={}, listing=listing, action="x", total=total, finished_at=finished)


def key(row: BulkRun, paths: list[str], reverse: bool) -> list[Any]:
    """The order as Python understands it: text by code point, what is missing last."""
    found: list[Any] = []
    down = reverse
    for path in paths:
        down = path.startswith("-") != reverse
        value = getattr(row, path.lstrip("-"))
        found.append((1,) if value is None else (0, Down(value) if down else value))
    return [*found, Down(row.pk.hex) if down else row.pk.hex]


class Down:
    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: "Down") -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Down) and self.value == other.value


class Pages(TestCase):
    home: Organisation

    @classmethod
    def setUpTestData(cls) -> None:
        cls.home = Organisation.objects.create(name="Acme", slug="acme")

    def walk(self, order: Order, size: int, between: Any = lambda: None) -> list[BulkRun]:
        rows, after = [], ""
        while True:
            page = order.page(BulkRun.objects.all(), size, after=after)
            rows += page.rows
            if not page.after:
                return rows
            after = page.after
            between()

    def walk_back(self, order: Order, size: int) -> list[BulkRun]:
        """To the last page forwards, then all the way back."""
        page = order.page(BulkRun.objects.all(), size)
        while page.after:
            page = order.page(BulkRun.objects.all(), size, after=page.after)
        rows = list(page.rows)
        while page.before:
            page = order.page(BulkRun.objects.all(), size, before=page.before)
            rows = page.rows + rows
        return rows

    @given(st.lists(entries, max_size=14), st.sampled_from(ORDERS), st.integers(1, 5))
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def test_all_pages_show_every_row_once_in_order_forwards_and_back(self, found, asked, size) -> None:
        paths, reverse = asked
        with organisation(self.home.pk):
            BulkRun.objects.all().delete()
            rows = BulkRun.objects.bulk_create(make(entry) for entry in found)
            order = Order(BulkRun.objects.all(), paths, reverse=reverse)
            expected = [row.pk for row in sorted(rows, key=lambda row: key(row, paths, reverse))]
            assert [row.pk for row in self.walk(order, size)] == expected
            assert [row.pk for row in self.walk_back(order, size)] == expected
            assert [row.pk for row in order.sorted(BulkRun.objects.all())] == expected

    @given(
        st.lists(entries, min_size=3, max_size=10),
        st.lists(entries, max_size=8),
        st.sampled_from(ORDERS),
        st.integers(1, 3),
    )
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def test_rows_added_between_two_pages_move_no_other_row(self, found, later, asked, size) -> None:
        paths, reverse = asked
        with organisation(self.home.pk):
            BulkRun.objects.all().delete()
            first = {row.pk for row in BulkRun.objects.bulk_create(make(entry) for entry in found)}
            waiting = [make(entry) for entry in later]
            order = Order(BulkRun.objects.all(), paths, reverse=reverse)

            def newcomer() -> None:
                if waiting:
                    BulkRun.objects.bulk_create([waiting.pop()])

            seen = self.walk(order, size, newcomer)
            keys = [row.pk for row in seen]
            assert len(keys) == len(set(keys))
            assert first <= set(keys)
            assert keys == [row.pk for row in sorted(seen, key=lambda row: key(row, paths, reverse))]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_list_can_be_sorted_by_a_column_of_another_table(inside: World, reverse: bool) -> None:
    order = Order(Membership.objects.all(), ["user__email"], reverse=reverse)
    seen, after = [], ""
    while True:
        page = order.page(Membership.objects.select_related("user"), 2, after=after)
        seen += [row.user.email for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == sorted(seen, reverse=reverse)
    assert len(seen) == Membership.objects.count()


def test_a_place_of_another_order_or_made_up_is_refused(inside: World) -> None:
    by_role = Order(Membership.objects.all(), ["role"])
    place = by_role.page(Membership.objects.all(), 2).after
    with pytest.raises(BadCursor):
        Order(Membership.objects.all(), ["created_at"]).page(Membership.objects.all(), 2, after=place)
    for nonsense in ("x", "W10:1:1", place[:-1] + ("a" if place[-1] != "a" else "b"), "\x00"):
        with pytest.raises(BadCursor):
            by_role.page(Membership.objects.all(), 2, after=nonsense)


def test_the_page_begins_where_an_index_says_and_never_counts_rows(inside: World) -> None:
    BulkRun.objects.bulk_create(make((None, "a", n)) for n in range(5))
    order = Order(BulkRun.objects.all(), ["-created_at"])
    after = order.page(BulkRun.objects.all(), 2).after
    with CaptureQueriesContext(connection) as asked:
        order.page(BulkRun.objects.all(), 2, after=after)
    (sql,) = (query["sql"] for query in asked)
    assert "OFFSET" not in sql
    assert '"created_at" <= ' in sql  # the bound an index on (…, created_at, id) starts from

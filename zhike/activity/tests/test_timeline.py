"""The timeline as people read it."""

import re
import sys
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation

from zhike.activity import actions
from zhike.activity.declared import declare
from zhike.activity.events import record
from zhike.activity.models import Activity
from zhike.activity.queries import happenings, timeline
from zhike.activity.queries.timeline import Wanted
from zhike.activity.telling import days
from zhike.clients.actions import change_client

TOUCHED = declare("timeline_test.touched", "{actor} touched {subject}.", kind="timeline_test")


def touch(world, row, who="mark", **more):
    with transaction.atomic():
        return record(world.actor(who), TOUCHED, row, **more)


def test_a_client_s_timeline_tells_of_it_and_of_nothing_else(inside):
    mine, other = touch(inside, inside.huaxia), touch(inside, inside.northwind, who="olga")
    keys = {row.pk for row in timeline(inside.actor("olga"), client_id=inside.huaxia.pk).items}
    assert mine.pk in keys
    assert other.pk not in keys


def test_two_clients_that_were_merged_have_one_timeline_in_order(inside):
    made = [touch(inside, row, who="olga") for row in (inside.huaxia, inside.northwind, inside.huaxia)]
    both = [inside.huaxia.pk, inside.northwind.pk]
    page = timeline(inside.actor("olga"), client_id=both, kinds=["timeline_test"], limit=2)
    rest = timeline(inside.actor("olga"), client_id=both, kinds=["timeline_test"], limit=2, before=page.next)
    assert [row.pk for row in page.items + rest.items] == [row.pk for row in reversed(made)]
    assert rest.next is None


def test_filters_narrow_it(inside):
    mine, hers = touch(inside, inside.huaxia), touch(inside, inside.huaxia, who="olga", shown_to_client=True)

    def keys(**told):
        page = timeline(inside.actor("olga"), kinds=["timeline_test"], **told)
        return {row.pk for row in page.items}

    today = timezone.localdate()
    assert keys() == keys(since=today, until=today) == {mine.pk, hers.pk}
    assert keys(person=inside.people["mark"].pk) == {mine.pk}
    assert keys(shown=True) == {hers.pk}
    assert keys(shown=False) == {mine.pk}
    assert keys(until=today - timedelta(days=1)) == keys(since=today + timedelta(days=1)) == set()


def test_the_timeline_of_a_row_tells_of_the_notes_on_it(inside):
    note = actions.write_comment(inside.actor("mark"), inside.huaxia, body="hello")
    found = timeline(inside.actor("mark"), subject=inside.huaxia.pk).items
    assert found[0].subject_id == note.pk


def test_a_page_costs_the_same_with_many_rows(inside, django_assert_max_num_queries):
    for _ in range(60):
        touch(inside, inside.huaxia)
    with django_assert_max_num_queries(6):
        page = timeline(inside.actor("mark"), client_id=inside.huaxia.pk)
        days(inside.actor("mark"), page.items)
    assert len(page.items) == 40


def test_a_member_and_a_client_see_only_their_places(inside):
    touch(inside, inside.northwind, who="olga", shown_to_client=True)
    assert not timeline(inside.actor("kai"), kinds=["timeline_test"]).items
    assert len(timeline(inside.actor("rita"), kinds=["timeline_test"]).items) == 1
    assert not timeline(inside.actor("mia"), client_id=inside.northwind.pk).items


@pytest.mark.parametrize("near", [0, 5, 4000])
def test_whoever_knows_few_places_pages_through_everything_they_may_know_and_nothing_else(inside, monkeypatch, near):
    monkeypatch.setattr(sys.modules[Wanted.__module__], "NEAR", near)
    rows = [inside.huaxia, inside.northwind, inside.bridge, inside.harbour]
    for number in range(24):
        touch(inside, rows[number % len(rows)], who="olga", shown_to_client=number % 3 == 0)
    for who in ("mia", "rita", "kai"):
        actor = inside.actor(who)
        page = timeline(actor, limit=3)
        paged = [row.sequence for row in page.items]
        while page.next:
            page = timeline(actor, before=page.next, limit=3)
            paged += [row.sequence for row in page.items]
        assert len(paged) > 3
        assert paged == list(happenings(actor, Wanted()).values_list("sequence", flat=True))


def test_edits_within_minutes_are_told_as_one(inside):
    actor = inside.actor("mark")
    change_client(actor, inside.huaxia, industry="能源")
    change_client(actor, inside.huaxia, region="上海", phone="021-1234")
    rows = timeline(actor, client_id=inside.huaxia.pk).items
    with translation.override("en"):
        first = days(actor, rows)[0].lines[0]
    assert "changed 3 fields of" in first.sentence
    assert len(first.others) == 2


def test_before_and_after_follow_the_reader_s_language(inside):
    actor = inside.actor("mark")
    change_client(actor, inside.huaxia, stage="active")
    row = timeline(actor, client_id=inside.huaxia.pk).items[0]
    with translation.override("en"):
        (change,) = days(actor, [row])[0].lines[0].changes
    assert (change.before, change.after) == ("Prospect", "Active")


def test_html_in_names_stays_text(inside):
    change_client(inside.actor("mark"), inside.huaxia, short_name="<script>alert(1)</script>")
    row = timeline(inside.actor("mark"), client_id=inside.huaxia.pk).items[0]
    assert "<script>" not in days(inside.actor("mark"), [row])[0].lines[0].sentence


def test_the_page_the_panel_and_the_older_lines(as_, world):
    browser, query = as_("mark"), {"client": str(world.huaxia.pk)}
    page = browser.get("/acme/timeline/", query).content.decode()
    panel = browser.get("/acme/timeline/", query, headers={"hx-request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in panel
    assert 'id="timeline"' in panel
    older = browser.get("/acme/timeline/", {**query, "before": 3}, headers={"hx-request": "true"})
    assert "timeline-filters" not in older.content.decode()


def test_a_panel_says_how_many_lines_it_has_room_for_and_goes_on_by_as_many(as_, world):
    browser = as_("mark")
    short = browser.get("/acme/timeline/?size=2", headers={"hx-request": "true"}).content.decode()
    whole = browser.get("/acme/timeline/", headers={"hx-request": "true"}).content.decode()
    assert short.count("<time") < whole.count("<time")
    assert re.search(r'hx-get="[^"]*size=2&amp;before=\d+"', short)


@pytest.mark.parametrize(
    "query", ["size=0", "size=4000", "client=x", "since=x", "person=x", "before=-1", "kind=x", "shown=x", "subject=x"]
)
def test_a_wrong_filter_is_refused_in_words(as_, query):
    assert as_("mark").get(f"/acme/timeline/?{query}").status_code == 422


@pytest.mark.parametrize("query", ["since=0001-01-01", "until=9999-12-31", "before=1"])
def test_far_away_dates_bound_nothing(as_, query):
    assert as_("mark").get(f"/acme/timeline/?{query}").status_code == 200


def test_owners_take_the_history_out_and_that_is_recorded(as_, world):
    answer = as_("olga").get("/acme/timeline/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.count("\r\n") == Activity.everywhere.filter(organisation=world.acme).count() + 1
    assert Activity.everywhere.filter(verb="activity.exported").exists()
    book = as_("olga").get("/acme/timeline/export.xlsx")
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert as_("mark").get("/acme/timeline/export.csv").status_code == 403

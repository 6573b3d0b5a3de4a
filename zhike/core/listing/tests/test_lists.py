"""A list over HTTP: what it shows, what it lets through, what it refuses."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from zhike.accounts.models import Membership, User
from zhike.core.models import SavedView
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World

pytestmark = pytest.mark.urls("zhike.core.listing.tests.rooms")
HERE = "/acme/test/members/"


def people(world: World, count: int, **values: Any) -> list[Membership]:
    with organisation(world.acme.pk):
        users = User.objects.bulk_create(
            User(email=f"p{number:04}@example.com", name=f"Person {number:04}") for number in range(count)
        )
        return Membership.objects.bulk_create(Membership(user=user, role="member", **values) for user in users)


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', html)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def page(browser: Client, query: str = "", **headers: str) -> str:
    response = browser.get(HERE + query, headers=headers)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def link(html: str, text: str) -> str:
    found = re.search(rf'href="(\?[^"]*)"[^>]*>{text}<', html)
    assert found, f"no link {text}"
    return found[1].replace("&amp;", "&")


def test_a_list_keeps_to_its_three_questions(world: World, as_: Any) -> None:
    people(world, 120)
    browser = as_("olga")
    assert_list_budget(browser, HERE)
    assert_list_budget(browser, HERE + "?q=Person&role=member&sort=-ended_at&size=100")


def test_a_short_list_is_not_counted_at_all(world: World, as_: Any) -> None:
    assert_list_budget(as_("olga"), HERE, more=-1)


def test_walking_next_and_back_over_http_shows_everybody_once(world: World, as_: Any) -> None:
    people(world, 70)
    browser = as_("mia")
    html = page(browser)
    seen = [names(html)]
    while ">Next<" in html:
        html = page(browser, link(html, "Next"))
        seen.append(names(html))
    everybody = [name for one in seen for name in one]
    assert [len(one) for one in seen[:-1]] == [25] * (len(seen) - 1)
    assert len(everybody) == len(set(everybody)) == 79
    for before in reversed(seen[:-1]):
        html = page(browser, link(html, "Back"))
        assert names(html) == before
    assert ">Back<" not in html


def test_names_are_escaped_wherever_they_stand(world: World, as_: Any) -> None:
    with organisation(world.acme.pk):
        evil = "<script>alert(1)</script>"
        user = User.objects.create_user("e@example.com", name=evil)
        Membership.objects.create(user=user, role="member")
        SavedView.objects.create(
            listing="test-members", user_id=world.people["olga"].pk, name=evil, query="q=%3Cscript%3E"
        )
    browser = as_("olga")
    for query in (
        "",
        "?q=%3Cscript%3E",
        "?person=" + str(user.pk),
        "?panel=filters",
        "?panel=views",
        "?sort=<script>",
    ):
        html = page(browser, query)
        assert "<script>alert" not in html
        assert "<script>&" not in html


def test_what_the_address_says_wrongly_is_left_out_and_noted(world: World, as_: Any) -> None:
    browser = as_("mia")
    for query in (
        "?role=emperor",
        "?person=not-a-key",
        "?person=0",
        "?left=perhaps",
        "?since_from=yesterday",
        "?since_from=2026-02-30",
        "?since_from=0001-01-01",
        "?since_to=9999-12-31",
        "?since_from=2026-05-01&since_to=2026-01-01",
        "?length_from=NaN",
        "?length_from=1e999999",
        "?length_to=abc",
        "?sort=password",
        "?sort=--role",
        "?after=nonsense",
        "?before=%00",
        "?nobody_knows=1",
    ):
        html = page(browser, query)
        assert 'class="callout warn"' in html, query
        assert len(names(html)) == 9, query


def test_what_the_address_says_strangely_breaks_nothing(world: World, as_: Any) -> None:
    browser = as_("mia")
    for query in (
        "?q=%00",
        "?q=%25_%5C",
        "?q=" + "x" * 5000,
        "?size=7",
        "?size=999999999999",
        "?columns=nonsense",
        "?columns=ended_at&columns=ended_at",
        "?view=x",
        "?view=00000000-0000-0000-0000-000000000000",
        "?panel=nonsense",
        "?role=",
    ):
        page(browser, query)


def test_filters_narrow_and_say_so_and_can_be_taken_off(world: World, as_: Any) -> None:
    people(world, 3)
    browser = as_("olga")
    html = page(browser, "?role=owner&q=Olga")
    assert names(html) == ["欧阳兰 Olga"]
    assert "Remove filter Role" in html
    off = re.search(r'<a href="(\?[^"]*)"[^>]*aria-label="Remove filter Role"', html)
    assert off
    assert "role" not in off[1]
    mia = str(world.people["mia"].pk)
    assert names(page(browser, f"?person={mia}&person={world.people['mark'].pk}&sort=role")) == [
        "马可 Mark",
        "米雅 Mia",
    ]
    assert names(page(browser, "?left=1")) == []
    assert len(names(page(browser, "?since_from=2020-01-01&since_to=2190-01-01"))) == 12
    assert names(page(browser, "?since_to=2020-01-01")) == []


def test_every_sortable_column_sorts_both_ways(world: World, as_: Any) -> None:
    people(world, 30)
    browser = as_("olga")
    for column in ("user__name", "mail", "role", "ended_at", "created_at"):
        up = names(page(browser, f"?sort={column}&size=100"))
        down = names(page(browser, f"?sort=-{column}&size=100"))
        assert len(up) == 39
        assert up == down[::-1] or column == "ended_at"


def test_nothing_yet_and_nothing_found_are_told_apart(world: World, as_: Any) -> None:
    browser = as_("mia")
    assert "Nothing matches" in page(browser, "?q=zzzz")
    html = browser.get("/acme/test/nobody/").content.decode()
    assert "Nobody here yet" in html
    assert "Nothing matches" not in html


def test_htmx_gets_the_rows_alone_and_everyone_else_the_page(world: World, as_: Any) -> None:
    browser = as_("mia")
    rows = page(browser, "?q=Mia", **{"HX-Request": "true", "HX-Target": "div#rows-test-members"})
    assert "<html" not in rows
    assert names(rows) == ["米雅 Mia"]
    assert 'hx-swap-oob="true"' in rows
    part = page(browser, "", **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in part
    assert 'type="search"' in part
    assert "<html" in page(browser, "", **{"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in page(browser)


def test_every_htmx_link_works_without_script(world: World, as_: Any) -> None:
    people(world, 60)

    class Links(HTMLParser):
        lacking: list[Any] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if "hx-get" in given and tag == "a" and given.get("href") != given["hx-get"]:
                self.lacking.append(attrs)
            if "hx-get" in given and tag == "form" and given.get("action") != given["hx-get"]:
                self.lacking.append(attrs)

    parser = Links()
    parser.feed(page(as_("olga"), "?role=member"))
    assert parser.lacking == []


def test_a_column_one_may_not_see_is_not_there(world: World, as_: Any) -> None:
    assert "SECRET" in page(as_("olga"))
    assert "SECRET" not in page(as_("mia"))
    assert "SECRET" not in page(as_("mia"), "?columns=secret&columns=role")


def test_another_organisation_and_clients_stay_outside(world: World, as_: Any) -> None:
    assert as_("gus").get(HERE).status_code == 404
    assert as_("cara").get(HERE).status_code == 403
    assert "古斯" not in page(as_("olga"), "?size=100")


def test_the_count_stops_at_a_thousand(world: World, as_: Any) -> None:
    people(world, 1100)
    assert "1,000+ rows" in words(page(as_("mia")))
    assert " 1 row " in words(page(as_("mia"), "?q=Olga"))


def test_values_are_shown_as_people_read_them(world: World, as_: Any) -> None:
    html = page(as_("mia"), "?role=owner&columns=role&columns=ended_at&columns=created_at")
    assert '<td data-label="Role">Owner</td>' in html
    assert '<td data-label="Left"><span class="muted">–</span></td>' in html
    assert re.search(r"just now|minutes? ago", html)


def test_a_quotation_mark_in_a_name_stays_within_its_attribute(world: World, as_: Any) -> None:
    with organisation(world.acme.pk):
        user = User.objects.create_user("q@example.com", name='" onfocus="alert(1)')
        Membership.objects.create(user=user, role="member")
    html = page(as_("olga"), "?q=onfocus")
    assert 'aria-label="&quot; onfocus=&quot;alert(1)"' in html

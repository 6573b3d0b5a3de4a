"""Record pages and form pages: what is typed is kept, what moved on is shown, nothing is made twice."""

import re
from typing import Any
from uuid import uuid4

import pytest

from zhike.clients.models import Client
from zhike.core.scope import organisation
from zhike.core.testing.world import World

pytestmark = pytest.mark.urls("zhike.core.listing.tests.rooms")
HTMX = {"HX-Request": "true"}


def here(world: World) -> str:
    return f"/acme/test/{world.huaxia.pk}/"


def saved(world: World) -> Client:
    with organisation(world.acme.pk):
        return Client.objects.get(pk=world.huaxia.pk)


def test_the_record_shows_fields_facts_next_step_and_who_sees_it(world: World, as_: Any) -> None:
    html = as_("mark").get(here(world)).content.decode()
    assert "<h1>华夏智造股份有限公司</h1>" in html
    assert "制造" in html
    assert "Call &lt;them&gt;" in html
    assert "Internal: the client never sees this" in html
    assert 'href="/change/"' in html
    assert "/never/" not in html


def test_panels_are_shown_to_those_who_may_and_have_a_link_for_no_script(world: World, as_: Any) -> None:
    html = as_("mark").get(here(world)).content.decode()
    assert 'hx-get="/acme/test/members/"' in html
    assert '<a href="/acme/test/members/">Members of it</a>' in html
    assert "Owners only" not in html
    assert "Owners only" in as_("olga").get(here(world)).content.decode()


def test_who_may_only_read_sees_no_way_to_edit(world: World, as_: Any) -> None:
    browser = as_("otto")
    html = browser.get(here(world)).content.decode()
    assert "?edit=" not in html
    assert browser.get(here(world) + "?edit=industry").status_code == 403
    assert browser.post(here(world), {"edit": "industry", "industry": "x"}).status_code == 403
    assert saved(world).industry == "制造"


def test_a_field_is_edited_in_place_with_script(world: World, as_: Any) -> None:
    browser = as_("mark")
    form = browser.get(here(world) + "?edit=industry", headers=HTMX).content.decode()
    assert "<html" not in form
    assert 'value="制造"' in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    answer = browser.post(
        here(world), {"edit": "industry", "industry": "<b>机械</b>", "version": version[1]}, headers=HTMX
    ).content.decode()
    assert "&lt;b&gt;机械&lt;/b&gt;" in answer
    assert "?edit=industry" in answer
    assert saved(world).industry == "<b>机械</b>"


def test_a_field_is_edited_on_a_page_of_its_own_without_script(world: World, as_: Any) -> None:
    browser = as_("mark")
    form = browser.get(here(world) + "?edit=industry").content.decode()
    assert "<html" in form
    assert form.count("data-inline") == 1
    response = browser.post(here(world), {"edit": "industry", "industry": "机械", "version": saved(world).version})
    assert response["Location"] == here(world)
    assert saved(world).industry == "机械"


def test_an_edit_that_met_another_shows_both_and_may_then_be_saved(world: World, as_: Any) -> None:
    browser = as_("mark")
    old = saved(world).version
    browser.post(here(world), {"edit": "industry", "industry": "Theirs", "version": old})
    response = browser.post(here(world), {"edit": "industry", "industry": "Mine", "version": old}, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in html
    assert 'value="Mine"' in html
    assert saved(world).industry == "Theirs"
    now = re.search(r'name="version" value="(\d+)"', html)
    assert now
    browser.post(here(world), {"edit": "industry", "industry": "Mine", "version": now[1]})
    assert saved(world).industry == "Mine"


def test_a_value_that_cannot_be_is_told_and_kept(world: World, as_: Any) -> None:
    browser = as_("mark")
    response = browser.post(here(world), {"edit": "name", "name": "", "version": saved(world).version}, headers=HTMX)
    assert response.status_code == 422
    assert "Please fill this in." in response.content.decode()
    assert saved(world).name == "华夏智造股份有限公司"


@pytest.mark.parametrize("field", ["", "nonsense", "created_at", "organisation"])
def test_what_is_no_field_of_the_page_cannot_be_edited(world: World, as_: Any, field: str) -> None:
    assert as_("mark").post(here(world), {"edit": field, field or "x": "1"}).status_code == 404


def test_a_form_sent_twice_creates_once(world: World, as_: Any) -> None:
    browser = as_("mark")
    html = browser.get("/acme/test/new/").content.decode()
    key = re.search(r'name="id" value="([0-9a-f-]{36})"', html)
    assert key
    said = {"id": key[1], "name": "新客户有限公司"}
    first, second = browser.post("/acme/test/new/", said), browser.post("/acme/test/new/", said)
    assert first["Location"] == second["Location"] == f"/acme/test/{key[1]}/"
    with organisation(world.acme.pk):
        assert Client.objects.filter(name="新客户有限公司").count() == 1


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(world: World, as_: Any) -> None:
    browser = as_("mark")
    for said in ({"name": ""}, {"name": "x" * 201}, {"name": "y", "id": "no-key"}):
        response = browser.post("/acme/test/new/", said)
        assert response.status_code == 422
        assert f'value="{said["name"]}"' in response.content.decode() or not said["name"]
    assert (
        "Use at most 200 characters; these are 201."
        in browser.post("/acme/test/new/", {"name": "x" * 201}).content.decode()
    )


def test_a_form_that_met_another_change_shows_both_versions(world: World, as_: Any) -> None:
    browser = as_("mark")
    address = f"{here(world)}change/"
    old = saved(world).version
    same = {"name": saved(world).name}
    browser.post(address, {**same, "industry": "Theirs", "version": old})
    response = browser.post(address, {**same, "industry": "Mine", "version": old})
    html = response.content.decode()
    assert response.status_code == 409
    assert re.search(r"<td>Theirs</td>\s*<td>Mine</td>", html)
    assert "Both versions" in html
    assert saved(world).industry == "Theirs"
    now = re.search(r'name="version" value="(\d+)"', html)
    assert now
    assert browser.post(address, {**same, "industry": "Mine", "version": now[1]}).status_code == 302
    assert saved(world).industry == "Mine"


def test_pages_of_other_organisations_and_clients_do_not_exist(world: World, as_: Any) -> None:
    assert as_("gus").get(here(world)).status_code == 404
    assert as_("cara").get(here(world)).status_code == 403
    with organisation(world.globex.pk):
        foreign = Client.objects.get()
    assert as_("olga").get(f"/acme/test/{foreign.pk}/").status_code == 404
    assert as_("olga").post(f"/acme/test/{uuid4()}/", {"edit": "name", "name": "x"}).status_code == 404

"""Saved views and arrangements: one's own, shared if one likes, never in anybody's way."""

import re
from typing import Any

import pytest
from django.test import Client

from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.listing import actions
from zhike.core.listing.tests.test_lists import HERE, names, page, people
from zhike.core.models import SavedView
from zhike.core.scope import organisation
from zhike.core.testing.world import World

pytestmark = pytest.mark.urls("zhike.core.listing.tests.rooms")
VIEWS = "/acme/lists/test-members/views/"
ARRANGEMENT = "/acme/lists/test-members/arrangement/"


def save(browser: Client, name: str = "Owners", query: str = "role=owner", **more: str) -> SavedView:
    response = browser.post(VIEWS, {"name": name, "query": query, "next": HERE, **more})
    assert response.status_code == 302, response.content
    assert response["Location"].startswith(HERE + "?view=")
    return SavedView.everywhere.get(pk=response["Location"].rpartition("=")[2])


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>|[↑↓]", "", one) for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)]


def test_a_view_shows_what_was_kept_and_can_be_changed_from_there(world: World, as_: Any) -> None:
    browser = as_("mia")
    view = save(browser)
    html = page(browser, f"?view={view.pk}")
    assert names(html) == ["欧阳兰 Olga"]
    assert re.search(r'aria-current="page">Owners<', html)
    off = re.search(r'<a href="(\?[^"]*)"[^>]*aria-label="Remove filter Role"', html)
    assert off
    assert len(names(page(browser, off[1].replace("&amp;", "&")))) == 9


def test_a_view_is_one_persons_until_it_is_shared(world: World, as_: Any) -> None:
    view = save(as_("mia"))
    assert ">Owners<" not in page(as_("mark"))
    save(as_("mia"), name="Shared", shared="1")
    assert ">Shared<" in page(as_("mark"))
    assert as_("mark").post(f"/acme/list-views/{view.pk}/", {"name": "Mine"}).status_code == 404
    assert as_("gus").post(f"/globex/list-views/{view.pk}/deletion/").status_code == 404
    assert as_("cara").post(VIEWS, {"name": "x"}).status_code == 403


def test_a_shared_view_can_be_used_but_not_changed_by_others(world: World, as_: Any) -> None:
    view = save(as_("mia"), shared="1")
    assert as_("mark").post(f"/acme/list-views/{view.pk}/", {"name": "Mine"}).status_code == 403
    assert as_("mark").post(f"/acme/list-views/{view.pk}/deletion/").status_code == 403
    view.refresh_from_db(from_queryset=SavedView.everywhere.all())
    assert view.name == "Owners"


def test_a_view_can_be_renamed_refilled_and_deleted(world: World, as_: Any) -> None:
    browser = as_("mia")
    view = save(browser)
    browser.post(f"/acme/list-views/{view.pk}/", {"name": "Staff", "query": "role=member", "next": HERE})
    assert names(page(browser, f"?view={view.pk}")) == ["米雅 Mia"]
    browser.post(f"/acme/list-views/{view.pk}/deletion/", {"next": HERE})
    assert not SavedView.everywhere.filter(pk=view.pk).exists()
    assert len(names(page(browser, f"?view={view.pk}"))) == 9


def test_the_list_opens_with_the_chosen_view_and_all_is_one_click_away(world: World, as_: Any) -> None:
    browser = as_("mia")
    view = save(browser)
    browser.post(ARRANGEMENT, {"view": str(view.pk), "next": HERE})
    assert names(page(browser)) == ["欧阳兰 Olga"]
    assert len(names(page(browser, "?view=all"))) == 9
    assert len(names(page(as_("mark")))) == 9


def test_columns_and_page_size_are_remembered_for_the_person(world: World, as_: Any) -> None:
    people(world, 40)
    browser = as_("mia")
    assert headings(page(browser)) == ["Name", "Mail", "Role", "Left"]
    browser.post(
        ARRANGEMENT,
        {
            "columns": ["user__name", "role", "created_at", "secret", "nonsense"],
            "position-role": "9",
            "position-created_at": "2",
            "size": "50",
            "next": HERE,
        },
    )
    html = page(browser)
    assert headings(html) == ["Name", "Since", "Role"]
    assert len(names(html)) == 49
    assert headings(page(browser, "?columns=mail")) == ["Name", "Mail"]
    assert headings(page(as_("mark")))[1] == "Mail"
    browser.post(ARRANGEMENT, {"reset": "1", "next": HERE})
    assert headings(page(browser)) == ["Name", "Mail", "Role", "Left"]


def test_a_name_is_needed_and_used_once(inside: World) -> None:
    mia = inside.actor("mia")
    for name in ("", "   ", "x" * 61):
        with pytest.raises(Invalid):
            actions.save_view(mia, "test-members", name=name, query="")
    actions.save_view(mia, "test-members", name="Same", query="")
    with pytest.raises(Invalid):
        actions.save_view(mia, "test-members", name="Same", query="q=1")
    actions.save_view(inside.actor("mark"), "test-members", name="Same", query="")
    with pytest.raises(Invalid):
        actions.save_view(mia, "test-members", name="Long", query="x" * 3000)


def test_nobody_keeps_more_than_fifty_views_of_a_list(inside: World) -> None:
    mia = inside.actor("mia")
    for number in range(50):
        actions.save_view(mia, "test-members", name=f"View {number}", query="")
    with pytest.raises(Conflict):
        actions.save_view(mia, "test-members", name="One more", query="")


def test_a_client_keeps_no_views(inside: World) -> None:
    with pytest.raises(Denied):
        actions.save_view(inside.actor("cara"), "test-members", name="Mine", query="")
    with pytest.raises(Denied):
        actions.arrange_list(inside.actor("cara"), "test-members", size=50)
    assert SavedView.objects.count() == 0


def test_the_panels_open_and_lead_only_back_into_the_house(world: World, as_: Any) -> None:
    browser = as_("olga")
    save(browser, shared="1")
    for panel in ("filters", "columns", "views"):
        html = page(browser, f"?panel={panel}&role=owner")
        assert "data-layer" in html
    response = browser.post(ARRANGEMENT, {"size": "50", "next": "https://evil.example/"})
    assert response["Location"].startswith("/acme/")
    with organisation(world.acme.pk):
        assert browser.post("/acme/lists/no-such-list/arrangement/", {"size": "50"}).status_code == 404

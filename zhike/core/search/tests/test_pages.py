"""The search page and the palette, over HTTP."""

from collections.abc import Callable

import pytest
from django.test import Client

from zhike.core.search.tests.conftest import Make
from zhike.core.testing.world import World

As = Callable[..., Client]


def test_the_page_shows_hits_by_kind(world: World, as_: As, make: Make) -> None:
    make("华为技术", "季度报告")
    page = as_("olga").get("/acme/search/", {"q": "hwjs"}).content.decode()

    assert "<mark>华为技术</mark>" in page
    assert "Views" in page


def test_the_page_without_a_query_says_what_one_can_type(world: World, as_: As) -> None:
    assert "Find anything you may see" in as_("olga").get("/acme/search/").content.decode()


def test_the_page_says_when_nothing_is_found_and_escapes_what_was_typed(world: World, as_: As) -> None:
    page = as_("olga").get("/acme/search/", {"q": "<script>x"}).content.decode()

    assert "<script>x" not in page
    assert "Nothing found for" in page


def test_an_unknown_kind_means_everything(world: World, as_: As, make: Make) -> None:
    make("华为技术")
    browser = as_("olga")

    assert "<mark>华为</mark>技术" in browser.get("/acme/search/", {"q": "华为", "kind": "nothing"}).content.decode()
    assert "<mark>华为</mark>技术" in browser.get("/acme/search/", {"q": "华为", "kind": "savedview"}).content.decode()


def test_the_palette_offers_rows_and_a_way_to_all_texts(world: World, as_: As, make: Make) -> None:
    row = make("华为技术")
    options = as_("olga").get("/acme/palette/", {"q": "hwjs"}).content.decode()

    assert f'<a href="/somewhere/{row.pk}/"' in options
    assert 'href="/acme/search/?q=hwjs"' in options
    assert 'role="option"' in options


@pytest.mark.parametrize("path", ["/acme/search/?q=a", "/acme/palette/?q=a"])
def test_clients_and_strangers_are_turned_away(world: World, as_: As, path: str) -> None:
    assert as_("cara").get(path).status_code == 403
    assert as_("gus").get(path).status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("typed", ["Projects", "proj", "项目", "xiangmu", "xm"])
def test_a_verb_is_found_in_either_language_by_pinyin_and_by_initials(world: World, as_: As, typed: str) -> None:
    options = as_("olga").get("/acme/palette/", {"q": typed}).content.decode()

    assert 'href="/acme/projects/"' in options


def test_verbs_that_would_refuse_one_are_not_offered(world: World, as_: As) -> None:
    assert "/acme/projects/new/" in as_("mark").get("/acme/palette/").content.decode()
    assert "/acme/projects/new/" not in as_("otto").get("/acme/palette/").content.decode()


def test_a_colleague_is_found_by_initials(world: World, as_: As) -> None:
    from zhike.accounts.models import Membership
    from zhike.core.scope import organisation
    from zhike.core.search import reindex

    with organisation(world.acme.pk):
        reindex(Membership.objects.select_related("user"))
    options = as_("olga").get("/acme/palette/", {"q": "mk"}).content.decode()

    assert "马可" in options

"""How a project stands, in a real browser: readable in both languages, on both screens, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation
from zhike.core.testing.world import PASSWORD

PAGE = "/acme/projects/1/monitoring/"


@pytest.fixture
def person(sit: Callable[..., Person], planned: Installation, language: str, screen: str) -> Person:
    return sit(language, screen=screen, at=planned)


def looking(person: Person) -> None:
    person.sign_in("mark@example.com", PASSWORD)
    person.read_in_own_language()
    person.open(PAGE)


def test_figures_limits_and_portfolio_are_readable(person: Person) -> None:
    looking(person)
    page = person.page
    page.get_by_role("button", name=person.says("重新读取", "Read anew")).click()
    expect(page.get_by_text(person.says("已重新读取指标", "The figures were read anew"))).to_be_visible()
    expect(page.get_by_text(person.says("预计 ", "Finish by")).first).to_be_visible()
    person.axe()
    person.fits()
    for address in (f"{PAGE}thresholds/", f"{PAGE}charts/", "/acme/portfolio/"):
        person.open(address)
        person.axe()
        person.fits()


@pytest.mark.parametrize("language", ["zh"])
def test_it_is_readable_in_the_dark(sit: Callable[..., Person], planned: Installation, language: str) -> None:
    person = sit(language, scheme="dark", at=planned)
    looking(person)
    person.axe()

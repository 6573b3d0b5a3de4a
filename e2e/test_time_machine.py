"""The time machine in a real browser: a day is chosen, two are compared; readable, on a phone, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation
from zhike.core.testing.world import PASSWORD

THEN = "/acme/projects/1/plan/then/"


@pytest.fixture
def person(sit: Callable[..., Person], planned: Installation, language: str, screen: str) -> Person:
    return sit(language, screen=screen, at=planned)


def at_the_machine(person: Person, query: str = "") -> None:
    person.sign_in("mark@example.com", PASSWORD)
    person.read_in_own_language()
    person.open(THEN + query)


def test_the_plan_of_a_day_and_what_changed_are_readable(person: Person) -> None:
    at_the_machine(person)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(person.says("时光机", "Time machine"))
    expect(person.page.locator("table.listing tbody tr").first).to_be_visible()
    person.axe()
    person.fits()
    person.open(f"{THEN}?at=2019-05-01")
    expect(person.page.locator("main")).to_contain_text(
        person.says("没有保存那一天的计划", "Nobody kept the plan of that day")
    )
    person.axe()
    person.fits()


@pytest.mark.parametrize("language", ["zh"])
def test_it_works_without_script(sit: Callable[..., Person], planned: Installation, language: str) -> None:
    person = sit(language, script=False, at=planned)
    at_the_machine(person)
    form = person.page.locator("form[role=search]", has=person.page.locator("[name=against]"))
    form.locator("[name=against]").fill(form.locator("[name=at]").input_value())
    form.get_by_role("button").click()
    expect(person.page.locator("main")).to_contain_text("两个时点之间没有变化")

"""A report from its plan to its readers in a real browser: planned, drafted, said better, sent."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation
from zhike.core.testing.world import PASSWORD

PROJECT = "/acme/projects/1/"


def test_a_report_is_planned_drafted_said_better_and_sent(
    sit: Callable[..., Person], planned: Installation, language: str, screen: str
) -> None:
    person = sit(language, screen=screen, at=planned)
    person.sign_in("mark@example.com", PASSWORD)
    person.read_in_own_language()
    page, says = person.page, person.says

    def press(zh: str, en: str) -> None:
        page.get_by_role("button", name=says(zh, en), exact=True).first.click()

    person.open(f"{PROJECT}report-plans/new/")
    person.axe()
    person.fits()
    page.locator("[name=name]").fill(f"Weekly {language}")
    page.locator("#main form .form-foot button[type=submit], main form .form-foot button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Weekly {language}")
    person.axe()
    press("现在起草", "Draft now")
    page.get_by_role("link", name=says("在任一栏目加一句", "Add a sentence to any section")).click()
    page.locator("[name=topic]").select_option("next")
    page.locator("[name=text]").fill("We meet on Friday.")
    page.get_by_role("dialog").locator("button[type=submit]").click()
    page.get_by_role("link", name="We meet on Friday.").click()
    page.locator("[data-inline] textarea").fill("We meet on Monday.")
    page.locator("[data-inline] button[type=submit]").click()
    expect(page.get_by_role("link", name="We meet on Monday.")).to_be_visible()
    person.axe()
    person.fits()
    desk = page.url.partition("?")[0]
    page.goto(f"{desk}health/")
    page.locator("[name=health][value=off_track]").check()
    page.locator("[name=reason]").fill("The funder hesitates.")
    page.locator("main form .form-foot button[type=submit]").first.click()
    expect(page.get_by_text("The funder hesitates.").first).to_be_visible()
    page.goto(f"{desk}publication/")
    person.axe()
    person.fits()
    page.locator("main form button.primary[type=submit]").last.click()
    expect(page.get_by_text("We meet on Monday.").first).to_be_visible()
    person.axe()
    person.fits()

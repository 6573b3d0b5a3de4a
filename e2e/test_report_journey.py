"""The main journey of a report: Microsoft's file comes in, progress is told, the weekly report is checked against the
evidence, goes out in three forms, is read on a phone and answered, and the next draft knows."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation
from e2e.post import letters_to, next_letter
from zhike.core.testing.world import PASSWORD
from zhike.plan.tests.files import REFERENCE, a_plan, as_xml

REAL = REFERENCE / "Software_Development.mspdi.xml"
SPONSOR, IT = "sun@example.com", "cara@example.com"
COUNTED = re.compile(r"[1-9]\d* of \d+")  # tasks done, of all of them
ASKED, ANSWERED = "Who decides about the release?", "The steering group does, on Monday."
A_PROJECT = """
from zhike.accounts.models import Organisation, User
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.projects import actions
acme = Organisation.objects.get(slug="acme")
with organisation(acme.pk):
    user = User.objects.get(email="mark@example.com")
    mark = Actor(acme.pk, Role.MANAGER, user.pk, str(user))
    sun, cara = (Contact.objects.get(user__email=email) for email in ("sun@example.com", "cara@example.com"))
    project = actions.create_project(mark, name="软件开发", client=sun.client)
    actions.add_contact(mark, project, sun, duty="sponsor", portal_role="signatory")
    actions.add_contact(mark, project, cara, duty="client_it")
    Contact.objects.filter(pk=sun.pk).update(language="en", detail="short", channel="mail")
    Contact.objects.filter(pk=cara.pk).update(language="zh-hans", detail="full", channel="portal")
    project.refresh_from_db()
    actions.start_project(mark, project)
    project.refresh_from_db()
    actions.open_portal(mark, project)
    print(project.number)
"""


def submit(person: Person, *, dialog: bool = False) -> None:
    inside = person.page.get_by_role("dialog") if dialog else person.page.locator("main")
    inside.locator("form button.primary[type=submit]").last.click()


def bring_in(manager: Person, plan: str, folder: Path) -> None:
    """Microsoft's own file where it is at hand, with its baseline and what was done; else ours."""
    file = folder / "plan.xml"
    file.write_bytes(REAL.read_bytes() if REAL.exists() else as_xml(a_plan()).read())
    manager.open(f"{plan}imports/new/")
    manager.page.set_input_files("#id_file", file)
    manager.page.locator("main form button.primary").click()
    manager.page.locator("button[name=start]").click()
    expect(manager.page.locator(f"main a.button[href='{plan}']")).to_be_visible(timeout=120_000)


def tell_progress(manager: Person, plan: str) -> None:
    """A task is done, and the client may see it. The day is told whole in the next report; the count at once."""
    manager.open(f"{plan}board/")
    card = manager.page.locator(".board-card").first
    card.locator("[name=task]").check()
    chosen = manager.page.locator("#board-selected")
    chosen.locator("[name=state]").select_option("done")
    chosen.locator("[name=shared]").select_option("true")
    chosen.locator("button[type=submit]").click()
    expect(chosen).to_be_hidden()


def plan_and_draft(manager: Person, project: str) -> str:
    """Who reads and how was concluded from what the contacts prefer; the address of the draft."""
    manager.open(f"{project}report-plans/new/")
    manager.page.locator("[name=name]").fill("周报")
    submit(manager)
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("周报")
    manager.page.get_by_role("button", name="现在起草", exact=True).first.click()
    manager.page.wait_for_url(re.compile(r"/reports/\d+/"))
    expect(manager.page.get_by_role("link", name=re.compile("孙立国")).first).to_be_visible()
    return manager.page.url.partition("?")[0].removeprefix(manager.address)


def find_and_resolve(manager: Person, desk: str) -> None:
    """All is well, says somebody; the evidence does not, and so the report cannot go."""
    manager.open(f"{desk}health/")
    manager.page.locator("[name=health][value=on_track]").check()
    manager.page.locator("[name=reason]").fill("感觉一切都很好。")
    submit(manager)
    against = manager.page.locator("#against .callout")
    expect(against.first).to_be_visible()
    manager.axe()
    truth = manager.page.locator("#against a[href*='health/?say=']").first.get_attribute("href")
    assert truth
    manager.open(truth)
    submit(manager)
    expect(manager.page.locator("#against")).to_have_count(0)


def publish(manager: Person, desk: str) -> None:
    manager.open(f"{desk}publication/")
    submit(manager)
    expect(manager.page.locator("main code").first).to_be_visible()


def read_and_ask(sponsor: Person, link: str) -> None:
    """On a phone, from the mail: in English, the result first; one question about one sentence; taken note of."""
    sponsor.page.goto(link)
    if sponsor.page.locator("main form button.primary").count():
        sponsor.page.locator("main form button.primary").first.click()
    expect(sponsor.page.locator(".report-health .status")).to_be_visible()
    sponsor.axe()
    sponsor.fits()
    sentence = sponsor.page.locator(".sentence").first
    sentence.locator("summary").click()
    sentence.get_by_role("link", name="Ask a question").click()
    sponsor.page.locator("textarea").fill(ASKED)
    sponsor.page.locator("form#say button.primary").click()
    expect(sponsor.page.locator(".talk", has_text=ASKED).first).to_be_visible()
    sponsor.page.get_by_role("button", name="Taken note").click()
    expect(sponsor.page.get_by_text("You took note of this report")).to_be_visible()


def answer(manager: Person) -> None:
    manager.open("/acme/questions/")
    manager.page.get_by_role("link", name=re.compile(re.escape(ASKED))).first.click()
    manager.page.locator("form[action$='/answer/'] [name=body]").fill(ANSWERED)
    manager.page.locator("form[action$='/answer/'] button.primary").click()
    expect(manager.page.get_by_text(ANSWERED).first).to_be_visible()


def test_a_weekly_report_is_true_read_and_answered(
    sit: Callable[..., Person], planned: Installation, tmp_path: Path
) -> None:
    project = f"/acme/projects/{planned.python(A_PROJECT).strip().splitlines()[-1]}/"
    manager = sit("zh", at=planned)
    manager.sign_in("mark@example.com", PASSWORD)
    manager.read_in_own_language()
    bring_in(manager, f"{project}plan/", tmp_path)
    tell_progress(manager, f"{project}plan/")
    desk = plan_and_draft(manager, project)
    find_and_resolve(manager, desk)
    before = len(letters_to(planned, SPONSOR))
    publish(manager, desk)

    letter = next_letter(planned, SPONSOR, before)
    sponsor = sit("en", at=planned, screen="phone")
    read_and_ask(sponsor, letter.link)
    expect(sponsor.page.get_by_text(COUNTED).first).to_be_visible()
    technician = sit("zh", at=planned)
    technician.sign_in(IT, PASSWORD)
    technician.read_in_own_language()
    technician.open(desk.replace("/acme/", "/acme/portal/"))
    expect(technician.page.locator(".sentence").first).to_be_visible()
    assert technician.page.locator(".sentence").count() >= sponsor.page.locator(".sentence").count()

    answer(manager)
    manager.open(f"{project}report-plans/1/")
    manager.page.get_by_role("button", name="现在起草", exact=True).first.click()
    manager.page.wait_for_url(lambda url: re.search(r"/reports/\d+/", url) is not None and desk not in url)
    manager.page.get_by_role("link", name=re.compile("马可")).first.click()
    expect(manager.page.get_by_text(ASKED.rstrip("?")).first).to_be_visible()

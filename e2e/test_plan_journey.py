"""The main journey of a plan: a file of Microsoft Project comes in, an over-allocation is cured, a baseline is set, a
critical task slips, and all that follows from it is seen."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation
from e2e.test_gantt import bar, cell, drag, row, said
from zhike.core.testing.world import PASSWORD
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.plan.tests.files import REFERENCE, a_bid, as_xml

REAL = REFERENCE / "OzBuild_16_Orig.mspdi.xml"
A_PROJECT = """
import json
from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation, User
from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.projects import actions
acme = Organisation.objects.get(slug="acme")
with organisation(acme.pk):
    user = User.objects.get(email="mark@example.com")
    mark = Actor(acme.pk, Role.MANAGER, user.pk, str(user))
    cara = User.objects.get(email="cara@example.com")
    contact = Contact.objects.get(user=cara)
    project = actions.create_project(mark, name="投标 {language}", client=contact.client)
    actions.add_contact(mark, project, contact, duty="key_user")
    actions.open_portal(mark, project)
    link = link_in_letter(cara, f"/acme/portal/projects/{{project.number}}/plan/")
    print(json.dumps([project.number, link]))
"""
SURVEY, MILESTONE = "Technical Feasibility Study", "Bid Submitted"


def a_file(folder: Path) -> Path:
    """Microsoft's own file where it is at hand; else ours of the same shape."""
    file = folder / "bid.xml"
    file.write_bytes(REAL.read_bytes() if REAL.exists() else as_xml(a_bid()).read())
    return file


def import_plan(manager: Person, plan: str, file: Path) -> None:
    manager.open(f"{plan}imports/new/")
    manager.page.set_input_files("#id_file", file)
    manager.page.locator("main form button.primary").click()
    expect(manager.page.locator("#dry-run")).to_contain_text(SURVEY)
    manager.page.locator("button[name=start]").click()
    expect(manager.page.locator(f"main a.button[href='{plan}']")).to_be_visible(timeout=120_000)


def share(manager: Person, plan: str) -> None:
    manager.open(f"{plan}board/")
    manager.page.locator(".board-card", has_text=MILESTONE).locator("[name=task]").check()
    chosen = manager.page.locator("#board-selected")
    chosen.locator("[name=shared]").select_option("true")
    chosen.locator("button[type=submit]").click()
    expect(chosen).to_be_hidden()


def level(manager: Person, plan: str) -> None:
    page = manager.page
    manager.open(f"{plan}levelling/")
    overloaded = manager.says("没有人被要求得超过能做的", "Nobody is asked for more than they can do")
    expect(page.locator("main")).not_to_contain_text(overloaded)
    page.locator("[name=seconds]").select_option(index=0)
    page.locator("form[action$='/levelling/asking/'] button[type=submit]").click()
    page.locator("form[action$='/levelling/taking/'] button").click(timeout=120_000)
    manager.open(f"{plan}levelling/")
    expect(page.locator("main .callout.good").first).to_be_visible()


def likely(manager: Person, plan: str, other_than: str = "") -> str:
    """Have the plan forecast and give the date that is 80 % sure."""
    manager.open(f"{plan}forecast/")
    manager.page.locator("form[action$='/forecast/asking/'] button").click()
    surely = manager.page.locator(".facts dd", has_text="P80").first
    expect(surely).to_be_visible(timeout=120_000)
    expect(surely).not_to_have_text(other_than, timeout=120_000)
    return surely.inner_text()


def take_baseline(manager: Person, plan: str) -> None:
    manager.open(f"{plan}baselines/")
    manager.page.locator("a[href$='/baselines/new/']").first.click()
    dialog = manager.page.get_by_role("dialog")
    dialog.locator("[name=name]").fill("Contract")
    dialog.locator("button[type=submit]").click()
    manager.page.wait_for_url("**/baselines/1/")
    expect(manager.page.locator("h1")).to_have_text("Contract")


def at_the_chart(manager: Person, plan: str) -> None:
    manager.open(f"{plan}gantt/")
    expect(manager.page.locator("zhike-gantt[data-ready]")).to_be_attached()


def export(manager: Person, plan: str) -> bytes:
    answer = manager.context.request.get(f"{manager.address}{plan}file.xml")
    assert answer.ok
    return answer.body()


def test_a_slip_is_seen_by_all_it_concerns(
    sit: Callable[..., Person], planned: Installation, tmp_path: Path, language: str
) -> None:
    number, link = json.loads(planned.python(A_PROJECT.format(language=language)).strip().splitlines()[-1])
    plan = f"/acme/projects/{number}/plan/"
    manager = sit(language, at=planned)
    manager.sign_in("mark@example.com", PASSWORD)
    manager.read_in_own_language()
    import_plan(manager, plan, a_file(tmp_path))
    share(manager, plan)
    level(manager, plan)
    take_baseline(manager, plan)
    surely = likely(manager, plan)

    at_the_chart(manager, plan)
    promised = cell(manager, MILESTONE, "finish").inner_text()
    manager.page.locator("[data-zoom=week]").click()
    row(manager, SURVEY).click()
    drag(manager, bar(manager, SURVEY), (15 * 14, 0))
    expect(said(manager)).to_contain_text(SURVEY)
    expect(cell(manager, MILESTONE, "finish")).not_to_have_text(promised)
    expect(said(manager)).to_contain_text(manager.says("。完成时间从", ". The finish moves from"))
    row(manager, MILESTONE).click()
    manager.page.keyboard.press("w")
    expect(manager.page.locator("[data-card]")).to_contain_text("Bid Document Final")
    manager.picture(Path("test-results"), f"journey-gantt-{language}")
    likely(manager, plan, other_than=surely)

    client = sit(language, at=planned, screen="phone")
    client.page.goto(link)
    client.page.locator("main form button.primary").click()
    client.page.wait_for_url(f"**/acme/portal/projects/{number}/plan/")
    client.read_in_own_language()
    client.page.reload()
    milestone = client.page.locator("li", has_text=MILESTONE).first
    expect(milestone).to_contain_text(client.says("晚", "later than promised"))
    client.picture(Path("test-results"), f"journey-portal-{language}")

    sent = export(manager, plan)
    again = tmp_path / "again.xml"
    again.write_bytes(sent)
    import_plan(manager, plan, again)
    assert read_mspdi(export(manager, plan)).plan == read_mspdi(sent).plan

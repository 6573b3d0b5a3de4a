"""The Gantt in a real browser: hands on the bars, hands on the keys, a phone, and nobody shut out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from e2e.browsing import Person
from e2e.installation import Installation
from zhike.core.testing.world import PASSWORD

GANTT = "/acme/projects/1/plan/gantt/"
LONG_NAMES = """
from datetime import timedelta
from django.utils import timezone
from zhike.accounts.models import Organisation, User
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.plan.actions import add_task
from zhike.plan.models import Task
from zhike.projects.models import Project
firm = Organisation.objects.get(slug="acme")
with organisation(firm.pk):
    mark, mia = (User.objects.get(email=f"{one}@example.com") for one in ("mark", "mia"))
    actor = Actor(firm.pk, Role.MANAGER, mark.pk, str(mark), "page")
    name = "Interfaces to every warehouse of the group, " * 3 + "and everything the client wants beside"
    far = timezone.localtime().replace(tzinfo=None) + timedelta(days=90)
    bridge, phase = Project.objects.get(number=1), Task.objects.get(name="准备")
    dates = {"duration": "5d", "constraint": 4, "constraintAt": far}
    add_task(actor, bridge, name=name, parent=phase, owner=mia, **dates)
"""


def opened(person: Person, email: str = "mark@example.com") -> Person:
    person.sign_in(email, PASSWORD)
    person.read_in_own_language()
    person.open(GANTT)
    expect(person.page.locator("zhike-gantt[data-ready]")).to_be_attached()
    return person


@pytest.fixture
def mark(sit: Callable[..., Person], planned: Installation) -> Person:
    return opened(sit("en", at=planned))


def row(person: Person, name: str) -> Locator:
    return person.page.locator(".gantt-row").filter(has_text=name)


def cell(person: Person, name: str, column: str) -> Locator:
    return row(person, name).locator(f"[data-column={column}]")


def bar(person: Person, name: str) -> Locator:
    key = row(person, name).get_attribute("data-task")
    return person.page.locator(f".bar[data-task='{key}'] .body")


def drag(person: Person, one: Locator, by: tuple[float, float], at: float = 0.5) -> None:
    box = one.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * at, box["y"] + box["height"] / 2
    mouse = person.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by[0] / 2, y + by[1] / 2)
    mouse.move(x + by[0], y + by[1])
    mouse.up()


def said(person: Person) -> Locator:
    return person.page.locator("[data-said]")


def test_a_bar_is_dragged_stretched_and_taken_back(mark: Person) -> None:
    page = mark.page
    page.locator("[data-zoom=week]").click()
    row(mark, "接口开发").click()
    start = cell(mark, "接口开发", "start").inner_text()
    finish = cell(mark, "上线", "finish").inner_text()

    drag(mark, bar(mark, "接口开发"), (15 * 7, 0))
    expect(said(mark)).to_contain_text("moved to")
    expect(cell(mark, "接口开发", "start")).not_to_have_text(start)
    expect(cell(mark, "上线", "finish")).not_to_have_text(finish)

    duration = cell(mark, "接口开发", "duration").inner_text()
    drag(mark, page.locator(".bar.active [data-part=finish]"), (15 * 7, 0))
    expect(cell(mark, "接口开发", "duration")).not_to_have_text(duration)

    page.locator(".gantt-tree").focus()
    page.keyboard.press("Control+z")
    expect(cell(mark, "接口开发", "duration")).to_have_text(duration)
    page.get_by_role("button", name="Undo").click()
    expect(cell(mark, "接口开发", "start")).to_have_text(start)
    expect(cell(mark, "上线", "finish")).to_have_text(finish)

    drag(mark, bar(mark, "实施"), (15 * 7, 0))
    expect(said(mark)).to_contain_text("with what is in it moved to")
    expect(cell(mark, "接口开发", "start")).not_to_have_text(start)
    page.get_by_role("button", name="Undo").click()
    expect(cell(mark, "接口开发", "start")).to_have_text(start)


def test_hours_fit_a_phone_however_long_names_are(sit: Callable[..., Person], planned: Installation) -> None:
    """What a choice offers is no measure of a page's width."""
    planned.python(LONG_NAMES)
    person = sit("en", at=planned, screen="phone", scheme="dark")
    person.sign_in("mia@example.com", PASSWORD)
    person.read_in_own_language()
    person.open("/acme/plan/hours/")
    expect(person.page.locator("select[name=task]")).to_contain_text("and everything the client wants beside")
    person.fits()
    person.axe()


def test_what_the_chart_shows_is_what_the_paper_is_asked_for(mark: Person) -> None:
    page = mark.page
    page.locator("[popovertarget=gantt-view]").click()
    page.locator("[data-layer=baseline]").uncheck()
    page.locator("[data-pdf]").click()
    expect(page.get_by_label("The baseline under the bars")).not_to_be_checked()
    expect(page.get_by_label("Dependencies")).to_be_checked()
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the PDF").click()
    assert made.value.suggested_filename.endswith(".pdf")
    assert made.value.path().read_bytes().startswith(b"%PDF-")


def test_a_link_is_drawn_and_a_circle_is_refused_in_words(mark: Person) -> None:
    mark.expecting(422)
    page = mark.page
    page.locator("[data-zoom=month]").click()
    page.locator("[popovertarget=gantt-view]").click()
    page.locator("[data-column=predecessors]:is(input)").check()
    page.keyboard.press("Escape")
    row(mark, "内部复盘").click()
    knob = page.locator(".bar.active [data-part=from-finish]").bounding_box()
    target = bar(mark, "风险缓冲").bounding_box()
    assert knob is not None
    assert target is not None
    drag(mark, page.locator(".bar.active [data-part=from-finish]"), (target["x"] - knob["x"], target["y"] - knob["y"]))
    expect(said(mark)).to_contain_text("now waits for")
    expect(cell(mark, "风险缓冲", "predecessors")).to_have_text("9")

    cell(mark, "接口设计", "predecessors").click()
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(page.locator(".toast.bad")).to_contain_text("联调")
    page.locator(".toast.bad .close").click()
    page.locator(".gantt-tree").focus()
    page.keyboard.press("Control+z")
    expect(cell(mark, "风险缓冲", "predecessors")).to_have_text("")


def test_everything_is_done_by_keyboard(mark: Person) -> None:
    page = mark.page
    page.locator(".gantt-tree").focus()
    page.keyboard.press("End")
    page.keyboard.press("c")
    page.keyboard.type("写结项报告")
    page.keyboard.press("Enter")
    expect(row(mark, "写结项报告")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("2w")
    page.keyboard.press("Enter")
    expect(cell(mark, "写结项报告", "duration")).to_have_text("2 wk")
    page.keyboard.press("Control+ArrowUp")
    page.keyboard.press("Tab")
    expect(row(mark, "写结项报告")).to_have_attribute("aria-level", "3")
    page.keyboard.press("Shift+Tab")
    expect(row(mark, "写结项报告")).to_have_attribute("aria-level", "2")
    page.keyboard.press("w")
    expect(page.locator("[data-card]")).to_contain_text("写结项报告")
    page.keyboard.press("Escape")
    page.locator(".gantt-tree").focus()
    page.keyboard.press("Delete")
    expect(row(mark, "写结项报告")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.gantt-tree')")


def test_why_a_task_lies_where_it_lies(mark: Person) -> None:
    row(mark, "联调").click()
    bar(mark, "联调").click()
    card = mark.page.locator("[data-card]")
    expect(card).to_contain_text("because of the finish of T-6 接口开发")
    mark.axe_now()
    card.get_by_role("link", name="Open the task").click()
    mark.page.wait_for_url("**/plan/tasks/7/")


def test_what_is_shown_can_be_chosen(mark: Person) -> None:
    page = mark.page
    page.locator("[data-filter=text]").fill("接口")
    expect(page.locator(".gantt-row")).to_have_count(4)
    page.locator("[data-filter=text]").fill("")
    page.locator("[popovertarget=gantt-filter]").click()
    page.locator("[data-filter=side]").select_option("client")
    expect(page.locator(".gantt-row")).to_have_count(2)
    page.locator("[data-filter=side]").select_option("")
    page.keyboard.press("Escape")
    for zoom in ("day", "week", "month", "quarter", "year"):
        page.locator(f"[data-zoom={zoom}]").click()
        expect(page.locator(f"[data-zoom={zoom}]")).to_have_attribute("aria-pressed", "true")
        assert page.locator(".gantt-dates text").count() > 2
    page.locator("[data-facts] summary").click()
    expect(page.locator("[data-facts] tbody tr")).to_have_count(page.locator(".gantt-row").count())
    mark.axe()


def test_who_may_only_look_cannot_change(sit: Callable[..., Person], planned: Installation) -> None:
    otto = opened(sit("en", at=planned), "otto@example.com")
    row(otto, "联调").click()
    otto.page.keyboard.press("Enter")
    assert otto.page.locator("[data-editing]").count() == 0
    assert otto.page.locator("[data-verb]").count() == 0
    drag(otto, bar(otto, "联调"), (60, 0))
    expect(otto.page.locator(".bar.preview")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(
    sit: Callable[..., Person], planned: Installation, language: str, screen: str, scheme: str
) -> None:
    mark = opened(sit(language, at=planned, screen=screen, scheme=scheme))
    if screen == "phone":
        mark.page.locator("[data-phase] summary").first.click()
        expect(mark.page.locator(".gantt-tasks li").first).to_be_visible()
    mark.fits()
    mark.axe()

"""The board and the workload in a real browser: moved by button, by key and by hand; readable; and without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from e2e.browsing import Person
from e2e.installation import Installation, install, remove
from zhike.core.testing.world import PASSWORD

BOARD = "/acme/projects/1/plan/board/"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory, with_plans: Installation) -> Iterator[Installation]:
    """One of its own: cards that were moved are tasks that began."""
    installation = install(tmp_path_factory.mktemp("board"), with_plans)
    installation.start()
    yield installation
    remove(installation)


@pytest.fixture
def person(sit: Callable[..., Person], planned: Installation, language: str, screen: str) -> Person:
    return sit(language, screen=screen, at=planned)


def at_the_board(person: Person, query: str = "") -> None:
    person.sign_in("mark@example.com", PASSWORD)
    person.read_in_own_language()
    person.open(BOARD + query)


def card(person: Person, name: str) -> Locator:
    return person.page.locator(".board-card", has_text=name)


def column(person: Person, zh: str, en: str) -> Locator:
    """Columns are called as whoever began the plan called them, whatever language they are read in."""
    return person.page.get_by_role("group", name=person.says(zh, en), exact=True)


def test_board_and_workload_are_readable(person: Person) -> None:
    at_the_board(person, "?lanes=phase")
    expect(person.page.locator(".board-card").first).to_be_visible()
    person.axe()
    person.fits()
    for page in (f"{BOARD}columns/", "/acme/workload/", "/acme/projects/1/plan/workload/?by=day"):
        person.open(page)
        person.axe()
        person.fits()


@pytest.mark.parametrize("language", ["zh"])
def test_both_are_readable_in_the_dark(sit: Callable[..., Person], planned: Installation, language: str) -> None:
    person = sit(language, scheme="dark", at=planned)
    at_the_board(person)
    person.page.locator("[name=task]").first.check()
    person.axe()
    person.open("/acme/workload/")
    person.axe()


@pytest.mark.parametrize(("language", "screen"), [("zh", "desktop")])
def test_cards_move_by_button_key_and_hand_and_back_again(person: Person, language: str, screen: str) -> None:
    at_the_board(person)
    doing, todo = column(person, "进行中", "进行中"), column(person, "待办", "待办")
    name = "内部复盘"
    expect(todo).to_contain_text(name)
    card(person, name).locator("[data-way=right]").click()
    expect(doing).to_contain_text(name)
    expect(card(person, name).locator("h4 a")).to_be_focused()
    person.page.keyboard.press("Shift+ArrowLeft")
    expect(todo).to_contain_text(name)
    expect(card(person, name).locator("h4 a")).to_be_focused()
    expect(person.page.locator(".htmx-swapping, .htmx-settling, .htmx-request")).to_have_count(0)
    person.page.wait_for_timeout(400)  # the card that came back shines for a moment
    card(person, name).locator("h4").drag_to(
        doing, target_position={"x": 60, "y": 24}
    )  # its middle may be out of sight
    expect(doing).to_contain_text(name)
    expect(person.page.locator(".toast").last).to_contain_text(name)
    person.page.get_by_role("button", name=person.says("撤销", "Undo")).click()
    expect(todo).to_contain_text(name)
    card(person, name).locator("h4 a").focus()
    for _twice in range(2):  # the second while the first is on its way
        person.page.keyboard.press("Shift+ArrowRight")
    expect(column(person, "待确认", "待确认")).to_contain_text(name)


@pytest.mark.parametrize(("language", "screen"), [("en", "desktop")])
def test_several_are_changed_at_once_and_a_block_is_said(person: Person, language: str, screen: str) -> None:
    """Not the card that the test above moves: the two share a board and may come in either order."""
    at_the_board(person)
    chosen = person.page.locator("#board-selected")
    expect(chosen).to_be_hidden()
    for name in ("数据清洗", "风险缓冲"):
        card(person, name).locator("[name=task]").check()
    expect(chosen).to_contain_text("Chosen: 2")
    chosen.locator("[name=state]").select_option("in_review")
    chosen.get_by_role("button", name="Change them").click()
    expect(column(person, "待确认", "待确认")).to_contain_text("风险缓冲")
    expect(chosen).to_be_hidden()
    card(person, "数据清洗").get_by_role("link", name="is blocked").click()
    dialog = person.page.get_by_role("dialog")
    dialog.locator("[name=reason]").fill("No account yet")
    dialog.get_by_role("button", name="Say so").click()
    expect(column(person, "待确认", "待确认").locator(".board-card", has_text="数据清洗")).to_contain_text(
        "Blocked: No account yet"
    )


@pytest.mark.parametrize("language", ["en"])
def test_the_board_works_without_script(sit: Callable[..., Person], planned: Installation, language: str) -> None:
    person = sit(language, script=False, at=planned)
    at_the_board(person)
    card(person, "需求确认").locator("[data-way=right]").click()
    expect(column(person, "进行中", "进行中")).to_contain_text("需求确认")
    person.page.get_by_role("button", name="Undo").click()
    expect(column(person, "待办", "待办")).to_contain_text("需求确认")


@pytest.mark.parametrize(("language", "screen"), [("zh", "desktop")])
def test_behind_a_cell_are_its_tasks(person: Person, language: str, screen: str) -> None:
    at_the_board(person)
    person.open("/acme/workload/")
    person.page.locator("td.load a").first.click()
    drawer = person.page.get_by_role("dialog")
    expect(drawer.locator(".rows li").first).to_contain_text("T-")
    person.axe()

"""Hands stay on the keyboard, or have no script at all: the same work gets done."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from e2e.browsing import Person, sit_down
from e2e.installation import Installation
from zhike.accounts.demo import PASSWORD

ZHOU = "zhou@demo.zhike.local"


@pytest.fixture
def zhou(sit: Callable[..., Person], demo: Installation) -> Person:
    person = sit("zh", at=demo)
    person.sign_in(ZHOU, PASSWORD)
    person.read_in_own_language()
    return person


@pytest.fixture
def without_script(browser: Browser, demo: Installation) -> Iterator[Person]:
    person = sit_down(browser, demo.address, "zh", script=False)
    yield person
    person.context.close()
    assert not person.trouble, person.trouble


def test_the_palette_finds_by_initials_and_enter_opens(zhou: Person) -> None:
    page = zhou.page
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("hxzz")
    page.locator("#palette [role=option]", has_text="华夏智造").first.wait_for()
    zhou.axe_now()
    page.keyboard.press("Enter")
    page.wait_for_url("**/demo/clients/1/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_two_keys_go_somewhere_and_lists_are_walked_by_j_and_k(zhou: Person) -> None:
    page = zhou.page
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/demo/projects/")
    rows = page.locator("zhike-listing tbody tr")
    address = rows.nth(1).locator("[data-open]").get_attribute("href")
    for key, row in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(rows.nth(row).locator("[data-open]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_a_form_in_a_drawer_is_filled_sent_and_left_by_keyboard(zhou: Person) -> None:
    page = zhou.page
    zhou.open("/demo/projects/?q=ERP")
    project = page.locator("zhike-listing tbody [data-open]").first.get_attribute("href")
    zhou.open(f"{project}people/")
    opener = page.locator("a[href$='/people/contact/']")
    opener.focus()
    page.keyboard.press("Enter")
    layer = page.locator("dialog[open]")
    layer.locator("[name=email]").wait_for()
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(layer).to_have_count(0)
    expect(opener).to_be_focused()

    page.keyboard.press("Enter")
    layer.locator("[name=name]").focus()
    page.keyboard.type("键盘手")
    page.keyboard.press("Tab")
    page.keyboard.type("keys@example.net")
    page.keyboard.press("Enter")
    page.locator("main li", has_text="键盘手").wait_for()


def test_the_first_tab_skips_to_the_content(zhou: Person) -> None:
    page = zhou.page
    zhou.open("/demo/clients/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_without_script_a_client_is_made_a_list_filtered_and_one_signs_out(without_script: Person) -> None:
    person, page = without_script, without_script.page
    person.sign_in(ZHOU, PASSWORD)
    person.open("/demo/clients/new/")
    page.locator("[name=name]").fill("无脚本有限公司")
    page.locator("main .form-foot button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("无脚本有限公司")
    person.open("/demo/clients/")
    page.locator("main input[type=search]").fill("无脚本")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator("[popovertarget=person-menu]").click()
    page.locator("#person-menu").get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "/demo/" not in url)
    person.open("/demo/clients/")
    assert "/-/sign-in/" in page.url

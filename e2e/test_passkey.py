"""A passkey from enrolment to signing in without a password: a virtual authenticator in real Chromium."""

from collections.abc import Callable
from typing import Any

from e2e.browsing import Person
from e2e.installation import Installation
from zhike.core.testing.world import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(person: Person) -> Any:
    """Passkeys need a name, not an IP address; the device is the browser's own."""
    person.address = person.address.replace("127.0.0.1", "localhost")
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return device


def sign_in(person: Person, email: str) -> None:
    person.open("/-/sign-in/")
    person.page.locator("[name=login]").fill(email)
    person.page.locator("[name=password]").fill(PASSWORD)
    person.page.get_by_role("button", name=person.says("登录", "Sign in"), exact=True).click()


def test_a_passkey_is_added_signs_in_alone_and_is_the_second_step_after_a_password(
    sit: Callable[..., Person], installed: Installation
) -> None:
    person = sit("en")
    with_device(person)
    page = person.page
    sign_in(person, "fang@example.com")
    page.wait_for_url("**/acme/**")

    person.open("/-/me/passkeys/new/")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=name]").fill("Test laptop")
    person.axe()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/-/me/codes/")  # recovery codes come with the first second factor
    assert page.locator("code").count() == 10
    person.axe()
    person.open("/-/me/passkeys/")
    assert page.get_by_text("Test laptop").is_visible()
    person.axe()

    person.open("/-/me/")
    person.axe()
    page.get_by_role("button", name="Sign out").last.click()
    person.open("/-/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/acme/**")

    person.open("/-/me/")
    page.get_by_role("button", name="Sign out").last.click()
    sign_in(person, "fang@example.com")
    page.wait_for_url("**/-/sign-in/second-step/")
    assert page.get_by_role("heading", level=1).inner_text() == "The second step"
    person.axe()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/acme/**")


def test_a_browser_whose_device_says_no_is_told_in_words(sit: Callable[..., Person], installed: Installation) -> None:
    person = sit("en")
    device = with_device(person)
    device.send("WebAuthn.disable")
    device.send("WebAuthn.enable")
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    device.send("WebAuthn.setUserVerified", {**added, "isUserVerified": False})
    person.open("/-/sign-in/")
    person.page.get_by_role("button", name="Use a passkey").click()
    person.page.get_by_text("That did not work.").wait_for()
    person.axe()

"""One person at one screen: opens pages, and fails the test on anything a person would call broken."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect

from e2e import accessibility

Language = Literal["zh", "en"]
Screen = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]

SCREENS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
LOADING = ".htmx-request, [hx-trigger~=revealed] .skeleton"
PATIENCE = 30_000  # ms until what is waited for counts as never coming: a busy machine is no fault of the page
# The shell is the same Chromium without a window around the page, which costs as much again as the page.
EXECUTABLES = [
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
]
# Two frames: what comes into sight is noticed in the first, and asks in the second.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=PATIENCE)

_sessions: dict[tuple[str, str, str], list[Any]] = {}  # at which installation, of whom, in which language


@dataclass
class Person:
    """A browser window of its own: cookies, language, screen, light or dark. `page` is Playwright's page."""

    page: Page
    context: BrowserContext
    language: Language
    screen: Screen
    address: str
    trouble: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    fetching: set[Request] = field(default_factory=set)
    has_script: bool = True

    def open(self, path: str) -> Response | None:
        return self.page.goto(self.address + path)

    def says(self, zh: str, en: str) -> str:
        """The words this person reads: `page.get_by_role("button", name=person.says("登录", "Sign in"))`."""
        return zh if self.language == "zh" else en

    def expecting(self, *statuses: int) -> None:
        """Answers of this kind are part of the story (a refused form is 422, somebody else's page 404)."""
        self.expected.update(statuses)

    def loaded(self) -> None:
        """Every part that is fetched when it comes into sight has come: walks down the page and waits."""
        parts = self.page.locator(LOADING)
        while left := parts.count():
            self.page.evaluate("parts => document.querySelector(parts)?.scrollIntoView()", LOADING)
            expect(parts).not_to_have_count(left, timeout=30_000)
        self.page.evaluate("scrollTo(0, 0)")

    def quiet(self) -> None:
        """Nothing is being fetched, and what the last answer brought has been drawn and asked for nothing more."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(DRAWN)
        for _moment in range(PATIENCE // 10):
            if not self.fetching:
                return
            self.page.wait_for_timeout(10)
            if not self.fetching:
                self.page.evaluate(DRAWN)
        raise AssertionError(f"Still being fetched: {[request.url for request in self.fetching]}")

    def axe(self) -> None:
        """No accessibility violation (WCAG 2.2 AA) once nothing more is being fetched."""
        self.quiet()
        self.axe_now()

    def axe_now(self) -> None:
        """The same on the page as it stands: for who knows that it is complete."""
        accessibility.look(self.page)

    def fits(self) -> None:
        """Nothing sticks out: the page does not scroll sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"

    def sign_in(self, email: str, password: str) -> None:
        """By password, as anybody; returns when the first page is there.

        Whoever signed in at this installation before is let in by the session of then: another window of the same
        browser. Where signing in is the story, the story types; and so does who has no script.
        """
        known = _sessions.get((self.address, email, self.language)) if self.has_script else None
        if known:
            self.context.add_cookies(known)
            self.open("/")
            if "/-/sign-in" not in self.page.url:
                return
        self.open("/-/sign-in/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.page.get_by_role("button", name=self.says("登录", "Sign in"), exact=True).click()
        self.page.wait_for_url(lambda url: "/-/sign-in" not in url)
        _sessions[self.address, email, self.language] = self.context.cookies()

    def read_in_own_language(self) -> None:
        """Whoever is signed in reads the language of this browser from now on."""
        code = self.says("zh-hans", "en")
        token = next(one["value"] for one in self.context.cookies() if "csrf" in one["name"])
        answer = self.context.request.post(
            f"{self.address}/-/language/",
            form={"language": code, "next": "/"},
            headers={"X-CSRFToken": token, "Referer": self.address},
            max_redirects=0,  # where it leads is another whole page
        )
        assert answer.status == 302, answer.status

    def picture(self, folder: Path, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / (re.sub(r"[^\w.-]+", "-", name) + ".png")
        self.page.screenshot(path=file, full_page=True)
        return file


def sit_down(
    browser: Browser,
    address: str,
    language: Language = "zh",
    screen: Screen = "desktop",
    scheme: Scheme = "light",
    height: int = 0,
    script: bool = True,
) -> Person:
    """A new person with an empty browser; `height` for a window of unusual height, `script` to do without any."""
    size = {**SCREENS[screen], **({"height": height} if height else {})}
    context = browser.new_context(
        base_url=address,
        java_script_enabled=script,
        locale=LOCALES[language],
        viewport=size,  # type: ignore[arg-type]
        is_mobile=screen == "phone",
        has_touch=screen == "phone",
        color_scheme=scheme,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    person = Person(page, context, language, screen, address, has_script=script)
    _listen(person, script)
    return person


def _listen(person: Person, script: bool) -> None:
    """Console errors (CSP violations are among them), script errors, failed and refused requests."""

    def console(message: Any) -> None:
        refused = "Failed to load resource" in message.text  # told by `answered` with its status
        if message.type == "error" and not refused:
            person.trouble.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status not in person.expected:
            person.trouble.append(f"{response.status}: {response.request.method} {response.url}")

    def failed(request: Any) -> None:
        unwanted = not script and request.failure == "csp"  # how it says that scripts are off
        if "ERR_ABORTED" not in str(request.failure) and not unwanted:  # nor is a page left before its pictures came
            person.trouble.append(f"failed: {request.url} {request.failure}")

    person.page.on("request", person.fetching.add)
    person.page.on("requestfinished", person.fetching.discard)
    person.page.on("requestfailed", person.fetching.discard)
    person.page.on("console", console)
    person.page.on("pageerror", lambda error: person.trouble.append(f"script: {error}"))
    person.page.on("response", answered)
    person.page.on("requestfailed", failed)

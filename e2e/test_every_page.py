"""Every page there is, in a real browser: whole, accessible, quiet, in the reader's language, as wide as the screen.

Pages are found, not listed (see addresses.py), so a new room is looked at from its first day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import APIResponse
from playwright.sync_api import Error as BrowserError

from e2e.addresses import READERS, Door, told
from e2e.browsing import Person
from e2e.installation import Installation
from e2e.looks import NARROW, ON_POSTGRES, WIDE
from zhike.accounts.demo import PASSWORD

LONG = 3000  # so tall that every panel that loads when it comes into sight does
QUIET = {302: "leads elsewhere", 405: "is posted to"}
GONE = {404, 410}  # outside: what a link that was used up, or a second factor one has not, shows
IN_BOTH = {"/-/offline/"}  # languages: a phone keeps it before it is known who will read it
LOOKS = [(*NARROW, "dark") if ON_POSTGRES else (*WIDE, "light")]


@dataclass
class Tour:
    """One reader going from page to page; what is wrong is written down and the tour goes on."""

    seats: Callable[[str], Person]
    language: str
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def visit(self, door: Door) -> None:
        person = self.seats(door.reader)
        path = self._page_of(person, door)
        if path is None:
            return
        self.seen.append(door.name)
        try:
            person.open(path)
            person.loaded()
            self._look(person, path)
        except (BrowserError, AssertionError) as error:
            self.wrong.append(f"{path}: {str(error).splitlines()[0]}")
        self.wrong.extend(f"{path}: {line}" for line in person.trouble)
        person.trouble.clear()

    def _page_of(self, person: Person, door: Door) -> str | None:
        """The first way to write this address that gives a whole page, if it is a page at all."""
        answers: list[tuple[str, int]] = []
        for path in door.paths:
            answer = person.context.request.get(person.address + path, max_redirects=0)
            if answer.status == 200 or (path.startswith("/-/") and answer.status in GONE):
                return path if _is_page(answer) else None
            answers.append((path, answer.status))
            if answer.status in QUIET:
                return None
        self.wrong.extend(f"{path} ({door.name}): {status}" for path, status in answers[:1])
        return None

    def _look(self, person: Person, path: str) -> None:
        page = person.page
        said = page.locator("html").get_attribute("lang")
        if said != ("zh-hans" if self.language == "zh" else "en") and path not in IN_BOTH:
            self.wrong.append(f"{path}: says it is in {said}")
        if page.get_by_role("heading", level=1).count() != 1:
            self.wrong.append(f"{path}: {page.locator('h1').count()} headings of the first level")
        for check in (person.fits, person.axe_now):
            try:
                check()
            except AssertionError as error:
                self.wrong.extend(f"{path}: {line}" for line in str(error).splitlines())


def _is_page(answer: APIResponse) -> bool:
    """HTML from doctype to end, and not a part that another page fetches."""
    if "text/html" not in answer.headers.get("content-type", ""):
        return False
    return "<html" in answer.text()[:400]


@pytest.fixture(scope="session")
def doors(demo: Installation) -> list[Door]:
    return told(demo)


@pytest.fixture
def tour(sit: Callable[..., Person], demo: Installation, request: pytest.FixtureRequest) -> Iterator[Tour]:
    language, screen, scheme = request.param
    people: dict[str, Person] = {}

    def seats(email: str) -> Person:
        if email not in people:
            people[email] = sit(language, at=demo, screen=screen, scheme=scheme, height=LONG)
            people[email].expecting(*GONE)
            if email:
                people[email].sign_in(email, PASSWORD)
                people[email].read_in_own_language()
        return people[email]

    yield Tour(seats, language)


@pytest.mark.parametrize("tour", LOOKS, indirect=True, ids=["-".join(look) for look in LOOKS])
def test_every_page_is_whole_and_accessible(tour: Tour, doors: list[Door]) -> None:
    for door in doors:
        tour.visit(door)
    assert not tour.wrong, "\n".join(["", *tour.wrong])
    assert len(tour.seen) > 60, tour.seen


def test_words_to_copy_for_another_channel_fit_a_phone(sit: Callable[..., Person], demo: Installation) -> None:
    """Of requests the tour opens one; this is another, of somebody who prefers WeChat (see lived_in.py)."""
    person = sit("en", at=demo, screen="phone", scheme="dark")
    person.sign_in(READERS[1], PASSWORD)
    person.read_in_own_language()
    waiting = demo.ask(
        "SELECT r.number FROM signoff_signaturerequest r JOIN signoff_signer s ON s.request_id = r.id "
        "WHERE s.reach_out_since IS NOT NULL"
    )
    person.open(f"/demo/signatures/{waiting}/")
    person.page.get_by_label("Words to copy").wait_for()
    person.fits()
    person.axe()

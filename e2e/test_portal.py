"""A client's first visit to the portal: light, the same with and without script, and readable by everybody."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from e2e.browsing import Person
from e2e.installation import Installation

MOST = 100_000  # bytes on the wire, first visit, nothing kept in the browser
LINK = """
import json
from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation, User
from zhike.core.scope import organisation
from zhike.signoff.models import SignatureRequest
home = Organisation.objects.get(slug="demo")
with organisation(home.pk):
    asked = SignatureRequest.objects.filter(signers__contact__user__email="{email}").order_by("-sent_at").first()
    path = f"/demo/portal/papers/{{asked.paper.number}}/{{asked.paper.version}}/" if asked else "/demo/portal/"
    user = User.objects.get(email="{email}")
    print(json.dumps({{"link": link_in_letter(user, path), "paper": path}}))
"""
EMAIL = "sun@huaxia-zz.example"


def let_in(person: Person, installation: Installation) -> str:
    """By the link of a mail: one button. Gives the path of the document the mail was about."""
    told: dict[str, str] = json.loads(installation.python(LINK.format(email=EMAIL)).strip().splitlines()[-1])
    person.page.goto(told["link"])
    person.page.locator("main form button.primary").click()
    person.page.wait_for_url("**" + told["paper"])
    return told["paper"]


def transferred(person: Person, path: str) -> int:
    """The bytes a first visit costs, counted by the browser's own network log."""
    session: Any = person.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    seen: list[int] = []
    session.on("Network.loadingFinished", lambda event: seen.append(int(event["encodedDataLength"])))
    person.open(path)
    person.page.wait_for_load_state("networkidle")
    session.detach()
    return sum(seen)


@pytest.mark.parametrize("language", ["zh"])
def test_a_first_visit_costs_less_than_a_hundred_kilobytes(
    sit: Callable[..., Person], demo: Installation, language: str
) -> None:
    person = sit(language, at=demo, screen="phone")
    paper = let_in(person, demo)
    for path in ("/demo/portal/", paper):
        assert transferred(person, path) <= MOST, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_portal_pages_are_accessible_and_fit_the_smallest_phone(
    sit: Callable[..., Person], demo: Installation, language: str, scheme: str
) -> None:
    person = sit(language, at=demo, screen="phone", scheme=scheme)
    paper = let_in(person, demo)
    person.read_in_own_language()
    person.page.set_viewport_size({"width": 360, "height": 740})
    pages = ["", "papers/", "questions/", "questions/new/", "me/", "projects/1/", "projects/1/files/",
             "projects/1/people/", "projects/1/requirements/"]  # fmt: skip
    decision = [paper + "decision/", paper + "signature/", paper + "?language=both", paper + "?changes"]
    person.expecting(404)
    for path in [*(f"/demo/portal/{page}" for page in pages), paper, *decision]:
        person.open(path)
        person.axe()
        person.fits()


def test_everything_can_be_done_without_script(sit: Callable[..., Person], demo: Installation) -> None:
    person = sit("zh", at=demo, screen="phone", script=False)
    paper = let_in(person, demo)
    person.open(paper + "decision/")
    assert person.page.locator("form button.primary").count() >= 1 or "signature" in person.page.url

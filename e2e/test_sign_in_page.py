"""The first page anybody sees."""

import pytest

from e2e.browsing import Person
from e2e.installation import Installation


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_opens_for_everybody(person: Person) -> None:
    person.open("/-/sign-in/")
    assert person.page.locator("html").get_attribute("lang") == person.says("zh-hans", "en")
    assert person.page.locator("form input[type=email], form input[name=login]").first.is_visible()
    assert person.page.get_by_role("heading", level=1).count() == 1
    person.fits()
    person.axe()


@pytest.mark.parametrize(("language", "screen"), [("en", "desktop")])
def test_a_killed_web_server_and_worker_come_back(person: Person, fresh_installation: Installation) -> None:
    """The helper for journeys that kill processes: what was committed is there after `kill -9`."""
    fresh_installation.python("from zhike.core.testing.world import build; build()")
    fresh_installation.start()
    fresh_installation.kill9("worker")
    fresh_installation.kill9("web")
    assert fresh_installation.health() is None
    fresh_installation.start()
    health = fresh_installation.health()
    assert health
    assert health["well"]
    count = fresh_installation.python("from zhike.accounts.models import User; print(User.objects.count())")
    assert int(count) == 10

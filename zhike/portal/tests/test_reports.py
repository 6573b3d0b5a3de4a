"""Reports in the portal: read in ten seconds, answered sentence by sentence, and nobody reads more than is theirs."""

import pytest

pytestmark = pytest.mark.django_db
HOME = "/acme/portal/"


@pytest.fixture
def here(world):
    return f"{HOME}projects/{world.bridge.number}/reports/{world.report.number}/"


def text(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_a_report_is_listed_read_and_waits_until_it_was_taken_note_of(world, as_, here):
    sun = as_("sun")
    assert "New report to read" in text(sun, HOME)
    assert "The interface design passed its review." in text(sun, here)
    assert sun.post(here + "noted/").status_code == 302
    assert "New report to read" not in text(sun, HOME)
    assert "You took note" in text(sun, here)

"""Looking at the portal as a contact: their very bytes, and nothing can be done."""

import re

import pytest
import time_machine
from django.utils import timezone

pytestmark = pytest.mark.django_db
BAR = re.compile(r'<div class="viewing-as".*?</form></div>|<div class="viewing-as".*?</div>', re.S)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def page(browser, path):
    response = browser.get(path)
    content = response.content.decode() if response["Content-Type"].startswith("text/html") else response.content
    if isinstance(content, str):
        content = re.sub(r"\n\s*\n", "\n", TOKEN.sub("", BAR.sub("", content)))
        content = re.sub(r'name="id" value="[^"]+"', "", content)
    return response.status_code, content


def test_somebody_viewing_gets_exactly_the_contacts_bytes_and_can_do_nothing(world, as_, send):
    paper = send()
    sun, olga = as_("sun"), as_("olga")
    base, project = f"/acme/portal/papers/{paper.number}/1/", f"/acme/portal/projects/{world.bridge.number}/"
    assert olga.post(f"/acme/contacts/{world.sun_contact.pk}/view-as/").status_code == 302
    paths = [
        "/acme/portal/", "/acme/portal/papers/", "/acme/portal/questions/", "/acme/portal/questions/new/",
        "/acme/portal/archive/", base, base + "items/item-1/", base + "decision/", base + "signature/",
        base + "delegation/", base + "pdf/", project, project + "files/", project + "people/", project + "papers/",
        project + "reports/", project + f"reports/{world.report.number}/",
        project + f"reports/{world.report.number}/said/",
        project + "requirements/", project + f"requirements/{world.requirement.number}/",
        f"/acme/portal/questions/{world.answered.number}/", f"/acme/portal/questions/{world.wondered.number}/",
    ]  # fmt: skip
    sun.get(project + f"reports/{world.report.number}/")  # from now on the report says that they have read it
    for path in paths:
        with time_machine.travel(timezone.now(), tick=False):  # "8 minutes ago" for both
            theirs, seen = page(sun, path), page(olga, path)
        assert theirs[0] == seen[0], path
        assert theirs[1] == seen[1], path
    for path in (
        base + "decision/", base + "code/new/", base + "delegation/", base + "reading/", base + "items/item-1/",
        project + "files/", "/acme/portal/questions/new/",
        f"/acme/portal/questions/{world.answered.number}/understood/",
        f"/acme/portal/companies/{world.sun_contact.pk}/",
    ):  # fmt: skip
        assert olga.post(path, {"decision": "approved", "reason": "x"}).status_code in {403, 404}, path


def test_looking_leaves_no_trace_as_if_the_contact_had_read(world, as_, send):
    from zhike.core.scope import organisation
    from zhike.signoff.models import Opening

    paper, olga = send(), as_("olga")
    olga.post(f"/acme/contacts/{world.sun_contact.pk}/view-as/")
    assert olga.get(f"/acme/portal/papers/{paper.number}/1/").status_code == 200
    with organisation(world.acme.pk):
        assert not Opening.objects.filter(paper=paper).exists()

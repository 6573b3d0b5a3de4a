"""A plan of Microsoft Project comes in, is looked at and taken back; a client reads the plan of their project."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.addresses import READERS
from e2e.browsing import Person
from e2e.installation import Installation
from zhike.accounts.demo import PASSWORD
from zhike.plan.tests.files import as_xml

EMAIL = READERS[2]
PLACES = """
import json
from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation, User
from zhike.core.scope import organisation
from zhike.plan.models import Plan, Task
from zhike.projects.models import Project
home = Organisation.objects.get(slug="demo")
with organisation(home.pk):
    empty = Project.objects.exclude(plans__isnull=False).exclude(status__in=["closed", "cancelled"]).first()
    theirs = Task.objects.filter(owner_contact__user__email="{email}", is_active=True).exclude(state="done").first()
    shown = theirs.project if theirs else Plan.objects.first().project
    link = link_in_letter(User.objects.get(email="{email}"), f"/demo/portal/projects/{{shown.number}}/plan/")
    print(json.dumps({{"empty": empty.number if empty else 0, "link": link, "shown": shown.number}}))
"""


def places(demo: Installation) -> dict[str, object]:
    return dict(json.loads(demo.python(PLACES.format(email=EMAIL)).strip().splitlines()[-1]))


def test_a_plan_comes_in_from_a_file_and_goes_again(
    sit: Callable[..., Person], demo: Installation, tmp_path: Path, language: str
) -> None:
    number = places(demo)["empty"]
    assert number, "the demo needs a project without a plan for each language"
    file = tmp_path / "桥.xml"
    file.write_bytes(as_xml().read())
    person = sit(language, at=demo)
    person.sign_in(READERS[0], PASSWORD)
    person.open(f"/demo/projects/{number}/plan/imports/new/")
    person.page.set_input_files("#id_file", file)
    person.page.locator("main form button.primary").click()
    expect(person.page.locator("#dry-run")).to_contain_text("需求确认")
    person.page.locator("button[name=start]").click()
    undo = person.page.locator("a[href$='/undo/']")
    expect(undo).to_be_visible(timeout=120_000)
    expect(person.page.locator("main")).to_contain_text("夜间迁移")
    undo.click()
    person.page.locator("dialog form button[type=submit]").click()
    expect(undo).to_have_count(0)


@pytest.mark.parametrize(("language", "screen"), [("zh", "phone"), ("en", "desktop")])
def test_a_client_reads_the_plan(sit: Callable[..., Person], demo: Installation, language: str, screen: str) -> None:
    told = places(demo)
    person = sit(language, at=demo, screen=screen)
    person.page.goto(str(told["link"]))
    person.page.locator("main form button.primary").click()
    person.page.wait_for_url(f"**/demo/portal/projects/{told['shown']}/plan/")
    person.open(f"/demo/portal/projects/{told['shown']}/plan/")
    expect(person.page.locator(".plan-line").first).to_be_visible()

"""A report on a client's phone: from the link of the mail to "taken note", and our side knows."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation

EMAIL = "sun@huaxia-zz.example"
SAID = {"zh": "上线周末由谁来定？", "en": "Who decides on the go-live weekend?"}
PUBLISH = """
import json
from zhike.accounts import demo as people
from zhike.accounts.actions import link_in_letter
from zhike.accounts.models import Organisation
from zhike.clients.models import Contact
from zhike.core.scope import organisation
from zhike.portal import demo
from zhike.projects.models import Project
from zhike.reports import actions, queries
from zhike.reports.models import Depth, Report
home = Organisation.objects.get(slug="demo")
with organisation(home.pk):
    actor, sun = people.owner(home), Contact.objects.get(user__email="{email}")
    project = Project.objects.get(name=demo.SIGNED)
    readers = [queries.Proposal(sun, None, language, Depth.MANAGEMENT, "mail", "") for language in ("{language}",)]
    plan = actions.set_up_plan(actor, project, name="Steering report {language}", readers=readers)
    row = actions.draft_report(actor, project, plan)
    for variant in queries.variants(actor, row):
        for topic in ("done", "next", "decisions"):
            actions.write_paragraph(actor, variant, topic=topic, text=f"{topic}: {told}")
    for one in queries.checked(actor, row).open:
        actions.answer_contradiction(actor, row, key=one.key, answer="{told} {told}")
    row = actions.publish_report(actor, Report.objects.get(pk=row.pk))
    path = f"/demo/portal/projects/{project.number}/reports/{row.number}/"
    told = {"link": link_in_letter(sun.user, path), "path": path, "staff": path.replace("/portal", "")}
    print(json.dumps(told))
"""
WORDS = {
    "zh": "接口联调下周开始，仓库数据已补齐。",
    "en": "Integration testing begins next week, and the stock is complete.",
}


def published(installation: Installation, language: str) -> dict[str, str]:
    code = PUBLISH
    told = {"email": EMAIL, "told": WORDS[language], "language": "zh-hans" if language == "zh" else "en"}
    for name, value in told.items():
        code = code.replace("{" + name + "}", value)
    found: dict[str, str] = json.loads(installation.python(code).strip().splitlines()[-1])
    return found


def test_a_report_is_read_asked_about_agreed_to_and_taken_note_of(
    sit: Callable[..., Person], demo: Installation, language: str
) -> None:
    reader, there = sit(language, at=demo, screen="phone"), published(demo, language)
    reader.page.goto(there["link"])
    reader.page.locator("main form button.primary").click()
    reader.page.wait_for_url("**" + there["path"])
    reader.read_in_own_language()
    reader.open(there["path"])
    reader.page.set_viewport_size({"width": 360, "height": 740})
    expect(reader.page.locator(".report-health .status")).to_be_visible()
    reader.axe()
    reader.fits()
    _agree(reader)
    _ask(reader, there["path"])
    reader.page.get_by_role("button", name=reader.says("已阅", "Taken note")).click()
    expect(reader.page.get_by_text(reader.says("您已阅本报告", "You took note of this report"))).to_be_visible()
    us = sit(language, at=demo)
    us.sign_in("lan@demo.zhike.local", "zhike-demo-2026")
    us.open(there["staff"])
    expect(us.page.get_by_text(SAID[language]).first).to_be_visible()


def _agree(reader: Person) -> None:
    """One tap opens what can be said to a sentence, the next says it."""
    sentence = reader.page.locator(".sentence", has_text=WORDS[reader.language]).first
    sentence.locator("summary").click()
    sentence.get_by_role("button", name=reader.says("同意", "I agree")).click()
    said = reader.page.locator(".sentence", has_text=WORDS[reader.language]).first.locator(".talk")
    expect(said).to_contain_text(reader.says("您", "You"))


def _ask(reader: Person, path: str) -> None:
    sentence = reader.page.locator(".sentence", has_text=WORDS[reader.language]).last
    sentence.locator("summary").click()
    sentence.get_by_role("link", name=reader.says("提一个问题", "Ask a question")).click()
    reader.axe()
    reader.fits()
    reader.page.locator("textarea").fill(SAID[reader.language])
    reader.page.locator("form#say button.primary").click()
    reader.page.wait_for_url(lambda url: path in url and "/said/" not in url)
    expect(reader.page.locator(".talk", has_text=SAID[reader.language]).first).to_be_visible()

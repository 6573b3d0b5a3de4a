"""The pages of a plan, as people open them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from zhike.clients.testing import MARKER
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import Baseline, Link, PlanTemplate, QualityGate, Resource, Task, TimeEntry, WorkCalendar

Sign = Callable[..., Client]
PREDECESSORS = 1


@pytest.fixture
def here(world: World) -> str:
    return f"/acme/projects/{world.bridge.number}/plan/"


def at(world: World, row: Any) -> str:
    return f"/acme/projects/{world.bridge.number}/plan/tasks/{row.number}/"


def test_the_outline_shows_codes_dates_owners_and_what_waits(world: World, as_: Sign, here: str) -> None:
    page = as_("mark").get(here)
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "1.2",
        "接口设计",
        "2SS+50%",
        "米雅",
        "with the client",
        "Next milestone",
    ):
        assert words in text
    assert 'edit=duration"' in text or "edit=duration" in text
    observer = as_("otto").get(here).content.decode()
    assert "edit=duration" not in observer


def test_the_outline_keeps_to_its_questions(world: World, as_: Sign, here: str) -> None:
    with organisation(world.acme.pk):
        for number in range(8):
            actions.add_task(world.actor("mark"), world.bridge, name=f"任务 {number}", predecessors="2")
    around = 11  # project, plan, standing, milestone, baseline with its tasks, forecast, abilities, undo, redo's two
    assert_list_budget(as_("mark"), here, more=PREDECESSORS + around + 1)


def test_a_client_is_refused_at_every_door(world: World, as_: Sign, here: str) -> None:
    for address in (
        here,
        here + "baselines/",
        here + "gates/",
        "/acme/plan/mine/",
        "/acme/plan/hours/",
        at(world, world.task),
    ):
        assert as_("sun").get(address).status_code == 403


def test_the_tab_of_the_project_loads_the_outline(world: World, as_: Sign, here: str) -> None:
    tab = as_("mark").get(here, headers={"hx-request": "true", "hx-target": "panel"})
    assert "<html" not in tab.content.decode()
    assert "接口设计" in tab.content.decode()
    glance = as_("mark").get(here + "glance/", headers={"hx-request": "true"})
    assert "上线" in glance.content.decode()


def test_tasks_are_added_line_by_line_and_taken_back(world: World, as_: Sign, here: str) -> None:
    browser = as_("mark")
    assert browser.post(here + "quick/", {"name": "补丁测试"}, follow=True).status_code == 200
    with organisation(world.acme.pk):
        assert Task.objects.filter(name="补丁测试").exists()
    page = browser.post(here + "taking-back/", follow=True)
    assert "Taken back" in page.content.decode()
    with organisation(world.acme.pk):
        assert not Task.objects.filter(name="补丁测试").exists()
    browser.post(here + "doing-again/", follow=True)
    made = browser.post(here + "new/", {"name": "培训", "kind": "task", "duration": "2w", "predecessors": "7FS+1d"})
    assert made.status_code == 302
    with organisation(world.acme.pk):
        assert Task.objects.get(name="培训").duration == 48_000
    wrong = browser.post(here + "new/", {"name": "培训", "kind": "task", "duration": "bald"})
    assert wrong.status_code == 422
    assert "no length of time" in wrong.content.decode()


def test_the_page_of_a_task_says_why_it_lies_where_it_lies(world: World, as_: Sign) -> None:
    text = as_("mark").get(at(world, world.task)).content.decode()
    assert "because of the finish of T-6 接口开发" in text
    assert "this holds its start" in text
    assert "Critical" in text


def test_fields_are_edited_in_place(world: World, as_: Sign) -> None:
    browser, address = as_("mark"), at(world, world.design)
    with organisation(world.acme.pk):
        version = Task.objects.get(pk=world.design.pk).version
    for name, value in (
        ("duration", "8d"), ("predecessors", "2"), ("owner", f"contact:{world.cara_contact.pk}"),
        ("state", "in_progress"), ("progress", "30"), ("deadline", "2027-03-01T17:00"), ("constraint", "4"),
        ("optimistic", "5d"), ("risk", "high"),
        ("is_shared", "on"), ("calendar", ""), ("description", "新说明"),
    ):  # fmt: skip
        assert browser.get(f"{address}?edit={name}").status_code == 200, name
        saved = browser.post(address, {"edit": name, name: value, "version": version})
        assert saved.status_code == 302, (name, saved.content.decode()[-3000:])
        with organisation(world.acme.pk):
            version = Task.objects.get(pk=world.design.pk).version
    with organisation(world.acme.pk):
        row = Task.objects.get(pk=world.design.pk)
    assert (row.duration, row.percent_complete, row.side, row.risk, row.is_shared) == (
        38_400,
        30,
        "client",
        "high",
        True,
    )
    late = browser.post(address, {"edit": "duration", "duration": "9d", "version": version - 1})
    assert late.status_code == 409
    assert browser.get(f"{at(world, world.hidden_task)}?edit=start").status_code == 200
    assert as_("mia").post(at(world, world.build), {"edit": "is_shared", "is_shared": "on"}).status_code == 403


def test_links_and_people_are_changed_on_the_page(world: World, as_: Sign, here: str) -> None:
    browser, address = as_("mark"), at(world, world.hidden_task)
    browser.post(address + "links/new/", {"before": world.build.number, "kind": "3", "lag": "+2d"})
    with organisation(world.acme.pk):
        link = Link.objects.get(successor=world.hidden_task)
    assert browser.get(f"{here}links/{link.pk}/").status_code == 200
    browser.post(f"{here}links/{link.pk}/", {"kind": "1", "lag": "-1d"})
    with organisation(world.acme.pk):
        assert (Link.objects.get(pk=link.pk).kind, Link.objects.get(pk=link.pk).lag) == (1, -4_800)
    browser.post(f"{here}links/{link.pk}/removal/")
    circle = browser.post(at(world, world.design) + "links/new/", {"before": world.task.number, "kind": "1"})
    assert circle.status_code == 422
    assert "circle" in circle.content.decode()
    made = browser.post(
        "/acme/plan/resources/new/", {"name": "", "kind": "work", "user": world.people["mia"].pk, "max_units": 80}
    )
    assert made.status_code == 302
    with organisation(world.acme.pk):
        resource = Resource.objects.get()
    browser.post(address + "assignment/", {"resource": resource.pk, "units": "50"})
    assert "米雅" in browser.get(address).content.decode()
    for part in ("place/", "removal/", "assignment/", "requirements/", "links/new/"):
        assert browser.get(address + part).status_code == 200
    browser.post(address + "requirements/", {"requirements": [world.requirement.pk]})
    panel = browser.get(f"{here}of-requirement/{world.requirement.number}/")
    assert "内部复盘" in panel.content.decode()
    browser.post(address + "shift/up/")
    browser.post(address + "place/", {"parent": world.phase.pk})
    browser.post(address + "removal/")
    with organisation(world.acme.pk):
        assert not Task.objects.filter(pk=world.hidden_task.pk).exists()


def test_pasting_is_looked_over_first(world: World, as_: Sign, here: str) -> None:
    browser = as_("mark")
    text = "任务名称\t工期\n走访\t3d\n汇总\tbald"
    page = browser.post(here + "paste/", {"text": text})
    assert "no length of time" in page.content.decode()
    assert browser.post(here + "paste/", {"text": text, "take": "1"}).status_code == 422
    page = browser.post(here + "paste/", {"text": text.replace("bald", "1d"), "take": "1"}, follow=True)
    assert "2 tasks added" in page.content.decode()


def test_baselines_are_taken_and_compared(world: World, as_: Sign, here: str) -> None:
    browser = as_("mark")
    assert "No baseline yet" in browser.get(here + "baselines/").content.decode()
    assert browser.post(here + "baselines/new/", {"name": "首版"}).status_code == 302
    browser.post(at(world, world.design), {"edit": "duration", "duration": "9d"})
    page = browser.get(here + "baselines/1/").content.decode()
    assert "<del>" in page
    assert "days later" in page
    assert browser.post(here + "baselines/replan/", {"reason": ""}).status_code == 422
    assert browser.post(here + "baselines/replan/", {"reason": "仓储晚一周"}).status_code == 302
    assert "仓储晚一周" in browser.get(here + "baselines/").content.decode()
    assert "Nothing changed since" in browser.get(here + "baselines/2/").content.decode()
    assert browser.get(here + "baselines/1/?to=2").status_code == 200
    assert browser.post(here + "baselines/1/edit/", {"name": "合同版"}).status_code == 302
    assert browser.post(here + "baselines/1/removal/").status_code == 302
    with organisation(world.acme.pk):
        assert Baseline.objects.count() == 1


def test_templates_gates_and_the_process(world: World, as_: Sign, here: str) -> None:
    browser = as_("olga")
    made = browser.post(
        here + "gates/new/", {"name": "上线评审", "checks": "回退演练\n用户签字", "task": world.milestone.pk}
    )
    assert made.status_code == 302
    with organisation(world.acme.pk):
        gate = QualityGate.objects.get()
        first, second = gate.checks.all()
    address = f"{here}gates/{gate.number}/"
    assert browser.post(address + "decision/passed/", {"reason": ""}).status_code == 409
    browser.post(f"{address}checks/{first.pk}/", {"result": "met", "evidence": "记录"})
    browser.post(f"{address}checks/{second.pk}/removal/")
    browser.post(address + "checks/new/", {"text": "指标核对"})
    assert browser.post(address + "decision/waived/", {"reason": "客户同意"}).status_code == 302
    assert "客户同意" in browser.get(address).content.decode()
    assert browser.get(here + "gates/").status_code == 200
    assert browser.get(address + "edit/").status_code == 200
    assert browser.post(here + "template/", {"name": "ERP"}).status_code == 302
    assert "ERP" in browser.get("/acme/plan/templates/").content.decode()
    with organisation(world.acme.pk):
        template = PlanTemplate.objects.get()
    harbour = f"/acme/projects/{world.harbour.number}/plan/"
    assert browser.post(harbour + "from-template/", {"template": template.pk}).status_code == 302
    assert "接口设计" in browser.get(harbour).content.decode()
    set_up = browser.get(here + "set-up/")
    values = {name: value for name, value in set_up.context["form"].initial.items() if value not in (None, "")}
    values |= {
        "calendar": values["calendar"].pk,
        "client_level": 1,
        "tailoring": "小项目，不写工时",
        "uses_time_sheets": "",
    }
    assert browser.post(here + "set-up/", values).status_code == 302
    assert browser.post(f"/acme/plan/templates/{template.pk}/removal/").status_code == 302


def test_calendars_and_resources(world: World, as_: Sign) -> None:
    browser = as_("olga")
    text = browser.get("/acme/plan/calendars/").content.decode()
    assert "Standard" in text
    with organisation(world.acme.pk):
        standard = WorkCalendar.objects.get(is_standard=True)
    address = f"/acme/plan/calendars/{standard.pk}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address + "exceptions/new/", {"first": "2027-05-04", "name": "停电"}).status_code == 302
    assert "停电" in browser.get(address + "?year=2027").content.decode()
    days = {f"day_{number}": "=" for number in range(7)} | {"day_5": "09:00-12:00"}
    made = browser.post(
        "/acme/plan/calendars/new/", {"name": "周六班", "scope": "organisation", "base": standard.pk, **days}
    )
    assert made.status_code == 302
    with organisation(world.acme.pk):
        row = WorkCalendar.objects.get(name="周六班")
        assert row.week[5] == [[540, 720]]
    assert browser.get(f"/acme/plan/calendars/{row.pk}/edit/").status_code == 200
    wrong = {"name": "错", "scope": "organisation", "base": standard.pk, **days, "day_0": "17-8"}
    assert browser.post("/acme/plan/calendars/new/", wrong).status_code == 422
    browser.post(
        "/acme/plan/resources/new/", {"name": "测试工程师", "kind": "work", "is_generic": "on", "max_units": 200}
    )
    with organisation(world.acme.pk):
        resource = Resource.objects.get()
    browser.post(f"/acme/plan/resources/{resource.pk}/rates/new/", {"standard": "350"})
    assert "350" in browser.get(f"/acme/plan/resources/{resource.pk}/").content.decode()
    assert "350" not in as_("mia").get(f"/acme/plan/resources/{resource.pk}/").content.decode()
    assert_list_budget(browser, "/acme/plan/resources/")


def test_hours_are_written_in_a_grid_and_approved(world: World, as_: Sign) -> None:
    mia, mark = as_("mia"), as_("mark")
    page = mia.get(f"/acme/plan/hours/?task={world.build.pk}")
    monday = page.context["days"][0].isoformat()
    address = f"/acme/plan/hours/?week={monday}&task={world.build.pk}"
    assert mia.post(address, {f"{world.build.pk}_0": "3.5", f"{world.build.pk}_1": "25"}).status_code == 422
    with organisation(world.acme.pk):
        assert not TimeEntry.objects.exists()
    assert mia.post(address, {f"{world.build.pk}_0": "3.5", f"{world.build.pk}_1": "90m"}).status_code == 302
    assert mia.post(f"/acme/plan/hours/submission/?week={monday}").status_code == 302
    page = mark.get("/acme/plan/hours/approvals/").content.decode()
    assert "米雅" in page
    with organisation(world.acme.pk):
        first, second = TimeEntry.objects.order_by("day")
    assert mark.post(f"/acme/plan/hours/{second.pk}/return/", {"reason": "写到联调"}).status_code == 302
    mark.post("/acme/plan/hours/approval/", {"hours": [first.pk]})
    assert "写到联调" in mia.get("/acme/plan/hours/").content.decode()
    with organisation(world.acme.pk):
        assert sorted(TimeEntry.objects.values_list("state", flat=True)) == ["approved", "returned"]


def test_my_tasks_are_those_i_own_or_work_on(world: World, as_: Sign) -> None:
    text = as_("mia").get("/acme/plan/mine/").content.decode()
    assert "接口设计" in text
    assert "联调" not in text
    assert MARKER not in text
    assert_list_budget(as_("mia"), "/acme/plan/mine/")

"""What may happen to the dates of a plan, on its pages."""

from typing import Any

from zhike.core.testing.lists import assert_list_budget
from zhike.core.testing.world import World
from zhike.plan.models import ScheduleRisk, Task
from zhike.plan.tests.risks import late, p80

OF_THE_FORECAST = 6  # project, plan, the last forecast and the last done; what is over; strikes with their tasks
HERE = "/acme/projects/1/plan/"


def of_task(task: Task) -> str:
    return f"{HERE}tasks/{task.number}/"


def test_on_the_page_of_the_forecast_one_says_what_may_happen(bare: World, work: Any, as_: Any) -> None:
    mark = as_("mark")
    empty = mark.get(HERE + "forecast/").content.decode()
    assert "Nothing is known that may happen" in empty
    sent = {
        "title": "接口文档晚到", "probability": "40", "effect": "delay", "optimistic": "3d", "likely": "5d",
        "pessimistic": "10d", "tasks": f"T-{bare.build.number}，{bare.design.number}", "note": "每周问一次",
    }  # fmt: skip
    answer = mark.post(HERE + "schedule-risks/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    p80(bare, work)
    page = mark.get(HERE + "forecast/").content.decode()
    for words in ("接口文档晚到", "40 %", "3d to 10d later, likely 5d", bare.build.code, "earlier"):
        assert words in page, words
    assert "was changed since" not in page
    row = ScheduleRisk.objects.get()
    own = HERE + f"schedule-risks/{row.pk}/"
    form = mark.get(own + "edit/").content.decode()
    for words in ('value="3d"', 'value="5d"', 'value="10d"', f'value="{bare.design.number}, {bare.build.number}"'):
        assert words in form, words
    answer = mark.post(own + "edit/", {**sent, "effect": "factor", "likely": "2", "optimistic": "", "pessimistic": "",
                                       "version": row.version})  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert "2 times as long" in mark.get(own).content.decode()
    assert "was changed since" in mark.get(HERE + "forecast/").content.decode()
    assert mark.post(own + "end/", {"state": "happened"}).status_code == 302
    assert "Happened" in mark.get(own).content.decode()
    assert "1 is over" in mark.get(HERE + "forecast/").content.decode()
    assert mark.post(own + "opening/").status_code == 302
    assert mark.post(own + "removal/").status_code == 302
    assert not ScheduleRisk.objects.exists()


def test_the_form_says_what_is_wrong_with_the_tasks(bare: World, as_: Any) -> None:
    sent = {"title": "晚到", "probability": "40", "effect": "delay", "likely": "5d"}
    for tasks, words in (("5 und 6", "is no number of a task"), ("999", "There is no task T-999"),
                         (str(bare.milestone.number), "takes no time"), ("", "fill this in")):  # fmt: skip
        answer = as_("mark").post(HERE + "schedule-risks/new/", {**sent, "tasks": tasks})
        assert answer.status_code == 422
        assert words in answer.content.decode(), words
    assert f'value="{bare.build.number}"' in as_("mark").get(
        HERE + f"schedule-risks/new/?task={bare.build.number}"
    ).content.decode()  # fmt: skip


def test_the_page_of_a_task_tells_what_may_happen_to_it(bare: World, as_: Any) -> None:
    phase = Task.objects.get(plan=bare.plan, name="实施")
    late(bare, phase, title="环境不稳", delay=None, factor={"likely": 1.5})
    late(bare, bare.build)
    late(bare, bare.design, title="设计返工")
    page = as_("mark").get(of_task(bare.build)).content.decode()
    assert "环境不稳" in page
    assert "接口文档晚到" in page
    assert "设计返工" not in page
    assert "schedule-risks/new/?task=" in page
    reader = as_("otto").get(of_task(bare.build)).content.decode()
    assert "接口文档晚到" in reader
    assert "schedule-risks/new/" not in reader
    quiet = as_("otto").get(of_task(bare.milestone)).content.decode()
    assert "What may happen" not in quiet


def test_who_only_looks_sees_no_buttons_and_gets_no_form(bare: World, as_: Any) -> None:
    row = late(bare)
    page = as_("otto").get(HERE + "forecast/").content.decode()
    assert row.title in page
    assert "schedule-risks/new/" not in page
    own = HERE + f"schedule-risks/{row.pk}/"
    assert "/edit/" not in as_("otto").get(own).content.decode()
    for address in ("edit/", "end/", "removal/"):
        assert as_("otto").get(own + address).status_code == 403
    assert as_("cara").get(own).status_code in {403, 404}
    assert as_("olga").get(f"/acme/projects/{bare.harbour.number}/plan/schedule-risks/{row.pk}/").status_code == 404


def test_the_page_asks_as_little_for_thirty_as_for_one(bare: World, as_: Any) -> None:
    for at in range(30):
        late(bare, bare.build, bare.design, title=f"第 {at} 件", probability=at + 1)
    assert_list_budget(as_("olga"), HERE + "forecast/", more=OF_THE_FORECAST)

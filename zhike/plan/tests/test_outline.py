"""Lines moved out and in: which come along, and what is given back when it is taken back."""

from typing import Any

from zhike.activity.models import Activity
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.models import Plan, Task

DAY = 4_800


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def outline(plan: Plan) -> list[tuple[str, str]]:
    return list(Task.objects.filter(plan=plan).order_by("position").values_list("wbs", "name"))


def test_what_followed_comes_below_a_task_that_is_moved_out(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    for name in ("甲", "乙"):
        actions.add_task(mark, inside.bridge, name=name, parent=inside.hidden_task.parent)
    before = outline(plan)

    def wbs() -> dict[str, str]:
        return {name: code for code, name in outline(plan)}

    outcome = actions.shift_task(mark, inside.hidden_task, direction="out")
    assert "3 tasks that followed it are below it now" in outcome.message
    codes = wbs()
    assert (codes["内部复盘"], codes["上线"]) == ("3", "2.3")
    assert (codes["甲"], codes["乙"]) == ("3.2", "3.3")
    assert [name for _code, name in outline(plan)] == [name for _code, name in before]
    row = fresh(inside.hidden_task)
    assert (row.kind, row.duration) == ("summary", 3 * DAY)
    actions.undo_edit(mark, plan)
    row = fresh(inside.hidden_task)
    assert outline(plan) == before
    assert (row.kind, row.duration, row.state) == ("task", DAY, "to_do")
    actions.redo_edit(mark, plan)
    assert wbs() == codes


def test_what_followed_stays_where_the_task_cannot_hold_it(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    outcome = actions.shift_task(mark, inside.build, direction="out")
    assert "what followed it stays" in outcome.message
    codes = {name: wbs for wbs, name in outline(plan)}
    assert (codes["接口开发"], codes["联调"]) == ("3", "2.1")
    actions.undo_edit(mark, plan)
    actions.change_task(mark, fresh(inside.hidden_task), progress=30)
    actions.shift_task(mark, fresh(inside.hidden_task), direction="out")
    row = fresh(inside.hidden_task)
    assert (row.kind, row.wbs, row.percent_complete) == ("task", "3", 30)


def test_taking_back_gives_a_task_what_it_had_before_something_came_below_it(inside: World) -> None:
    mark, plan = inside.actor("mark"), inside.plan
    actions.shift_task(mark, inside.hidden_task, direction="in")
    assert fresh(inside.milestone).duration == DAY
    actions.undo_edit(mark, plan)
    assert (fresh(inside.milestone).kind, fresh(inside.milestone).duration) == ("milestone", 0)
    added = actions.add_task(mark, inside.bridge, name="细节", parent=fresh(inside.hidden_task), duration="4d")
    assert Activity.objects.filter(verb="plan.edited").latest("sequence").subject_id == added.pk
    assert fresh(inside.hidden_task).duration == 4 * DAY
    actions.undo_edit(mark, plan)
    assert (fresh(inside.hidden_task).kind, fresh(inside.hidden_task).duration) == ("task", DAY)

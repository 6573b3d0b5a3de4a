"""What a client sees of the plan: what was shared, what lies with them, what was promised, and no inner word."""

import pytest

from zhike.activity.models import Activity
from zhike.clients.testing import MARKER
from zhike.core.errors import Denied
from zhike.core.scope import organisation
from zhike.plan import actions
from zhike.plan.models import Task
from zhike.plan.portal import shared_plan, shared_replans

pytestmark = pytest.mark.django_db
HOME = "/acme/portal/"


@pytest.fixture
def here(world):
    return f"{HOME}projects/{world.bridge.number}/plan/"


def text(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_the_plan_shows_shared_phases_and_milestones_and_nothing_else(world, as_, here):
    page = text(as_("cara"), here)
    for name in ("准备", "联调", "上线", "数据清洗"):
        assert name in page
    for name in ("内部复盘", "接口开发", "需求确认", MARKER):
        assert name not in page
    assert "Plan" in text(as_("cara"), f"{HOME}projects/{world.bridge.number}/")


def test_a_milestone_says_what_was_promised_and_what_is_expected_now(world, as_, here):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.take_baseline(mark, world.plan, name="合同基线")
        actions.change_task(mark, world.build, duration="20d")
    page = text(as_("cara"), here)
    assert "later than promised" in page
    assert "Promised" in page


def test_what_lies_with_them_is_asked_for_and_reported_as_done(world, as_, here):
    cara = as_("cara")
    home = text(cara, HOME)
    assert "数据清洗" in home
    done = f"{here}{world.client_task.number}/done/"
    assert "Is it done?" in text(cara, done)
    response = cara.post(done, {"note": "三张表都在共享盘。"})
    assert response.status_code == 302
    with organisation(world.acme.pk):
        row = Task.objects.get(pk=world.client_task.pk)
    assert row.state == "done"
    assert "You reported as done" in text(cara, here)
    assert "数据清洗" not in text(cara, HOME)


def test_only_whom_it_lies_with_may_report_it(world, as_, here):
    done = f"{here}{world.client_task.number}/done/"
    assert as_("kai").get(done).status_code == 404
    assert as_("cara").get(f"{here}{world.task.number}/done/").status_code == 404
    assert as_("mark").get(here).status_code == 403
    assert as_("rita").get(here).status_code == 404


def test_fewer_levels_show_less_and_more_than_allowed_shows_no_more(world, as_, here):
    cara = as_("cara")
    lines = 'class="plan-line'
    assert 0 < text(cara, here + "?level=1").count(lines) < text(cara, here).count(lines)
    assert text(cara, here + "?level=9").count(lines) == text(cara, here).count(lines)
    assert text(cara, here + "?level=x")


def test_home_names_the_next_milestone(world, as_):
    page = text(as_("cara"), HOME)
    assert "Next milestone" in page
    assert "上线" in page


def test_many_tasks_cost_no_more_questions(world, as_, here, django_assert_max_num_queries):
    with organisation(world.acme.pk):
        for number in range(12):
            actions.add_task(
                world.actor("mark"), world.bridge, name=f"共享 {number}", shared=True, owner=world.cara_contact
            )
    cara = as_("cara")
    cara.get(here)
    with django_assert_max_num_queries(60):
        cara.get(here)


def test_the_bars_stand_on_an_axis_with_what_was_promised_below_them(world, as_, here):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.take_baseline(mark, world.plan, name="合同基线")
        actions.change_task(mark, world.build, duration="30d")
    page = text(as_("cara"), here)
    assert 'class="plan-axis"' in page
    assert 'class="mark"' in page
    assert page.count('<rect class="promised"') >= 3
    assert '<path class="promised"' in page


def test_why_dates_changed_is_told_where_it_was_shared_and_only_there(world, as_, here):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.replan(mark, world.plan, reason=f"内部原因 {MARKER}")
        shared = actions.replan(mark, world.plan, reason="接口文档晚到，双方同意顺延。", is_shared=True)
    page = text(as_("cara"), here)
    assert "Why dates changed" in page
    assert "接口文档晚到" in page
    assert MARKER not in page
    with organisation(world.acme.pk):
        actions.change_baseline(mark, shared, is_shared=False)
    assert "接口文档晚到" not in text(as_("cara"), here)
    with organisation(world.acme.pk):
        actions.change_baseline(mark, shared, is_shared=True)
        world.bridge.transparency.planned_dates = False
        world.bridge.transparency.save()
    page = text(as_("cara"), here)
    assert "接口文档晚到" not in page
    assert 'class="plan-axis"' not in page


def test_why_dates_changed_names_no_day_of_a_task_the_client_does_not_see(world):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.add_task(mark, world.bridge, name="内部收尾", constraint=4, constraint_at="2031-03-03T08:00")
        actions.replan(mark, world.plan, reason="接口文档晚到，双方同意顺延。", is_shared=True)
        [told] = shared_replans(world.actor("cara"), world.bridge.number)
        plan = shared_plan(world.actor("cara"), world.bridge.number, 9)
    assert plan is not None
    assert told.after == max(one.finish for one in plan.tasks if one.finish).date()
    assert told.after.year < 2031


def test_sharing_why_is_recorded_and_asks_for_the_right_to_share(world):
    with organisation(world.acme.pk):
        mark, mia = world.actor("mark"), world.actor("mia")
        with pytest.raises(Denied):
            actions.replan(mia, world.plan, reason="顺延", is_shared=True)
        row = actions.replan(mark, world.plan, reason="顺延")
        actions.change_baseline(mark, row, is_shared=True)
        actions.change_baseline(mark, row, is_shared=False)
        kinds = Activity.objects.filter(subject_id=row.pk).order_by("pk").values_list("verb", flat=True)
        assert list(kinds)[-2:] == ["baseline.shared", "baseline.hidden"]

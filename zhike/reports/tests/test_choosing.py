"""What of the one data set each reader gets, what somebody may decide to tell besides, and what is told at once."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.core.models import Job
from zhike.core.reporting import MONEY, PROBLEMS, Doubt, Period, facts_of
from zhike.core.testing.world import World
from zhike.monitoring import opening
from zhike.monitoring.actions import take_reading
from zhike.monitoring.events import DEVIATION_FOUND
from zhike.monitoring.models import Reading
from zhike.monitoring.queries import charts_of
from zhike.plan import actions as plans
from zhike.plan.models import Plan, Task
from zhike.reports import actions, queries
from zhike.reports.choosing import CHARTS, chosen_charts, untold
from zhike.reports.jobs import tell_at_once_what_went_wrong
from zhike.reports.models import Depth, Publication, Report, Variant
from zhike.reports.queries import Proposal
from zhike.reports.testing import again
from zhike.reports.tests.telling import fact, sentence, variant_of
from zhike.reports.tests.test_reports import ANSWER, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(inside: World) -> Any:
    return inside.actor("mark")


@pytest.fixture
def planned(inside: World, mark: Any) -> World:
    """The bridge has a baseline that it is late against, so there is something to draw."""
    plans.take_baseline(mark, Plan.objects.select_related("project").get(pk=inside.plan.pk), name="合同版")
    row = Task.objects.select_related("project", "plan").get(pk=inside.build.pk)
    plans.change_task(mark, row, duration="15d")
    return inside


@pytest.fixture
def draft(inside: World, mark: Any, told: dict[str, list[Any]]) -> Report:
    """Of a fact for everybody, one of ours, and one of ours that says what something costs."""
    told["facts"] = [
        fact("t:1", "The foundation is poured."),
        fact("t:2", "Two people left the team.", is_shared=False),
        fact("t:3", "The crane cost 900,000.", topic=MONEY, is_shared=False, needs_money=True),
    ]
    actions.draft_again(mark, inside.report_draft)
    return again(inside.report_draft)


def test_charts_are_chosen_by_keys_that_exist(planned: World, mark: Any) -> None:
    drawn = {chart.key for chart in charts_of(mark, planned.bridge)}
    wanted = {key for keys in CHARTS.values() for key in keys or ()}
    assert "s-curve" in drawn
    assert wanted <= drawn | {"milestones"}


def test_a_fact_of_ours_is_told_to_the_client_when_somebody_decides_so(draft: Report, mark: Any) -> None:
    variant = variant_of(draft)
    assert [one.key for one in untold(draft.data, variant, ["t:1"])] == ["t:2"]
    actions.tell_client(mark, variant, fact="t:2")
    actions.tell_client(mark, variant, fact="t:2")
    assert texts(draft).count("Two people left the team.") == 1
    assert sentence(variant, "t:2").was_internal
    actions.draft_again(mark, again(draft))
    assert "Two people left the team." in texts(draft), "what was decided holds when it is drafted anew"
    assert "Two people left the team." not in texts(draft, "management")


def test_what_costs_is_told_only_where_costs_are_told(draft: Report, inside: World, mark: Any) -> None:
    with pytest.raises(Conflict):
        actions.tell_client(mark, variant_of(draft), fact="t:3")
    with pytest.raises(Conflict):
        actions.tell_client(mark, variant_of(draft, "technical", "ours"), fact="t:2")
    with pytest.raises(Conflict):
        actions.tell_client(mark, variant_of(draft), fact="t:gone")
    inside.bridge.transparency.budget = True
    inside.bridge.transparency.save()
    actions.draft_again(mark, again(draft))
    actions.tell_client(mark, variant_of(draft, "management"), fact="t:3")
    assert "The crane cost 900,000." in texts(draft, "management")
    assert "The crane cost 900,000." not in texts(draft)


def test_a_doubt_about_the_budget_is_printed_without_its_words_where_no_cost_is_told(
    draft: Report, mark: Any, told: Any
) -> None:
    told["doubts"] = [Doubt("t:budget", "It comes to 130 % of the budget.", 2, is_shared=True, needs_money=True)]
    actions.draft_again(mark, again(draft))
    actions.judge(mark, again(draft), health="on_track", reason="The client pays for the difference.")
    actions.answer_contradiction(mark, again(draft), key="t:budget", answer=ANSWER)
    actions.publish_report(mark, again(draft))
    for one in Publication.objects.filter(report=draft):
        variant = Variant.objects.get(report=draft, audience=one.audience, depth=one.depth, language=one.language)
        assert ("130 %" in str(one.content["answers"])) == variant.has_money
        assert ANSWER in str(one.content["answers"])


def test_what_one_reader_said_is_ours_to_tell(inside: World, mark: Any) -> None:
    """Cara saw something differently: the next draft knows, and tells it to nobody of the client by itself."""
    report = inside.report_draft
    found = facts_of(
        Actor.system(inside.acme.pk), again(report).project,
        Period(inside.reaction.said_at, report.period_end.replace(year=2099), report.period_end.replace(year=2099)),
    )  # fmt: skip
    (said,) = [one for one in found if one.key == f"reports.said:{inside.reaction.pk}"]
    assert not said.is_shared
    actions.draft_again(mark, report)
    assert not any("我们认为缺三个仓库" in text for text in texts(again(report)))
    assert any("我们认为缺三个仓库" in text for text in texts(again(report), "technical", "ours"))


def test_what_goes_wrong_is_drafted_at_once_for_those_who_usually_hear(inside: World, mark: Any, told: Any) -> None:
    house = Actor.system(inside.acme.pk)
    told["facts"] = [
        fact("monitoring.deviation:1", "The migration is ten days late, because two warehouses are missing. We "
             "propose to begin with one.", topic=PROBLEMS, is_shared=False),
        fact("monitoring.deviation:2", "It comes to 130 % of the budget.", topic=PROBLEMS, is_shared=False,
             needs_money=True),
        fact("t:2", "Two people left the team.", is_shared=False),
    ]  # fmt: skip
    row = actions.draft_at_once(house, inside.bridge)
    assert row.kind == Report.Kind.URGENT
    clients = [one for one in queries.variants(mark, row) if one.audience == Variant.Audience.CLIENT]
    assert clients
    for variant in clients:
        said = texts(row, variant.depth)
        assert any("ten days late" in text for text in said), "the cause and what is proposed"
        assert not any("Two people left" in text for text in said), "what else is ours stays ours"
        assert any("130 %" in text for text in said) == variant.has_money
    again_later = actions.draft_at_once(house, inside.bridge)
    assert again_later == row, "what goes wrong before it is sent is told together"
    assert not Publication.objects.filter(report=row).exists(), "nothing goes out that nobody read"


def test_an_alarm_has_it_drafted_and_a_warning_waits_for_the_next_report(inside: World) -> None:
    for is_alarm in (False, True):
        tell_at_once_what_went_wrong(
            Activity(project_id=inside.bridge.pk, details={"is_alarm": is_alarm}), DEVIATION_FOUND
        )
        waiting = Job.objects.filter(name__endswith="draft_at_once")
        assert waiting.exists() == is_alarm


def test_readers_of_an_urgent_report_are_those_who_usually_hear(inside: World, mark: Any) -> None:
    found = {one.name for one in queries.usual_readers(mark, inside.bridge)}
    assert {"孙立国", "卡拉"} <= found


def test_the_client_sees_progress_and_neither_hours_nor_milestones_of_ours(planned: World, mark: Any) -> None:
    inner, outer = "内部评审点", "现场验收"
    for name, is_shared in ((inner, False), (outer, True)):
        row = plans.add_task(mark, planned.bridge, name=name, duration="0d")
        plans.change_task(mark, row, kind="milestone", shared=is_shared)
    first = Reading.objects.filter(project=planned.bridge)
    take_reading(Actor.system(planned.acme.pk), planned.bridge)
    first.update(day=timezone.localdate() - timedelta(days=7), is_latest=False)  # so that there is a line to draw
    report = actions.draft_again(mark, planned.report_draft)
    ours, theirs = (variant_of(report, *one) for one in (("technical", "ours"), ("usual", "client")))
    curve, moved = (charts_for(report, theirs)[key] for key in ("s-curve", "milestones"))
    assert curve["unit"][0] == "percent"
    assert [one["look"] for one in curve["series"]] == ["reference", "measured"]
    assert all(value is None or 0 <= value <= 100 for one in curve["series"] for value in one["values"])
    names = {one["name"] for one in moved["series"]}
    assert outer in names
    assert inner not in names
    assert charts_for(report, ours)["s-curve"]["unit"][0] == "hours"
    assert {one["name"] for one in charts_for(report, ours)["milestones"]["series"]} >= {inner, outer}
    planned.bridge.transparency.budget = True
    planned.bridge.transparency.save()
    report = actions.draft_again(mark, again(report))
    assert charts_for(report, theirs)["s-curve"]["unit"][0] == "hours"
    assert inner not in str(charts_for(report, theirs))


def charts_for(report: Report, variant: Variant) -> dict[str, Any]:
    return {one["key"]: one for one in chosen_charts(report.data, variant)}


def test_a_reader_of_costs_gets_the_s_curve_in_money(planned: World, mark: Any) -> None:
    to = [Proposal(None, planned.people["mark"], "en", Depth.FINANCE, "mail", "")]
    row = actions.draft_report(mark, planned.bridge, readers=to)
    keys = [one["key"] for one in row.data["charts"]]
    assert "s-curve" in keys


def test_a_draft_opens_the_plan_once_however_many_tell_of_it(planned: World, mark: Any) -> None:
    with mock.patch.object(opening, "_opened", wraps=opening._opened) as opened:
        actions.draft_again(mark, planned.report_draft)
    assert len({call.args[1] for call in opened.call_args_list}) == opened.call_count
    assert Reading.objects.filter(project=planned.bridge, day=timezone.localdate()).exists(), "what it tells is kept"

"""What one does with a project, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from zhike.accounts.models import User
from zhike.activity.events import sentence
from zhike.activity.models import Activity
from zhike.clients.models import AccountMember
from zhike.core import closing
from zhike.core.access import visible
from zhike.core.closing import open_points
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.testing.world import World
from zhike.projects import actions
from zhike.projects.models import PROFILES, SWITCHES, Participant, Party, Project, Stage, Template
from zhike.projects.queries import empty_roles, next_step, wanted_duties

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def last(verb: str) -> Activity:
    found = Activity.objects.filter(verb=verb).order_by("-sequence").first()
    assert found is not None, f"{verb} was not recorded"
    return found


# --- setting up ------------------------------------------------------------------------------------------


def test_a_new_project_has_a_number_stages_openness_and_its_manager_on_board(inside: World) -> None:
    made = actions.create_project(inside.actor("mia"), name="智慧园区", client=_known_to(inside, "mia"))
    assert made.number == 4
    assert made.code == "P-4"
    assert [stage.kind for stage in made.stages.all()] == list(Stage.Kind.values)
    assert {switch for switch in SWITCHES if getattr(made.transparency, switch)} == PROFILES["usual"]
    on_board = made.participants.get()
    assert (on_board.user, on_board.duty) == (inside.people["mia"], Participant.Duty.PROJECT_MANAGER)
    assert not made.portal_open
    assert last("project.created").subject_id == made.pk


def test_the_same_project_sent_twice_is_set_up_once(inside: World) -> None:
    key, mark = uuid4(), inside.actor("mark")
    first = actions.create_project(mark, name="数据中台", client=inside.huaxia, id=key)
    again = actions.create_project(mark, name="数据中台", client=inside.huaxia, id=key)
    assert first.pk == again.pk == key
    assert Project.objects.filter(name="数据中台").count() == 1


def test_a_project_for_a_client_one_does_not_know_is_missing(inside: World) -> None:
    with pytest.raises(Missing):
        actions.create_project(inside.actor("mia"), name="偷看", client=inside.northwind)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "、、、"),
        ("planned_finish", TODAY - timedelta(days=60)),
        ("planned_finish", TODAY + timedelta(days=365 * 80)),
        ("actual_finish", TODAY + timedelta(days=2)),
    ],
)
def test_a_project_with_a_wrong_value_is_not_set_up(inside: World, field: str, value: object) -> None:
    values = {"name": "好", "planned_start": TODAY, field: value}
    with pytest.raises(Invalid) as refusal:
        actions.create_project(inside.actor("mark"), client=inside.huaxia, **values)
    assert field in refusal.value.errors
    assert Project.objects.count() == 3


def test_a_form_filled_from_an_older_version_is_refused(inside: World) -> None:
    mark, version = inside.actor("mark"), inside.bridge.version
    actions.change_project(mark, inside.bridge, version=version, goal="新目标")
    with pytest.raises(Conflict):
        actions.change_project(mark, inside.bridge, version=version, goal="另一个目标")
    assert Project.objects.get(pk=inside.bridge.pk).goal == "新目标"


def test_the_timeline_tells_that_the_budget_changed_but_not_what_it_is(inside: World) -> None:
    actions.change_project(inside.actor("mark"), inside.bridge, budget=912345)
    told = last("project.changed")
    assert "budget" in [field["en"] for field in told.details["fields"]]
    assert "912345" not in str(told.details)
    assert "880000" not in str(told.details)


def test_handing_over_puts_the_new_manager_on_board_and_on_the_account_team(inside: World) -> None:
    fresh = _colleague(inside, "neu@example.com")
    actions.assign_project(inside.actor("olga"), inside.bridge, manager=fresh)
    assert Project.objects.get(pk=inside.bridge.pk).manager == fresh
    assert AccountMember.objects.filter(client=inside.huaxia, user=fresh).exists()
    assert inside.bridge.participants.filter(user=fresh, until=None, duty="project_manager").exists()
    with pytest.raises(Denied):
        actions.assign_project(inside.actor("mia"), inside.bridge, manager=fresh)


# --- along the way ---------------------------------------------------------------------------------------


def test_starting_enters_the_first_stage_and_happens_once(inside: World) -> None:
    mark = inside.actor("mark")
    started = actions.start_project(mark, inside.bridge)
    assert (started.status, started.actual_start, started.stage.kind) == ("active", TODAY, "initiation")
    with pytest.raises(Conflict):
        actions.start_project(mark, inside.bridge)


def test_moving_leaves_one_stage_and_enters_the_next_forwards_and_back(inside: World) -> None:
    mark = inside.actor("mark")
    execution = inside.bridge.stages.get(kind="execution")
    moved = actions.move_to_stage(mark, inside.bridge, execution)
    assert moved.status == "active"
    planning = inside.bridge.stages.get(kind="planning")
    actions.move_to_stage(mark, moved, planning)
    execution.refresh_from_db()
    planning.refresh_from_db()
    assert execution.is_done
    assert planning.is_current
    assert inside.bridge.stages.filter(entered_at__isnull=False, left_at=None).count() == 1
    with pytest.raises(Conflict):
        actions.move_to_stage(mark, moved, planning)


def test_a_stage_of_another_project_is_missing(inside: World) -> None:
    with pytest.raises(Missing):
        actions.move_to_stage(inside.actor("mark"), inside.bridge, inside.harbour.stages.first())


def test_a_usual_stage_is_told_in_the_language_of_whoever_reads(inside: World) -> None:
    from django.utils import translation

    actions.move_to_stage(inside.actor("mark"), inside.bridge, inside.bridge.stages.get(kind="acceptance"))
    with translation.override("en"):
        assert "Acceptance" in sentence(last("stage.entered"))
    assert set(last("stage.entered").details["stage"]) == {"zh-hans", "en"}


def test_stages_can_be_laid_out_anew_but_one_that_was_entered_stays(inside: World) -> None:
    mark = inside.actor("mark")
    project = actions.start_project(mark, inside.bridge)
    first = project.stages.get(kind="initiation")
    steps = [
        actions.Step(name="蓝图设计"),
        actions.Step(id=first.pk, kind="initiation"),
        actions.Step(kind="care"),
    ]
    actions.set_stages(mark, project, steps)
    assert [str(stage.name or stage.kind) for stage in project.stages.all()] == [
        "蓝图设计",
        "initiation",
        "care",
    ]
    with pytest.raises(Conflict):
        actions.set_stages(mark, Project.objects.get(pk=project.pk), [actions.Step(name="只有一个")])
    assert project.stages.count() == 3


@pytest.mark.parametrize("health", ["at_risk", "off_track"])
def test_doubtful_health_needs_a_reason(inside: World, health: str) -> None:
    with pytest.raises(Invalid):
        actions.judge_health(inside.actor("mark"), inside.bridge, health=health, reason=" ")
    judged = actions.judge_health(inside.actor("mark"), inside.bridge, health=health, reason="接口未定")
    assert (judged.health, judged.health_reason, judged.health_by_id) == (
        health,
        "接口未定",
        inside.people["mark"].pk,
    )


def test_health_cannot_be_unjudged(inside: World) -> None:
    with pytest.raises(Invalid):
        actions.judge_health(inside.actor("mark"), inside.bridge, health="unknown")


def test_a_reason_the_client_may_not_see_is_not_in_their_feed(inside: World) -> None:
    mark = inside.actor("mark")
    actions.choose_transparency(mark, inside.bridge, shown=frozenset({"health", "activity"}))
    actions.judge_health(mark, inside.bridge, health="at_risk", reason="内部原因")
    assert not last("health.at_risk").shown_to_client


def test_pausing_needs_a_reason_and_resuming_takes_it_away(inside: World) -> None:
    mark = inside.actor("mark")
    actions.start_project(mark, inside.bridge)
    with pytest.raises(Invalid):
        actions.pause_project(mark, inside.bridge, reason="")
    actions.pause_project(mark, inside.bridge, reason="客户年终盘点")
    assert actions.resume_project(mark, inside.bridge).status_reason == ""


# --- people and parties ----------------------------------------------------------------------------------


def test_a_colleague_put_on_a_project_sees_it_and_its_client(inside: World) -> None:
    fresh = _colleague(inside, "neu@example.com")
    actions.add_colleague(inside.actor("mark"), inside.bridge, fresh, duty="developer")
    assert AccountMember.objects.filter(client=inside.huaxia, user=fresh).exists()
    with pytest.raises(Conflict):
        actions.add_colleague(inside.actor("mark"), inside.bridge, fresh, duty="tester")


def test_a_duty_of_the_other_side_is_refused(inside: World) -> None:
    with pytest.raises(Invalid):
        actions.add_colleague(inside.actor("mark"), inside.bridge, inside.people["otto"], duty="sponsor")
    with pytest.raises(Invalid):
        actions.add_contact(inside.actor("mark"), inside.bridge, inside.kai_contact, duty="developer")


def test_somebody_of_a_company_without_a_role_cannot_be_added_until_it_has_one(inside: World) -> None:
    olga = inside.actor("olga")
    with pytest.raises(Invalid) as refusal:
        actions.add_contact(olga, inside.bridge, inside.rita_contact, duty="client_member")
    assert "北风物流" in str(refusal.value)
    actions.name_party(olga, inside.bridge, inside.northwind, role="funder")
    actions.add_contact(olga, inside.bridge, inside.rita_contact, duty="client_member")
    assert visible(inside.actor("rita"), Project).filter(pk=inside.bridge.pk).exists()


def test_a_company_may_hold_several_roles_and_a_role_several_companies(inside: World) -> None:
    olga = inside.actor("olga")
    actions.name_party(olga, inside.bridge, inside.huaxia, role="funder")
    actions.name_party(olga, inside.bridge, inside.northwind, role="funder")
    assert inside.bridge.parties.filter(role="funder").count() == 2
    with pytest.raises(Conflict):
        actions.name_party(olga, inside.bridge, inside.northwind, role="funder")
    assert len(empty_roles(inside.bridge)) == 1  # nobody uses it


def test_a_company_whose_people_take_part_keeps_its_last_role(inside: World) -> None:
    olga = inside.actor("olga")
    party = actions.name_party(olga, inside.bridge, inside.northwind, role="intermediary")
    joined = actions.add_contact(olga, inside.bridge, inside.rita_contact, duty="client_member")
    with pytest.raises(Conflict):
        actions.remove_party(olga, party)
    actions.end_participation(olga, joined)
    actions.remove_party(olga, party)
    assert not Party.objects.filter(pk=party.pk).exists()


def test_who_is_taken_off_sees_the_project_no_more_and_the_manager_cannot_be(inside: World) -> None:
    mark = inside.actor("mark")
    cara = inside.bridge.participants.get(contact=inside.cara_contact)
    actions.end_participation(mark, cara)
    assert not visible(inside.actor("cara"), Project).filter(pk=inside.bridge.pk).exists()
    with pytest.raises(Conflict):
        actions.end_participation(mark, inside.bridge.participants.get(user=inside.people["mark"]))


# --- portal ----------------------------------------------------------------------------------------------


def test_opening_and_closing_the_portal_is_recorded_and_decides_who_sees_it(inside: World) -> None:
    mark, cara = inside.actor("mark"), inside.actor("cara")
    assert not visible(cara, Project).filter(pk=inside.tunnel.pk).exists()
    actions.open_portal(mark, inside.tunnel)
    assert visible(cara, Project).filter(pk=inside.tunnel.pk).exists()
    actions.close_portal(mark, inside.tunnel)
    assert not visible(cara, Project).filter(pk=inside.tunnel.pk).exists()
    assert last("project.portal_closed").project_id == inside.tunnel.pk


def test_choosing_switches_by_hand_finds_the_profile_they_make(inside: World) -> None:
    mark = inside.actor("mark")
    seen = actions.choose_transparency(mark, inside.bridge, shown=PROFILES["reserved"])
    assert seen.profile == "reserved"
    seen = actions.choose_transparency(mark, inside.bridge, shown={"stage"})
    assert seen.profile == "own"
    told = last("project.transparency_changed").details
    assert told["shown"]["en"] == "nothing"
    assert len(told["hidden"]) == 4


def test_a_reason_without_its_health_is_refused(inside: World) -> None:
    with pytest.raises(Invalid):
        actions.choose_transparency(inside.actor("mark"), inside.bridge, shown={"health_reason"})


# --- the end ---------------------------------------------------------------------------------------------


def test_open_points_keep_a_project_open_for_its_manager_but_not_against_a_reason_of_the_firm(
    inside: World,
) -> None:
    mia = inside.actor("mia")
    project = actions.create_project(mia, name="小项目", client=_known_to(inside, "mia"))
    assert len(open_points(mia, project)) == 3
    with pytest.raises(Conflict):
        actions.close_project(mia, project)
    with pytest.raises(Denied):
        actions.close_project(mia, project, reason="算了")
    closed = actions.close_project(inside.actor("olga"), project, reason="客户不再需要")
    assert closed.status == "closed"
    assert len(last("project.closed_anyway").details["points"]) == 3
    assert not last("project.closed_anyway").shown_to_client


def test_a_project_with_nothing_open_closes_without_a_reason(inside: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {name: check for name, check in closing._checks.items() if check.__module__ == "zhike.projects.closing"}
    monkeypatch.setattr(closing, "_checks", ours)  # what rooms above find open is tested there
    mark = inside.actor("mark")
    bare = actions.create_project(mark, name="只有本房间的事", client=inside.huaxia)  # nothing of the rooms above
    actions.name_party(mark, bare, inside.huaxia, role="beneficiary")
    actions.add_contact(mark, bare, inside.cara_contact, duty="key_user")
    actions.open_portal(mark, bare)
    project = actions.move_to_stage(mark, bare, bare.stages.get(kind="closing"))
    actions.judge_health(mark, project, health="on_track")
    actions.change_project(mark, project, planned_finish=TODAY)
    for question in project.questions.filter(state="open"):
        question.delete()
    assert open_points(mark, Project.objects.get(pk=project.pk)) == []
    closed = actions.close_project(mark, project)
    assert (closed.status, closed.actual_finish) == ("closed", TODAY)
    assert closed.closed_at is not None
    assert next_step(closed, list(closed.stages.all())) is None
    assert visible(inside.actor("cara"), Project).filter(pk=closed.pk).exists(), "the archive stays readable"


def test_a_closed_project_refuses_change_until_it_is_reopened_with_a_reason(inside: World) -> None:
    mark = inside.actor("mark")
    closed = actions.close_project(mark, inside.bridge, reason="先关")
    for attempt in (
        lambda: actions.change_project(mark, closed, goal="x"),
        lambda: actions.judge_health(mark, closed, health="on_track"),
        lambda: actions.add_contact(mark, closed, inside.kai_contact, duty="user"),
        lambda: actions.close_project(mark, closed, reason="再关"),
    ):
        with pytest.raises(Conflict):
            attempt()
    with pytest.raises(Invalid):
        actions.reopen_project(mark, closed, reason="")
    assert actions.reopen_project(mark, closed, reason="返工").status == "planned"


def test_a_reopened_project_is_in_the_stage_it_was_in(inside: World) -> None:
    mark = inside.actor("mark")
    project = actions.move_to_stage(mark, inside.bridge, inside.bridge.stages.get(kind="execution"))
    actions.cancel_project(mark, project, reason="预算取消")
    again = actions.reopen_project(mark, project, reason="预算回来了")
    assert again.stage.kind == "execution"
    assert again.stage.is_current


# --- templates -------------------------------------------------------------------------------------------


def test_a_template_keeps_the_way_of_working_and_leaves_client_people_and_money_behind(inside: World) -> None:
    mark = inside.actor("mark")
    project = inside.bridge
    steps = [
        actions.Step(id=stage.pk, kind=stage.kind, due_on=project.planned_start + timedelta(days=10 * stage.position))
        for stage in project.stages.all()
    ]
    actions.set_stages(mark, project, steps)
    kept = actions.save_as_template(mark, Project.objects.get(pk=project.pk), name="ERP 实施")
    start = TODAY + timedelta(days=100)
    made = actions.create_project(mark, name="新 ERP", client=inside.huaxia, template=kept, planned_start=start)
    assert made.planned_finish == start + timedelta(days=90)
    assert made.stages.get(kind="execution").due_on == start + timedelta(days=20)
    assert made.budget is None
    assert made.parties.count() == 0
    assert "Key user" in wanted_duties(made, list(made.participants.all()))
    assert made.transparency.profile == "usual"


def test_two_templates_do_not_share_a_name_and_removing_one_changes_no_project(inside: World) -> None:
    mark = inside.actor("mark")
    kept = actions.save_as_template(mark, inside.bridge, name="通用")
    with pytest.raises(Conflict):
        actions.save_as_template(mark, inside.harbour, name="通用")
    made = actions.create_project(mark, name="照做", client=inside.huaxia, template=kept)
    actions.remove_template(mark, kept)
    assert not Template.objects.exists()
    assert made.stages.count() == 6
    assert last("project_template.removed").subject_id == kept.pk


# --- below -----------------------------------------------------------------------------------------------


def _known_to(world: World, name: str):  # type: ignore[no-untyped-def]
    AccountMember.objects.get_or_create(client=world.huaxia, user=world.people[name])
    return world.huaxia


def _colleague(world: World, email: str) -> User:
    from zhike.accounts.models import Membership

    user = User.objects.create_user(email, name="新人")
    Membership.objects.create(user=user, role="member")
    return user

"""Who knows of which project, and who may do what to it: the whole table, and that a refusal changes nothing."""

from collections.abc import Callable

import pytest

from zhike.activity.models import Activity
from zhike.core.access import can, visible
from zhike.core.errors import Refusal
from zhike.core.testing.world import World
from zhike.projects import actions
from zhike.projects.access import in_my_projects
from zhike.projects.models import Participant, Party, Project, Stage, Transparency
from zhike.projects.queries import who_can_see

pytestmark = pytest.mark.django_db
EVERYTHING = {"bridge", "tunnel", "harbour"}
KNOWN = {
    "olga": EVERYTHING,
    "mark": EVERYTHING,
    "fang": EVERYTHING,
    "otto": EVERYTHING,
    "mia": {"bridge"},
    "sun": {"bridge"},
    "kai": {"bridge"},  # takes part in nothing, but is client manager of its client
    "cara": {"bridge"},  # takes part in tunnel too, whose portal is closed
    "rita": {"harbour"},
}
RUN_IT = {"olga", "mark"}
MAY = {
    "project.view": {"olga", "mark", "mia", "fang", "otto"},
    "project.create": {"olga", "mark", "mia"},
    "project.change": RUN_IT,
    "project.assign": RUN_IT,
    "project.view_budget": RUN_IT | {"fang"},
    "project.close": RUN_IT,
    "project.override_closing": RUN_IT,
    "project.change_people": RUN_IT,
    "project.open_portal": RUN_IT,
    "project.invite": RUN_IT,
    "project_template.change": RUN_IT,
    "portal.view": {"sun", "kai", "cara"},
}


@pytest.mark.parametrize("name", KNOWN)
def test_everybody_knows_exactly_their_projects(inside: World, name: str) -> None:
    found = {one.pk for one in visible(inside.actor(name), Project)}
    assert found == {inside.things[thing].pk for thing in KNOWN[name]}
    there = Project.objects.filter(in_my_projects(inside.actor(name), "pk"))
    assert {one.pk for one in there} == found


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("model", [Stage, Party, Participant, Transparency])
def test_parts_of_a_project_follow_it_and_are_never_rows_for_a_client(inside: World, name: str, model: type) -> None:
    found = {one.project_id for one in visible(inside.actor(name), model)}
    if inside.actor(name).is_client:
        assert not found
    else:
        assert found <= {inside.things[thing].pk for thing in KNOWN[name]}


@pytest.mark.parametrize("capability", MAY)
def test_everybody_may_do_exactly_what_the_table_says(inside: World, capability: str) -> None:
    on = None if capability.startswith("project_template") or capability == "project.create" else inside.bridge
    able = {name for name in KNOWN if can(inside.actor(name), capability, on)}
    assert able == MAY[capability]


def test_a_member_who_manages_a_project_runs_it(inside: World) -> None:
    actions.assign_project(inside.actor("olga"), inside.bridge, manager=inside.people["mia"])
    mia = inside.actor("mia")
    for capability in ("project.change", "project.close", "project.change_people", "project.view_budget"):
        assert can(mia, capability, inside.bridge)
    assert not can(mia, "project.assign", inside.bridge)
    assert not can(mia, "project.override_closing", inside.bridge)


VERBS: dict[str, Callable] = {
    "change": lambda who, row, world: actions.change_project(who, row, name="x"),
    "assign": lambda who, row, world: actions.assign_project(who, row, manager=world.people["mia"]),
    "start": lambda who, row, world: actions.start_project(who, row),
    "pause": lambda who, row, world: actions.pause_project(who, row, reason="x"),
    "resume": lambda who, row, world: actions.resume_project(who, row),
    "cancel": lambda who, row, world: actions.cancel_project(who, row, reason="x"),
    "close": lambda who, row, world: actions.close_project(who, row, reason="x"),
    "reopen": lambda who, row, world: actions.reopen_project(who, row, reason="x"),
    "move": lambda who, row, world: actions.move_to_stage(who, row, row.stages.first()),
    "set_stages": lambda who, row, world: actions.set_stages(who, row, [actions.Step(name="x")]),
    "judge": lambda who, row, world: actions.judge_health(who, row, health="on_track"),
    "party": lambda who, row, world: actions.name_party(who, row, world.huaxia, role="user"),
    "colleague": lambda who, row, world: actions.add_colleague(who, row, world.people["otto"], duty="tester"),
    "contact": lambda who, row, world: actions.add_contact(who, row, world.kai_contact, duty="user"),
    "participant": lambda who, row, world: actions.change_participant(who, row.participants.first(), title="x"),
    "end": lambda who, row, world: actions.end_participation(who, row.participants.last()),
    "portal": lambda who, row, world: actions.close_portal(who, row),
    "transparency": lambda who, row, world: actions.choose_transparency(who, row, profile="open"),
    "template": lambda who, row, world: actions.save_as_template(who, row, name="x"),
    "invite": lambda who, row, world: actions.invite_participant(who, row.participants.last()),
    "colleague_by_mail": lambda who, row, world: actions.invite_colleague(
        who, row, email="a@example.com", name="A", duty="tester"
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["mia", "fang", "otto", "sun", "kai", "cara", "rita"])
def test_whoever_may_not_is_refused_and_nothing_changes(inside: World, verb: str, name: str) -> None:
    before = (
        Activity.objects.count(),
        Project.objects.get(pk=inside.bridge.pk).version,
        Participant.objects.count(),
    )
    with pytest.raises(Refusal) as refusal:
        VERBS[verb](inside.actor(name), inside.bridge, inside)
    assert refusal.value.status in {403, 404}
    after = (
        Activity.objects.count(),
        Project.objects.get(pk=inside.bridge.pk).version,
        Participant.objects.count(),
    )
    assert after == before


@pytest.mark.parametrize("thing", ["bridge", "tunnel", "harbour"])
def test_who_can_see_it_and_why_agrees_with_the_rule_for_everybody(inside: World, thing: str) -> None:
    project = inside.things[thing]
    told = {viewer.user_id: viewer for viewer in who_can_see(project)}
    for name in KNOWN:
        sees = visible(inside.actor(name), Project).filter(pk=project.pk).exists()
        assert (inside.people[name].pk in told) is sees, name
    assert all(viewer.reasons for viewer in told.values())

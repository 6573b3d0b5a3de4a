"""What the people of a client see: their projects, as far as each is open to them, and not a word more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from zhike.clients.models import Contact
from zhike.clients.testing import MARKER
from zhike.core.scope import organisation
from zhike.projects import actions
from zhike.projects.models import SWITCHES, Project

pytestmark = pytest.mark.django_db
HOME = "/acme/portal/"
TODAY = timezone.localdate()


@pytest.fixture
def bridge(world):
    return f"{HOME}projects/{world.bridge.number}/"


@pytest.fixture
def full(world):
    """The bridge with something behind every switch."""
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        actions.choose_transparency(mark, world.bridge, profile="open")
        row = actions.move_to_stage(mark, world.bridge, world.bridge.stages.get(kind="execution"))
        row = actions.change_project(
            mark, row, planned_finish=TODAY + timedelta(days=77), actual_start=TODAY - timedelta(days=11)
        )
        actions.judge_health(mark, row, health="at_risk", reason="接口文档还没到")
    return row


def text(browser, path):
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def shown_by_day(day) -> str:
    from django.utils import formats, translation

    with translation.override("en"):
        return formats.date_format(day, "DATE_FORMAT")


def test_home_shows_the_projects_one_takes_part_in_and_whom_to_talk_to(world, as_, full):
    page = text(as_("cara"), HOME)
    assert "大桥 ERP 实施" in page
    assert "接口文档还没到" in page
    assert "马可 Mark" in page
    assert "港口门户改版" not in page
    assert "隧道" not in page


def test_a_client_manager_sees_the_open_projects_of_the_company(world, as_):
    assert "大桥 ERP 实施" in text(as_("kai"), HOME)


def test_another_clients_project_does_not_exist(world, as_, bridge):
    for path in (
        bridge,
        f"{HOME}projects/{world.tunnel.number}/",
        f"{HOME}projects/{world.foreign_project.number}99/",
    ):
        assert as_("rita").get(path).status_code == 404
    assert as_("cara").get(f"{HOME}projects/{world.tunnel.number}/").status_code == 404
    assert as_("gus").get(HOME).status_code == 404


def test_staff_stay_outside_the_portal_and_clients_outside_the_firm(world, as_):
    assert as_("mark").get(HOME).status_code == 403
    assert as_("cara").get("/acme/projects/").status_code == 403


EVIDENCE: dict[str, Callable] = {
    "people": lambda world: ["马可 Mark"],
    "contact_details": lambda world: ["mark@example.com"],
    "stage": lambda world: ["Execution"],
    "planned_dates": lambda world: [shown_by_day(TODAY + timedelta(days=77))],
    "actual_dates": lambda world: [shown_by_day(TODAY - timedelta(days=11))],
    "health": lambda world: ["At risk", "at risk"],
    "health_reason": lambda world: ["接口文档还没到"],
    "activity": lambda world: ["What happened"],
    "budget": lambda world: ["880,000"],
}
NEEDS = {"people": {"contact_details"}, "health": {"health_reason"}}


@pytest.mark.parametrize("switch", EVIDENCE)
def test_what_the_words_promise_is_what_the_page_shows(world, as_, full, bridge, switch):
    """For each switch: on, it is in the portal; off, it is nowhere, also not in what happened before."""
    from zhike.projects.queries import project, shown_and_hidden

    cara = as_("cara")
    for proof in EVIDENCE[switch](world)[:1]:
        assert proof in text(cara, bridge), f"{switch} is on"
    with organisation(world.acme.pk):
        kept = set(SWITCHES) - {switch} - NEEDS.get(switch, set())
        actions.choose_transparency(world.actor("mark"), world.bridge, shown=kept)
        row = project(world.actor("mark"), pk=world.bridge.pk)
        shown, hidden = shown_and_hidden(row.transparency)
        label = str(type(row.transparency)._meta.get_field(switch).verbose_name)
        assert label in hidden
        assert label not in shown
    for page in (text(cara, bridge), text(cara, HOME)):
        for proof in EVIDENCE[switch](world):
            assert proof not in page, f"{switch} is off"


def test_a_closed_project_moves_to_the_archive_and_stays_readable(world, as_, bridge):
    assert "Archive" not in text(as_("cara"), HOME)
    with organisation(world.acme.pk):
        actions.close_project(world.actor("mark"), world.bridge, reason=f"{MARKER} 提前收尾")
    cara = as_("cara")
    assert "大桥 ERP 实施" not in text(cara, HOME).split("<main")[1]
    assert "大桥 ERP 实施" in text(cara, HOME + "archive/")
    assert MARKER not in text(cara, bridge)


def test_a_contact_who_left_or_was_taken_off_sees_nothing(world, as_, bridge):
    with organisation(world.acme.pk):
        Contact.objects.filter(pk=world.cara_contact.pk).update(left_at=TODAY)
    assert as_("cara").get(bridge).status_code == 404


def test_nothing_internal_reaches_any_page_of_the_portal(world, as_, full):
    with organisation(world.acme.pk):
        actions.pause_project(world.actor("mark"), Project.objects.get(pk=full.pk), reason=MARKER)
        actions.name_party(world.actor("mark"), full, world.huaxia, role="funder", note=MARKER)
        numbers = list(Project.objects.values_list("number", flat=True))
    for name in ("sun", "kai", "cara", "rita"):
        browser = as_(name)
        for path in [HOME, HOME + "archive/", *(f"{HOME}projects/{number}/" for number in numbers)]:
            assert MARKER not in browser.get(path).content.decode(), (name, path)


def test_templates_of_the_portal_get_frozen_copies_and_no_rows(world, as_, full, bridge):
    from django.db.models import Model
    from django.test.utils import ContextList

    def values(context: ContextList):
        for layer in context:
            for one in layer.dicts if hasattr(layer, "dicts") else [layer]:
                yield from one.items()

    for path in (HOME, bridge):
        response = as_("cara").get(path)
        for key, value in values(response.context):
            if key in {"shell", "request", "user", "block", "view", "messages"}:
                continue
            several = value if isinstance(value, list | tuple) else [value]
            assert not any(isinstance(one, Model) for one in several), key


def test_somebody_of_two_companies_chooses_as_whom_to_look(world, as_):
    with organisation(world.acme.pk):
        mine = actions_contact(world)
        actions.add_contact(world.actor("olga"), world.harbour, mine, duty="client_member")
    cara = as_("cara")
    both = text(cara, HOME)
    assert "大桥" in both
    assert "港口" in both
    assert cara.post(f"{HOME}companies/{mine.pk}/").status_code == 302
    one = text(cara, HOME)
    assert "港口" in one
    assert "大桥" not in one
    assert cara.post(f"{HOME}companies/{world.rita_contact.pk}/").status_code == 404
    cara.post(f"{HOME}companies/")
    assert "大桥" in text(cara, HOME)


def actions_contact(world):
    from zhike.clients.actions import create_contact

    made = create_contact(world.actor("olga"), world.northwind, name="卡拉（北风）")
    Contact.objects.filter(pk=made.pk).update(user=world.people["cara"])
    made.refresh_from_db()
    return made


def test_somebody_of_the_funder_reads_what_happened_in_the_project_they_take_part_in(world, as_, full, bridge):
    with organisation(world.acme.pk):
        olga = world.actor("olga")
        actions.name_party(olga, full, world.northwind, role="funder")
        actions.add_contact(olga, full, world.rita_contact, duty="client_member")
    page = text(as_("rita"), bridge)
    assert "What happened" in page
    assert "at risk: 接口文档还没到" in page


def test_the_first_visit_is_light(world, as_, full, bridge):
    for path in (HOME, bridge):
        assert len(as_("cara").get(path).content) < 40_000


def test_home_asks_few_questions_for_any_number_of_projects(world, as_, django_assert_max_num_queries):
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        for number in range(8):
            made = actions.create_project(mark, name=f"项目{number}", client=world.huaxia)
            actions.add_contact(mark, made, world.cara_contact, duty="user")
            actions.open_portal(mark, made)
    cara = as_("cara")
    with django_assert_max_num_queries(28):
        assert "项目7" in text(cara, HOME)

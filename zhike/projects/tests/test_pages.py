"""The pages, as people of the firm use them."""

from uuid import uuid4

import pytest
from django.core import mail

from zhike.accounts.models import Invitation, Membership
from zhike.core.scope import organisation
from zhike.projects.models import Participant, Project

pytestmark = pytest.mark.django_db
HOME = "/acme/projects/"
PAGES = [
    "", "edit/", "stage/", "stages/", "health/", "closure/", "people/", "people/colleague/", "people/contact/",
    "parties/", "parties/new/", "visibility/", "transparency/", "template/", "assignment/", "pause/",
]  # fmt: skip


@pytest.fixture
def bridge(world):
    return f"{HOME}{world.bridge.number}/"


def fresh(project):
    with organisation(project.organisation_id):
        return Project.objects.get(pk=project.pk)


def test_the_list_shows_what_one_may_know_of(world, as_):
    page = as_("mark").get(HOME).content.decode()
    assert "大桥 ERP 实施" in page
    assert "港口门户改版" in page
    members = as_("mia").get(HOME).content.decode()
    assert "大桥 ERP 实施" in members
    assert "港口门户改版" not in members
    assert "环球门户" not in page


@pytest.mark.parametrize(
    "query", ["?status=planned", "?health=off_track", "?finish_from=2020-01-01", "?ended=0", "?q=daqiao"]
)
def test_the_list_can_be_narrowed(world, as_, query):
    assert as_("mark").get(HOME + query).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_project_opens_for_its_manager(world, as_, bridge, page):
    response = as_("mark").get(bridge + page)
    assert response.status_code == 200, page
    assert "大桥" in response.content.decode() or page in {
        "stage/",
        "health/",
        "people/contact/",
        "people/colleague/",
        "parties/new/",
        "transparency/",
        "closure/",
        "assignment/",
        "pause/",
        "template/",
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_it_opens_for_a_client_or_somebody_who_does_not_know_of_it(world, as_, page):
    harbour = f"{HOME}{world.harbour.number}/{page}"
    for name in ("mia", "cara", "rita"):
        assert as_(name).get(harbour).status_code in {403, 404}
    assert as_("gus").get(harbour).status_code == 404


def test_a_project_is_set_up_with_a_client_typed_without_script(world, as_):
    browser = as_("mark")
    sent = {
        "id": str(uuid4()),
        "name": "智慧园区",
        "client_text": "华夏智造",
        "manager": str(world.people["mark"].pk),
    }
    response = browser.post(HOME + "new/", sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert browser.post(HOME + "new/", sent)["Location"] == response["Location"]
    with organisation(world.acme.pk):
        assert Project.objects.filter(name="智慧园区").count() == 1


def test_an_unknown_client_is_a_message_at_its_field(world, as_):
    sent = {"name": "x", "client_text": "没有这家", "manager": str(world.people["mark"].pk)}
    response = as_("mark").post(HOME + "new/", sent)
    assert response.status_code == 422
    assert "Choose a client from the list" in response.content.decode()


def test_health_is_judged_in_its_dialog_and_shown_in_words(world, as_, bridge):
    browser = as_("mark")
    assert browser.post(bridge + "health/", {"health": "at_risk", "reason": ""}).status_code == 422
    assert browser.post(bridge + "health/", {"health": "at_risk", "reason": "接口延期"}).status_code == 302
    page = browser.get(bridge).content.decode()
    assert "At risk: 接口延期" in page


def test_an_old_form_is_told_that_somebody_was_faster(world, as_, bridge):
    browser = as_("mark")
    version = world.bridge.version
    browser.post(bridge + "health/", {"health": "on_track", "version": version})
    response = browser.post(bridge + "health/", {"health": "off_track", "reason": "旧表单", "version": version})
    assert response.status_code == 409
    assert fresh(world.bridge).health == "on_track"


def test_the_goal_is_edited_in_place(world, as_, bridge):
    browser = as_("mark")
    assert "textarea" in browser.get(bridge + "?edit=goal").content.decode()
    sent = {"edit": "goal", "goal": "更快的月结", "version": world.bridge.version}
    assert browser.post(bridge, sent).status_code == 302
    assert fresh(world.bridge).goal == "更快的月结"


def test_the_budget_is_shown_to_those_who_may_know_it(world, as_, bridge):
    assert "880,000" in as_("fang").get(bridge).content.decode()
    assert "880,000" not in as_("mia").get(bridge).content.decode()
    assert "880,000" not in as_("otto").get(bridge).content.decode()


def test_a_contact_is_added_and_invited_in_one_step(world, as_, bridge):
    with organisation(world.acme.pk):
        sent = {"id": str(uuid4()), "company": str(world.huaxia.pk), "name": "周敏", "email": "zhou@huaxia.example",
                "duty": "key_user", "portal_role": "contact", "invite": "on"}  # fmt: skip
    response = as_("mark").post(bridge + "people/contact/", sent)
    assert response.status_code == 302, response.content.decode()[:4000]
    with organisation(world.acme.pk):
        joined = Participant.objects.get(pk=sent["id"])
        assert joined.contact.name == "周敏"
        asked = Invitation.objects.get(email="zhou@huaxia.example")
        assert {one["kind"] for one in asked.grants} == {"contact", "project"}


def test_a_new_colleague_is_on_the_project_as_soon_as_they_accept(world, as_, bridge, work):
    from zhike.accounts.invitations import redeem
    from zhike.accounts.models import User
    from zhike.core.actors import Actor

    sent = {"id": str(uuid4()), "name": "新同事", "email": "xin@acme.example", "duty": "developer"}
    assert as_("mark").post(bridge + "people/colleague/", sent).status_code == 302
    with organisation(world.acme.pk):
        asked = Invitation.objects.get(email="xin@acme.example")
        user = User.objects.create_user("xin@acme.example", name="新同事")
        membership = Membership.objects.create(user=user, role="member")
        redeem(Actor.system(world.acme.pk), user, membership, asked.grants)
        redeem(Actor.system(world.acme.pk), user, membership, asked.grants)
        assert Participant.objects.get(user=user).duty == "developer"
    work()
    assert mail.outbox


def test_stages_are_laid_out_in_one_form(world, as_, bridge):
    with organisation(world.acme.pk):
        there = list(world.bridge.stages.all())
    sent = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "2", "version": str(world.bridge.version)}
    for number, stage in enumerate(there[:2]):
        sent |= {
            f"form-{number}-id": str(stage.pk),
            f"form-{number}-kind": stage.kind,
            f"form-{number}-ORDER": str(number + 2),
        }
    sent |= {"form-2-name": "需求调研", "form-2-ORDER": "1"}
    response = as_("mark").post(bridge + "stages/", sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    with organisation(world.acme.pk):
        assert [one.name or one.kind for one in world.bridge.stages.all()] == [
            "需求调研",
            "initiation",
            "planning",
        ]


def test_the_visibility_page_says_in_words_who_sees_what(world, as_, bridge):
    page = as_("mark").get(bridge + "visibility/").content.decode()
    assert "3 people of the client can see" in page  # sun and cara take part; kai is client manager
    assert "sees every open project of 华夏智造 as client manager" in page
    assert "takes part as Key user" in page


def test_the_portal_is_opened_and_closed_by_a_button(world, as_):
    browser = as_("mark")
    tunnel = f"{HOME}{world.tunnel.number}/"
    assert browser.post(tunnel + "portal/").status_code == 302
    assert fresh(world.tunnel).portal_open
    assert browser.post(tunnel + "portal/").status_code == 409
    assert browser.post(tunnel + "portal/closing/").status_code == 302
    assert not fresh(world.tunnel).portal_open


def test_switches_by_hand_need_the_profile_as_chosen_here(world, as_, bridge):
    browser = as_("mark")
    sent = {"profile": "own", "shown": ["stage", "budget"]}
    assert browser.post(bridge + "transparency/", sent).status_code == 302
    page = browser.get(bridge + "visibility/").content.decode()
    assert "name and goal, stage, budget" in page


def test_closing_lists_what_is_open_and_takes_a_reason(world, as_, bridge):
    browser = as_("mark")
    assert "The project never entered a stage." in browser.get(bridge + "closure/").content.decode()
    assert browser.post(bridge + "closure/", {"reason": ""}).status_code == 409
    assert browser.post(bridge + "closure/", {"reason": "客户不再需要"}).status_code == 302
    assert fresh(world.bridge).status == "closed"
    assert browser.post(bridge + "reopening/", {"reason": "返工"}).status_code == 302


def test_a_template_is_kept_used_and_removed(world, as_, bridge):
    browser = as_("mark")
    assert browser.post(bridge + "template/", {"id": str(uuid4()), "name": "ERP 标准"}).status_code == 302
    assert "ERP 标准" in browser.get(HOME + "templates/").content.decode()
    assert "ERP 标准" in browser.get(HOME + "new/").content.decode()


def test_the_client_page_has_a_panel_of_its_projects(world, as_):
    address = f"{HOME}of-client/{world.huaxia.pk}/"
    part = as_("mark").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "大桥 ERP 实施" in part
    assert "<html" not in part
    assert "港口" not in part

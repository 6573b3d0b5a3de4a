"""Projects over REST."""

import json
from uuid import uuid4

import pytest

from zhike.core.scope import organisation
from zhike.projects.models import Project

pytestmark = pytest.mark.django_db
HOME = "/acme/api/v1/projects"


def send(browser, method, path, **body):
    return getattr(browser, method)(path, json.dumps(body), content_type="application/json")


@pytest.fixture
def bridge(world):
    return f"{HOME}/{world.bridge.pk}"


def test_the_list_is_paged_filtered_and_only_ones_own(world, as_):
    first = as_("mark").get(HOME + "?limit=2").json()
    assert len(first["items"]) == 2
    rest = as_("mark").get(HOME + f"?limit=2&after={first['next']}").json()
    assert {one["id"] for one in [*first["items"], *rest["items"]]} == {
        str(world.bridge.pk), str(world.tunnel.pk), str(world.harbour.pk)
    }  # fmt: skip
    assert [one["code"] for one in as_("mia").get(HOME).json()["items"]] == [world.bridge.code]
    assert len(as_("mark").get(HOME + "?health=off_track").json()["items"]) == 1


def test_the_budget_is_null_for_those_who_may_not_know_it(world, as_, bridge):
    assert float(as_("fang").get(bridge).json()["budget"]) == 880000
    assert as_("mia").get(bridge).json()["budget"] is None
    assert as_("otto").get(HOME).json()["items"][0]["budget"] is None


def test_a_project_sent_twice_is_made_once(world, as_):
    with organisation(world.acme.pk):
        body = {"id": str(uuid4()), "name": "接口做的", "client_id": str(world.huaxia.pk)}
    assert send(as_("mark"), "post", HOME, **body).status_code == 201
    assert send(as_("mark"), "post", HOME, **body).status_code == 200
    with organisation(world.acme.pk):
        assert Project.objects.filter(name="接口做的").count() == 1


def test_a_project_goes_its_way_over_the_interface(world, as_, bridge):
    mark = as_("mark")
    assert send(mark, "post", bridge + "/start").json()["status"] == "active"
    assert send(mark, "post", bridge + "/start").status_code == 409
    assert send(mark, "post", bridge + "/pause", reason="盘点").json()["status"] == "on_hold"
    assert mark.delete(bridge + "/pause").json()["status"] == "active"
    stages = mark.get(bridge + "/stages").json()
    moved = send(mark, "put", bridge + "/stage", stage_id=stages[2]["id"]).json()
    assert moved["stage_id"] == stages[2]["id"]
    assert send(mark, "put", bridge + "/health", health="at_risk").status_code == 422
    assert send(mark, "put", bridge + "/health", health="on_track").json()["health"] == "on_track"
    assert mark.get(bridge + "/open-points").json()
    assert mark.get(bridge + "/next-step").json()["words"]
    assert send(mark, "post", bridge + "/closure").status_code == 409
    assert send(mark, "post", bridge + "/closure", reason="提前").json()["status"] == "closed"
    assert mark.delete(bridge + "/closure?reason=x").json()["status"] == "active"
    assert send(mark, "post", bridge + "/cancellation", reason="预算").json()["status"] == "cancelled"


def test_fields_are_changed_against_a_version(world, as_, bridge):
    mark = as_("mark")
    version = mark.get(bridge).json()["version"]
    assert send(mark, "patch", bridge, goal="新目标", version=version).json()["goal"] == "新目标"
    assert send(mark, "patch", bridge, goal="旧", version=version).status_code == 409
    assert send(mark, "patch", bridge, name=None).status_code == 422
    assert send(mark, "patch", bridge, planned_finish=None).json()["planned_finish"] is None


def test_people_and_parties_come_and_go(world, as_, bridge):
    mark = as_("mark")
    with organisation(world.acme.pk):
        kai, huaxia = str(world.kai_contact.pk), str(world.huaxia.pk)
    added = send(mark, "post", bridge + "/participants", contact_id=kai, duty="sponsor").json()
    there = f"{bridge}/participants/{added['id']}"
    assert send(mark, "patch", there, title="总经理").json()["title"] == "总经理"
    assert mark.delete(there).json()["until"]
    assert send(mark, "post", bridge + "/participants", duty="sponsor").status_code == 422
    party = send(mark, "post", bridge + "/parties", client_id=huaxia, role="user", note="n").json()
    assert send(mark, "patch", f"{bridge}/parties/{party['id']}", note="m").json()["note"] == "m"
    assert mark.delete(f"{bridge}/parties/{party['id']}").status_code == 204
    assert len(mark.get(bridge + "/parties").json()["items"]) == 1


def test_openness_is_chosen_and_told_in_words(world, as_, bridge):
    mark = as_("mark")
    chosen = send(mark, "put", bridge + "/transparency", shown=["stage"]).json()
    assert (chosen["profile"], chosen["shown"]) == ("own", ["stage"])
    assert chosen["words"]
    assert mark.delete(bridge + "/portal").json()["portal_open"] is False
    assert send(mark, "post", bridge + "/portal").json()["portal_open"] is True
    assert "cara@example.com" not in mark.get(bridge + "/viewers").content.decode()
    assert len([one for one in mark.get(bridge + "/viewers").json() if one["is_client"]]) == 3


def test_a_template_is_made_listed_and_removed(world, as_, bridge):
    mark, home = as_("mark"), "/acme/api/v1/project-templates"
    made = send(mark, "post", home, project_id=str(world.bridge.pk), name="ERP").json()
    assert [one["name"] for one in mark.get(home).json()["items"]] == ["ERP"]
    assert mark.delete(f"{home}/{made['id']}").status_code == 204


def test_a_client_and_a_stranger_get_nothing(world, as_, bridge):
    for name, statuses in (("cara", {403}), ("gus", {404})):
        for path in ("", "/stages", "/participants", "/parties", "/viewers", "/transparency"):
            assert as_(name).get(bridge + path).status_code in statuses
    assert as_("mark").get(f"{HOME}/{world.foreign_project.pk}").status_code == 404

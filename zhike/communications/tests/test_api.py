"""Questions over REST."""

import json
from uuid import uuid4

import pytest

from zhike.core.scope import organisation

pytestmark = pytest.mark.django_db
HOME = "/acme/api/v1/questions"


def send(browser, method, path, **body):
    return getattr(browser, method)(path, json.dumps(body), content_type="application/json")


def test_the_list_is_paged_filtered_and_only_ones_own(world, as_):
    mark = as_("mark")
    assert len(mark.get(HOME + "?limit=2").json()["items"]) == 2
    assert [one["text"] for one in mark.get(HOME + "?by_us=true").json()["items"]] == ["期初库存以哪一天为准？"]
    assert len(mark.get(f"{HOME}?state=open&contact_id={world.cara_contact.pk}").json()["items"]) == 3
    assert mark.get(f"{HOME}/{world.foreign_question.pk}").status_code == 404
    assert as_("cara").get(HOME).status_code == 403


def test_a_question_goes_its_way_over_the_interface(world, as_):
    mark, key = as_("mark"), str(uuid4())
    with organisation(world.acme.pk):
        body = {"id": key, "project_id": str(world.bridge.pk), "contact_id": str(world.sun_contact.pk)}
    body |= {"text": "接口里记的", "channel": "mail"}
    assert send(mark, "post", HOME, **body).status_code == 201
    assert send(mark, "post", HOME, **body).status_code == 200
    there = f"{HOME}/{key}"
    assert send(mark, "patch", there, kind="need").json()["kind"] == "need"
    mia = str(world.people["mia"].pk)
    assert send(mark, "put", there + "/assignment", assigned_to_id=mia).json()["assigned_to_id"] == mia
    assert send(mark, "put", there + "/assignment", assigned_to_id=str(uuid4())).status_code == 422
    assert send(mark, "post", there + "/answer", body="好").json()["state"] == "answered"
    assert send(mark, "post", there + "/answer", body="好").status_code == 409
    assert send(mark, "post", there + "/settlement").status_code == 422
    assert send(mark, "post", there + "/settlement", reason="当面说过").json()["state"] == "settled"
    assert send(mark, "post", there + "/reopening", reason="又问了").json()["times_reopened"] == 1
    assert send(mark, "post", there + "/follow-up", body="?").status_code == 403


def test_we_ask_and_share_over_the_interface(world, as_):
    mark = as_("mark")
    body = {"project_id": str(world.bridge.pk), "contact_id": str(world.sun_contact.pk), "text": "问一句"}
    made = send(mark, "post", HOME + "/to-client", **body)
    assert made.status_code == 201
    assert made.json()["by_us"] is True
    assert send(mark, "post", f"{HOME}/{world.noted.pk}/sharing").json()["shared_with_client"] is True


def test_the_promise_over_the_interface(world, as_):
    there = "/acme/api/v1/answer-promise"
    assert as_("otto").get(there).json()["hours"]["concern"] == 4
    assert send(as_("mark"), "patch", there, settle_after=3).json()["settle_after"] == 3
    assert send(as_("mark"), "patch", there, hours={"question": -1}).status_code == 422
    assert send(as_("mia"), "patch", there, settle_after=3).status_code == 403

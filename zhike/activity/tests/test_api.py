"""The same through the API."""

import json

from zhike.activity import actions
from zhike.activity.models import Activity, Comment
from zhike.core.ids import uuid7
from zhike.core.models import Job

JSON = "application/json"


def test_what_happened_comes_page_by_page_and_can_be_followed(as_, world):
    browser, seen, after = as_("olga"), [], ""
    while after is not None:
        told = browser.get("/acme/api/v1/activities", {"limit": 5, "after": after}).json()
        seen += [one["sequence"] for one in told["items"]]
        after = told["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == Activity.everywhere.filter(organisation=world.acme).count()
    newer = browser.get("/acme/api/v1/activities", {"since_sequence": seen[2]}).json()["items"]
    assert [one["sequence"] for one in newer] == sorted(seen[:2])
    assert newer[0]["sentence"]


def test_a_member_does_not_read_what_happened_elsewhere(as_, world):
    hidden = Activity.everywhere.filter(client_id=world.northwind.pk).first()
    assert as_("mia").get(f"/acme/api/v1/activities/{hidden.pk}").status_code == 404
    assert as_("gus").get("/acme/api/v1/activities").status_code == 404
    assert as_("kai").get("/acme/api/v1/activities").status_code == 403


def test_a_note_is_written_once_edited_shared_and_withdrawn(as_, world):
    browser, key = as_("mark"), str(uuid7())
    note = {"id": key, "subject_type": "clients.Client", "subject_id": str(world.huaxia.pk), "body": "你好"}
    answers = [browser.post("/acme/api/v1/comments", json.dumps(note), content_type=JSON) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    there = f"/acme/api/v1/comments/{key}"
    assert browser.patch(there, '{"body": "改"}', content_type=JSON).json()["body"] == "改"
    assert as_("olga").patch(there, '{"body": "x"}', content_type=JSON).status_code == 403
    assert browser.post(f"{there}/sharing").json()["visibility"] == "shared"
    assert browser.post(f"{there}/withdrawal").json()["body"] == ""
    assert browser.post(f"{there}/withdrawal").status_code == 409
    assert Comment.everywhere.count() == 1
    listed = browser.get("/acme/api/v1/comments", {"updated_since": "2026-01-01T00:00:00Z"}).json()
    assert [one["id"] for one in listed["items"]] == [key]


def test_notifications_are_read_through_the_api(inside, as_, work):
    olga = inside.actor("olga")
    actions.write_comment(inside.actor("mark"), inside.huaxia, body=f"@{olga.name} hello")
    work()
    browser = as_("olga")
    told = browser.get("/acme/api/v1/notifications", {"unread": "true", "kind": "mention"}).json()["items"]
    assert len(told) == 1
    read = browser.post(f"/acme/api/v1/notifications/{told[0]['id']}/reading")
    assert read.json()["read_at"]
    assert browser.post("/acme/api/v1/notifications/reading").status_code == 200
    assert as_("mia").post(f"/acme/api/v1/notifications/{told[0]['id']}/reading").status_code == 404


def test_failed_work_is_decided_through_the_api(as_, world):
    rows = [Job.objects.create(organisation_id=world.acme.pk, name="x.y", state="dead", error="e") for _ in range(2)]
    browser = as_("olga")
    assert len(browser.get("/acme/api/v1/jobs").json()["items"]) == 2
    assert browser.post(f"/acme/api/v1/jobs/{rows[0].pk}/retry").json()["state"] == "ready"
    gone = browser.post(f"/acme/api/v1/jobs/{rows[1].pk}/discarding", "{}", content_type=JSON)
    assert gone.status_code == 204
    assert as_("mark").get("/acme/api/v1/jobs").status_code == 403

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import include, path, re_path
from ninja import Router

from zhike.core.access import allow
from zhike.core.actors import STAFF, Role
from zhike.core.api import Input, Interface, Page, Paging, Query, Schema, create_once, no_such_address, page
from zhike.core.doors import api
from zhike.core.errors import Conflict
from zhike.core.models import SavedView
from zhike.core.scope import organisation

router = Router(tags=["Tried out"])
SEE = allow("tried.view", *STAFF)
MAKE = allow("tried.make", Role.OWNER)


class ViewIn(Input):
    id: UUID | None = None
    name: str
    sizes: list[int] = []
    share: float = 0
    kept: dict[str, Any] = {}
    day: date | None = None
    kind: Literal["", "plain"] = ""


class ViewOut(Schema):
    id: UUID
    name: str


@router.get("/views", response=Page[ViewOut])
@api(SEE)
def list_views(request, paging: Query[Paging]):
    return page(SavedView.objects.all(), paging)


@router.post("/views", response={201: ViewOut, 200: ViewOut})
@api(MAKE)
def post_view(request, body: ViewIn):
    if body.name == "taken":
        raise Conflict("That name is taken.", revision=7)
    own = {"listing": "x", "user_id": request.actor.user_id, "name": body.name}
    return create_once(
        request.actor,
        SavedView,
        body.id,
        lambda: SavedView.objects.create(**({"id": body.id} if body.id else {}), **own),
    )


urlpatterns = [
    path("-/", include("zhike.core.urls")),
    path("api/v1/", Interface([router]).urls),
    re_path(r"^api/", no_such_address),
]


@pytest.fixture(autouse=True)
def _address_and_rule(world, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    from zhike.core import access, prepared

    monkeypatch.setitem(access._rows, SavedView, access.every_row)
    prepared.forget()
    yield
    prepared.forget()


def post(browser, **body):
    return browser.post("/acme/api/v1/views", json.dumps(body), content_type="application/json")


def test_the_first_post_makes_the_row_and_the_second_finds_it(as_, world):
    key = str(uuid4())
    first, second = post(as_("olga"), id=key, name="Mine"), post(as_("olga"), id=key, name="Mine")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == {"id": key, "name": "Mine"}
    assert SavedView.everywhere.count() == 1


def test_a_key_of_another_organisation_is_refused_without_saying_whose_it_is(as_, world):
    with organisation(world.globex.pk):
        row = SavedView.objects.create(listing="x", user_id=uuid4(), name="Theirs")
    answer = post(as_("olga"), id=str(row.pk), name="Mine")
    assert answer.status_code == 409
    assert "Theirs" not in answer.content.decode()
    assert SavedView.everywhere.count() == 1


def test_a_stranger_is_turned_away_before_the_input_is_read(world):
    answer = Client().post("/acme/api/v1/views", "not json", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["title"] == "sign_in"


def test_a_token_that_is_not_valid_here_is_401_even_for_somebody_signed_in(as_):
    answer = as_("olga").get("/acme/api/v1/views", headers={"authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_who_may_not_is_refused_and_nothing_is_made(as_, world):
    assert post(as_("mia"), name="Mine").status_code == 403
    assert as_("cara").get("/acme/api/v1/views").status_code == 403
    assert as_("gus").get("/acme/api/v1/views").status_code == 404
    assert SavedView.everywhere.count() == 0


def test_a_session_that_changes_something_shows_its_csrf_token(as_, world):
    browser = as_("olga", enforce_csrf_checks=True)
    assert post(browser, name="Mine").status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post(
        "/acme/api/v1/views",
        '{"name": "Mine"}',
        content_type="application/json",
        headers={"x-csrftoken": "a" * 32},
    )
    assert answer.status_code == 201


def test_input_that_cannot_be_used_is_told_by_field(as_):
    answer = post(as_("olga"), nmae="x", sizes=[1, "wide"])
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"]["name"] == "This field is required."
    assert answer.json()["errors"]["nmae"] == "There is no such field."
    assert "sizes.1" in answer.json()["errors"]
    for name in ("a\x00b", "\ud800"):
        assert post(as_("olga"), name=name).status_code == 422
    assert "kept" in post(as_("olga"), name="x", kept={"a": [{"b\x00": 1}]}).json()["errors"]
    assert "kept" in post(as_("olga"), name="x", kept={"a": ["\udfff"]}).json()["errors"]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"sizes": "big"}, "sizes", "请提供列表。"),
        ({"sizes": ["big"]}, "sizes.0", "请填写整数。"),
        ({"share": "much"}, "share", "请填写数字。"),
        ({"share": "NaN"}, "share", "请填写数字。"),
        ({"day": "soon"}, "day", "请填写日期，例如 2026-11-22。"),
        ({"kind": "other"}, "kind", "请从所列选项中选择。"),
        ({"id": 5}, "id", "这不是有效的 id。"),
    ],
)
def test_what_cannot_be_used_is_said_in_the_reader_s_language(as_, sent, field, words):
    answer = as_("olga").post(
        "/acme/api/v1/views", json.dumps({"name": "Mine", **sent}), content_type="application/json",
        headers={"accept-language": "zh-hans"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.json()["errors"] == {field: words}


def test_what_is_no_json_and_what_is_no_address_are_problems_too(as_):
    browser = as_("olga")
    answers = [
        browser.post("/acme/api/v1/views", "{", content_type="application/json"),
        browser.get("/acme/api/v1/nothing"),
        browser.get("/acme/api/v2/views"),
        browser.get("/acme/api/v1/"),
        browser.delete("/acme/api/v1/views"),
    ]
    assert [answer.status_code for answer in answers] == [400, 404, 404, 404, 405]
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_a_refusal_of_the_action_is_a_problem(as_):
    answer = post(as_("olga"), name="taken")
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "about:blank#conflict", "title": "conflict", "status": 409, "detail": "That name is taken.",
        "revision": 7,
    }  # fmt: skip


def test_pages_follow_each_other_without_gaps_or_repeats(as_, world):
    with organisation(world.acme.pk):
        for number in range(7):
            SavedView.objects.create(listing="x", user_id=uuid4(), name=str(number))
    browser, seen, after = as_("mia"), [], ""
    while after is not None:
        answer = browser.get("/acme/api/v1/views", {"limit": 3, "after": after}).json()
        seen += [item["name"] for item in answer["items"]]
        after = answer["next"]
    assert seen == [str(number) for number in range(7)]


def test_what_changed_since_a_moment_comes_in_the_order_of_change(as_, world):
    with organisation(world.acme.pk):
        old, new, newer = (SavedView.objects.create(listing="x", user_id=uuid4(), name=n) for n in "abc")
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        for number, row in enumerate((old, newer, new)):
            SavedView.objects.filter(pk=row.pk).update(updated_at=moment + timedelta(days=number, microseconds=7))
    browser, since = as_("mia"), {"updated_since": "2026-01-02T00:00:00Z", "limit": 1}
    first = browser.get("/acme/api/v1/views", since).json()
    second = browser.get("/acme/api/v1/views", {**since, "after": first["next"]}).json()
    assert [item["name"] for item in first["items"] + second["items"]] == ["c", "b"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "after=%%%", "after=WzFd", "updated_since=yesterday",
        "updated_since=0001-01-01T00:00:00%2B14:00",
    ],
)  # fmt: skip
def test_a_wrong_page_is_a_422(as_, query):
    assert as_("mia").get(f"/acme/api/v1/views?{query}").status_code == 422


def test_a_moment_of_any_zone_is_understood(as_):
    assert as_("mia").get("/acme/api/v1/views?updated_since=2026-01-02T00:00:00%2B23:59").json()["items"] == []


def test_the_document_is_openapi_3_1_with_relative_paths_and_all_refusals(as_):
    document = as_("otto").get("/acme/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/acme/api/v1"}]
    assert set(document["paths"]["/views"]["post"]["responses"]) == {
        "200", "201", "400", "401", "403", "404", "409", "422"
    }  # fmt: skip
    assert "Problem" in document["components"]["schemas"]
    assert document["paths"]["/views"]["get"]["security"]


def test_the_documentation_is_for_staff_and_loads_nothing_from_elsewhere(as_, world):
    text = as_("mia").get("/acme/api/v1/docs").content.decode()
    assert "swagger-ui-bundle.js" in text
    assert "https://" not in text.replace("https://django-ninja.dev", "")
    assert as_("cara").get("/acme/api/v1/docs").status_code == 403
    assert Client().get("/acme/api/v1/openapi.json").status_code == 401


def test_every_address_carries_its_door():
    from django.urls import get_resolver

    addresses = get_resolver(__name__).url_patterns[1].url_patterns
    assert all(hasattr(address.callback, "door") for address in addresses)
    doors = next(a.callback.doors for a in addresses if hasattr(a.callback, "doors"))
    assert doors == {"GET": ("api", "tried.view"), "POST": ("api", "tried.make")}


def test_an_operation_without_a_door_is_not_mounted():
    open_router = Router()
    open_router.get("/open")(lambda request: None)
    with pytest.raises(LookupError):
        Interface([open_router])

"""What is measured: the pages people open all day, and the API."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import timezone

from bench.generate import SLUG
from bench.measuring import Operation, Request
from zhike.accounts.actions import create_token
from zhike.accounts.models import Membership, Organisation
from zhike.accounts.queries import grantable
from zhike.activity.models import Activity
from zhike.clients.models import Client, Contact
from zhike.core.actors import Actor, Role
from zhike.core.models import SearchEntry
from zhike.core.scope import organisation
from zhike.projects.models import Project

_BROWSER = {"Accept-Encoding": "gzip", "Accept": "text/html", "Accept-Language": "zh-CN", "Host": "127.0.0.1"}


def size() -> dict[str, int]:
    with organisation(_home().pk):
        models = {"clients": Client, "contacts": Contact, "projects": Project, "activities": Activity}
        return {name: model.objects.count() for name, model in models.items()} | {
            "search entries": SearchEntry.objects.count()
        }


def operations() -> list[Operation]:
    """Each page as its owner opens it; what is not built yet is left out."""
    home = _home()
    with organisation(home.pk):
        found = [*_pages(home), *_api(home)]
    return [operation for operation in found if operation is not None]


def _home() -> Organisation:
    return Organisation.objects.get(slug=SLUG)


def _pages(home: Organisation) -> list[Operation | None]:
    owner = Membership.objects.filter(role="owner").select_related("user").first()
    member = Membership.objects.filter(role="member").select_related("user").first()
    assert owner is not None
    assert member is not None
    set_script_prefix(f"/{SLUG}/")
    client, project = Client.objects.order_by("number").first(), Project.objects.order_by("number").first()
    assert client is not None
    assert project is not None
    signed_in, as_member = _signed_in(owner), _signed_in(member)
    return [
        Operation("login page", _get("/-/sign-in/", _BROWSER)),
        _page("today", "today", signed_in),
        _page("client list", "clients", signed_in),
        _page("client list (member)", "clients", as_member),
        _page("project list", "projects", signed_in),
        _page("project list (member)", "projects", as_member),
        _page("client detail", "client", signed_in, client.number),
        _page("project detail", "project", signed_in, project.number),
        _page("timeline", "timeline", signed_in),
        _page("timeline (member)", "timeline", as_member),
        _page("search: Chinese word", "search", signed_in, query="?q=供应链"),
        _page("search: initials", "search", signed_in, query="?q=gylxt"),
        _page("search: common word", "search", signed_in, query="?q=客户"),
        _page("search: common (member)", "search", as_member, query="?q=客户"),
        _page("palette: initials", "palette", signed_in, query="?q=hk"),
        _page("palette: empty", "palette", signed_in),
    ]


def _page(name: str, url_name: str, headers: dict[str, str], *arguments: object, query: str = "") -> Operation | None:
    from urllib.parse import quote

    try:
        address = reverse(url_name, args=arguments)
    except NoReverseMatch:
        return None
    return Operation(name, _get(address + quote(query, safe="?=&"), headers))


def _api(home: Organisation) -> list[Operation | None]:
    owner = Membership.objects.filter(role="owner").select_related("user").first()
    assert owner is not None
    actor = Actor(home.pk, Role.OWNER, owner.user_id, owner.user.name)
    _token, secret = create_token(
        actor, name="bench", capabilities=grantable(actor), expires_at=timezone.now() + timedelta(days=1)
    )
    headers = {
        "Accept-Encoding": "gzip", "Content-Type": "application/json", "Host": "127.0.0.1",
        "Authorization": f"Bearer {secret}",
    }  # fmt: skip
    ids = list(Client.objects.order_by("number").values_list("pk", flat=True)[:50])

    def create(number: int) -> Request:
        body = {"id": str(uuid4()), "name": f"新客户 {uuid4().hex[:12]} 有限公司", "industry": "制造"}
        return Request("POST", f"/{SLUG}/api/v1/clients", headers, json.dumps(body).encode())

    def update(number: int) -> Request:
        body = json.dumps({"background": f"第 {uuid4().hex[:8]} 次更新"}).encode()
        return Request("PATCH", f"/{SLUG}/api/v1/clients/{ids[number % len(ids)]}", headers, body)

    return [
        Operation("API: create client", create, frozenset({200, 201})),
        Operation("API: update client", update),
        Operation("API: list clients", _get(f"/{SLUG}/api/v1/clients", headers)),
    ]


def _get(path: str, headers: dict[str, str]) -> Callable[[int], Request]:
    return lambda number: Request("GET", path, headers)


def _signed_in(membership: Membership) -> dict[str, str]:
    """A session as signing in leaves it; the sign-in itself is limited per minute, on purpose."""
    session = SessionStore()
    session[SESSION_KEY] = str(membership.user_id)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
    session.create()
    return {**_BROWSER, "Cookie": f"sessionid={session.session_key}"}

"""The REST API's plumbing: how operations are mounted, guarded, documented, paged and repeated safely.

A room says what it offers in its `api.py`; `config/api.py` collects the routers.

    router = Router(tags=["Risks"])

    class RiskIn(Input):                            # unknown fields are refused
        id: UUID | None = None                      # chosen by the caller: sending it twice makes one risk
        title: str

    class RiskOut(Schema):
        id: UUID
        title: str
        updated_at: datetime

    @router.get("/risks", response=Page[RiskOut])
    @api(VIEW_RISK)                                 # the door; the first argument must be called `request`
    def list_risks(request: Request, paging: Query[Paging]) -> Slice:
        return page(open_risks(request.actor), paging)

    @router.post("/risks", response={201: RiskOut, 200: RiskOut})
    @api(OPEN_RISK)
    def post_risk(request: Request, body: RiskIn) -> Status:
        return create_once(
            request.actor, Risk, body.id, lambda: open_risk(request.actor, **body.model_dump())
        )

The door is asked before the input is read, so a stranger learns nothing from it. Actions raise the four
refusals of `core/errors.py`; they become RFC 9457 documents, which every operation documents by itself.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Generic, TypedDict, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError as BadValue
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Router, Schema, Status
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.security.base import AuthBase
from ninja.utils import check_csrf
from pydantic import AwareDatetime, ConfigDict, Field, field_validator

from zhike.core.access import allow, visible
from zhike.core.actors import STAFF, Actor
from zhike.core.doors import SAFE, Request, SignInFirst, problem, public, staff
from zhike.core.doors import api as api_door
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.models import Scoped, made_before

__all__ = [
    "Input",
    "Page",
    "Paging",
    "Query",
    "Request",
    "Router",
    "Schema",
    "Slice",
    "Status",
    "create_once",
    "page",
]

READ_API = allow("api.read", *STAFF)
Shape = TypeVar("Shape")
Row = TypeVar("Row", bound=Scoped)
AnyRow = TypeVar("AnyRow", bound=Model)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REFUSALS = {
    400: "The request could not be read.",
    401: "Nobody is signed in, or the token is not valid here.",
    403: "The role or token may not do this.",
    404: "There is no such row, or none this caller may know about.",
    409: "The row moved on, or the id is in use.",
    422: "The input cannot be used; `errors` says per field why.",
}


# --- shapes ----------------------------------------------------------------------------------------------


class Input(Schema):
    """What a caller sends. Unknown fields are refused, so that a mistyped one is not silently lost."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if not _can_be_stored(value):
            raise ValueError(_("This contains a character that cannot be stored."))
        return value


def _can_be_stored(value: Any) -> bool:
    """Neither zero characters nor halves of characters, however deep they hide."""
    if isinstance(value, str):
        return UNSTORABLE.search(value) is None
    if isinstance(value, dict):
        return all(_can_be_stored(part) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(map(_can_be_stored, value))


class Page(Schema, Generic[Shape]):
    """One page of a list. Send `next` back as `after` for the page that follows; null at the end."""

    items: list[Shape]
    next: str | None = None


class Paging(Schema):
    """How a list is paged: `Query[Paging]` as an argument of the operation."""

    limit: int = Field(default=50, ge=1, le=200)
    after: str = Field(default="", max_length=500, description="`next` of the page before")
    updated_since: AwareDatetime | None = Field(
        default=None,
        description="Only rows changed at or after this moment, in the order of their last change",
    )

    @field_validator("updated_since")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        """PostgreSQL knows no zone beyond sixteen hours, and nobody a moment before the first."""
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(_("Give a date and time, such as 2026-11-22T09:00.")) from error


class Slice(TypedDict):
    items: list[Any]
    next: str | None


# --- lists -----------------------------------------------------------------------------------------------


def page(rows: QuerySet[AnyRow], paging: Paging, *, order: tuple[str, ...] = ("id",)) -> Slice:
    """The part of a list the caller asked for: as quick on the thousandth page as on the first.

    `order` names columns that together are unique, all rising or all falling ("-sequence"). To keep a copy in
    step, ask with `updated_since` the moment of the last answer less a minute: some changes then come twice,
    none is lost.
    """
    if paging.updated_since is not None:
        order = ("updated_at", "id")
        rows = rows.filter(updated_at__gte=paging.updated_since)
    if paging.after:
        rows = rows.filter(_beyond(rows.model, order, paging.after))
    found = list(rows.order_by(*order)[: paging.limit + 1])
    more = len(found) > paging.limit
    found = found[: paging.limit]
    return Slice(items=found, next=_mark(found[-1], order) if more else None)


def _mark(row: Model, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    return base64.urlsafe_b64encode(json.dumps([*order, *values], cls=_Exact).encode()).decode().rstrip("=")


def _beyond(model: type[Model], order: tuple[str, ...], mark: str) -> Q:
    """Everything after the marked row, by the columns of the order."""
    condition, same = Q(), Q()
    for name, value in zip(order, _values(model, order, mark), strict=True):
        column = name.lstrip("-")
        condition |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    return condition


def _values(model: type[Model], order: tuple[str, ...], mark: str) -> list[Any]:
    try:
        read = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if tuple(read[: len(order)]) != order:
            raise ValueError(mark)
        pairs = zip(order, read[len(order) :], strict=True)
        columns: Any = model._meta
        return [columns.get_field(name.lstrip("-")).to_python(value) for name, value in pairs]
    except (ValueError, TypeError, KeyError, binascii.Error, BadValue) as error:
        raise Invalid(after=_("This is not a mark of this list. Start from its first page.")) from error


class _Exact(DjangoJSONEncoder):
    """Moments keep their microseconds; Django's encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


# --- creating --------------------------------------------------------------------------------------------


def create_once(actor: Actor, model: type[Row], key: UUID | None, make: Callable[[], Row]) -> Status:
    """Make a row under the caller's own key: 201 the first time, 200 with the same row when it is sent again.

    Also when both requests arrive at once, and when a time-out left the caller in doubt.
    """
    row = _of_key(actor, model, key)
    if row is not None:
        return Status(200, row)
    try:
        with transaction.atomic():
            return Status(201, make())
    except IntegrityError:
        row = _of_key(actor, model, key)
        if row is None:
            raise
        return Status(200, row)


def _of_key(actor: Actor, model: type[Row], key: UUID | None) -> Row | None:
    if made_before(actor.organisation_id, model, key) is None:
        return None
    row = visible(actor, model).filter(pk=key).first()
    if row is None:
        raise Conflict(_("This id is already in use. Make a new one and send again."))
    return row


# --- the way in ------------------------------------------------------------------------------------------


class Caller(AuthBase):
    """Asks an operation's door before its input is read; a session that changes things shows its CSRF token."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token made in the organisation's settings, or the session of somebody signed in."
    csrf = True  # the documentation page then sends the token along

    def __init__(self, capability: str) -> None:
        super().__init__()
        self._ask = api_door(capability)(_let_pass)

    def __call__(self, request: HttpRequest) -> bool:
        by_token = "Authorization" in request.headers
        if by_token and getattr(request, "actor", None) is None:
            raise SignInFirst(_("This token is not valid here."))
        self._ask(request)
        if not by_token and request.method not in SAFE and check_csrf(request) is not None:
            raise Denied(_("Send the X-CSRFToken header along with your session, or use a token."))
        return True


def _let_pass(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Interface(NinjaAPI):
    """The one API of this installation. Every organisation has its own address of it."""

    def __init__(self, routers: Iterable[Router]) -> None:
        super().__init__(title="Zhike", version="1", docs_decorator=staff(READ_API), auth=None, urls_namespace="api")
        self.auth = None
        self.add_exception_handler(ValidationError, _invalid)
        self.add_exception_handler(HttpError, _unreadable)
        self.add_exception_handler(Exception, _not_here)
        for router in routers:
            _guard(router)
            self.add_router("", router)

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """Paths are relative to the organisation's own address, so that the document is the same for all."""
        schema = super().get_openapi_schema(path_prefix="", path_params=path_params)
        schema["servers"] = [{"url": self.get_root_path(path_params or {}).rstrip("/")}]
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        return schema

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Ninja's addresses, each with its doors written on it for the house test that looks for them."""
        addresses: list[Any] = super()._get_urls()[:-1]
        bound = [view for router in self._get_bound_routers() for view in router.path_operations.values()]
        operations: list[Any] = [(view, one) for view in bound for one in view.operations]
        for address, (view, one) in zip(addresses[len(addresses) - len(operations) :], operations, strict=True):
            doors = {method: other.view_func.door for other in view.operations for method in other.methods}
            address.callback.doors, address.callback.door = doors, one.view_func.door
        return [*addresses, path("", public(_no_such_address), name="api-root")]


def _guard(router: Router) -> None:
    """Put every operation behind its door, and document how it can refuse."""
    for view in router.path_operations.values():
        for operation in view.operations:
            surface, capability = getattr(operation.view_func, "door", ("", ""))
            if surface != "api":
                raise LookupError(f"{operation.view_func.__qualname__} has no @api(capability) under its route.")
            operation.auth_param = operation.auth_callbacks = [Caller(capability)]
            operation.operation_id = operation.operation_id or operation.view_func.__name__
            _document_refusals(operation)
    for _prefix, inner, *_rest in router._routers:
        _guard(inner)


def _document_refusals(operation: Operation) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    extra = dict(operation.openapi_extra or {})
    own = {status: {"description": words, "content": content} for status, words in REFUSALS.items()}
    extra["responses"] = {**own, **extra.get("responses", {})}
    operation.openapi_extra = extra


PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `title` is a word a program can rely on, `detail` a sentence for a person.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "revision": {"type": "integer", "description": "Of a plan an edit was refused for: where it stands now."},
    },
}


# --- refusing --------------------------------------------------------------------------------------------


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = {_field(one["loc"]): _words(one) for one in error.errors}
    return problem(422, "invalid", _("Some values cannot be used."), errors)


def _field(location: tuple[Any, ...]) -> str:
    """`("body", "body", "contacts", 2, "name")` is `contacts.2.name` to whoever sent it."""
    parts = [str(part) for part in location[1:]]
    if location[0] in {"body", "query", "form"} and len(parts) > 1:
        parts = parts[1:]
    return ".".join(parts) or "_"


def _words(error: dict[str, Any]) -> str:
    given = error.get("ctx", {}).get("error")
    known = {
        "missing": _("This field is required."),
        "extra_forbidden": _("There is no such field."),
        "string_type": _("Give text."),
        "uuid_parsing": _("This is not an id."),
        "uuid_type": _("This is not an id."),
        "literal_error": _("Choose one of the offered values."),
        "finite_number": _("Give a number."),
        "timezone_aware": _("Say the time zone, as in 2026-11-22T09:00:00+08:00."),
    }
    families = {
        "int": _("Give a whole number."), "float": _("Give a number."), "decimal": _("Give a number."),
        "bool": _("Give true or false."), "date": _("Give a date, such as 2026-11-22."),
        "datetime": _("Give a date and time, such as 2026-11-22T09:00."), "list": _("Give a list."),
        "dict": _("Give an object."), "model": _("Give an object."),
    }  # fmt: skip
    kind = error["type"].partition("_")[0] if error["type"].endswith(("_parsing", "_type", "_from_float")) else ""
    return known.get(error["type"]) or families.get(kind) or str(given or error["msg"])


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    code = {400: "unreadable", 401: "sign_in", 403: "denied", 404: "missing", 429: "too_many"}
    return problem(error.status_code, code.get(error.status_code, "refused"), str(error))


def _not_here(request: HttpRequest, error: Any) -> HttpResponse:
    """Refusals and faults go on to the middleware, which answers for pages and API alike."""
    raise error


def _no_such_address(request: HttpRequest, **rest: Any) -> HttpResponse:
    raise Missing(_("There is no such address in this API."))


no_such_address = public(_no_such_address)

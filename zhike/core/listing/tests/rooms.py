"""A small room for the tests: one list, one record and two forms over rows that exist, behind real doors."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from zhike.accounts.access import VIEW_MEMBER
from zhike.accounts.models import Membership
from zhike.clients.access import CHANGE_CLIENT, CREATE_CLIENT, VIEW_CLIENT
from zhike.clients.actions import change_client, create_client
from zhike.clients.models import Client
from zhike.core.access import allow, find, must, visible
from zhike.core.actors import Actor, Role
from zhike.core.doors import Request, staff
from zhike.core.errors import Conflict
from zhike.core.listing import (
    Bulk,
    Button,
    Choice,
    Column,
    DateRange,
    Empty,
    Flag,
    Listing,
    Many,
    NumberRange,
)
from zhike.core.models import lock
from zhike.core.pages import CreateForm, EditForm, form_page
from zhike.core.panels import panel
from zhike.core.records import Audience, Field, FieldSet, RecordPage

END_MEMBER = allow("test.end_member", Role.OWNER)
EXPORT_MEMBER = allow("test.export_member", Role.OWNER, Role.MANAGER)
EXPORTED: list[tuple[str, str]] = []


@transaction.atomic
def end(actor: Actor, member: Membership, *, reason: str = "") -> None:
    """Show somebody out."""
    must(actor, END_MEMBER, member)
    member = lock(member)
    if member.role == Role.OWNER:
        raise Conflict("An owner stays.")
    if not member.is_current:
        raise Conflict("This person has left already.")
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])


class Reason(forms.Form):
    reason = forms.CharField(max_length=20)


MEMBERS = Listing(
    name="test-members",
    model=Membership,
    capability=VIEW_MEMBER,
    title="Members",
    url=lambda member: f"/somewhere/{member.pk}/",
    columns=[
        Column("user__name", "Name", sort="user__name"),
        Column("mail", "Mail", cell=lambda m: format_html("<i>{}</i>", m.user.email), sort="user__email"),
        Column("role", "Role", sort="role"),
        Column("ended_at", "Left", sort="ended_at"),
        Column("created_at", "Since", sort="-created_at", shown=False),
        Column("secret", "Secret", cell=lambda m: "SECRET", capability=END_MEMBER, export=False),
    ],
    default_sort="user__name",
    search=["user__name", "user__email"],
    filters=[
        Choice("role", "Role", options=[(role.value, role.label) for role in Role], quick=True),
        Many(
            "person",
            "Person",
            field="user_id",
            options=lambda actor: visible(actor, Membership).values_list("user_id", "user__name"),
        ),
        Flag("left", "Left", where=lambda actor, yes: Q(ended_at__isnull=not yes)),
        DateRange("since", "Since", field="created_at", moments=True),
        NumberRange("length", "Length", where=lambda actor, ends: Q()),
    ],
    bulk=[
        Bulk("end", "Show out", END_MEMBER, run=end),
        Bulk("end-why", "Show out with a reason", END_MEMBER, run=end, form=Reason, danger=True),
    ],
    export_capability=EXPORT_MEMBER,
    on_export=lambda actor, kind: EXPORTED.append((actor.name, kind)),
    empty=Empty("Nobody here yet", why="People you invite stand here."),
    buttons=[Button("New client", "test-new", CREATE_CLIENT, kind="primary")],
)


@require_http_methods(["GET", "POST"])
@staff(VIEW_MEMBER)
def members(request: Request) -> HttpResponseBase:
    return MEMBERS.respond(request, visible(request.actor, Membership).select_related("user"))


NOBODY = Listing(
    name="test-nobody",
    model=Membership,
    capability=VIEW_MEMBER,
    title="Nobody",
    columns=[Column("role", "Role")],
    empty=Empty("Nobody here yet"),
)


@staff(VIEW_MEMBER)
def nobody(request: Request) -> HttpResponseBase:
    return NOBODY.respond(request, Membership.objects.none())


RECORD = RecordPage(
    model=Client,
    capability=VIEW_CLIENT,
    kind="Client",
    title=lambda client: client.name,
    url=lambda client: reverse("test-client", args=[client.pk]),
    fields=[
        FieldSet(
            "Basics",
            [
                Field("industry", "Industry", form=forms.CharField(required=False), capability=CHANGE_CLIENT),
                Field("name", "Name", form=forms.CharField(), capability=CHANGE_CLIENT),
            ],
        )
    ],
    facts=[Field("created_at", "Since")],
    update=change_client,
    buttons=[
        Button("Change", lambda client: "/change/", CHANGE_CLIENT),
        Button("Never", lambda client: "/never/", CHANGE_CLIENT, when=lambda client: False),
    ],
    audience=lambda actor, client: Audience("internal"),
    next_step=lambda actor, client: "Call <them>",
)


@require_http_methods(["GET", "POST"])
@staff(VIEW_CLIENT)
def client(request: Request, key: Any) -> HttpResponse:
    return RECORD.respond(request, find(request.actor, Client, pk=key))


class NewClient(CreateForm):
    name = forms.CharField(max_length=200)


class ChangedClient(EditForm):
    name = forms.CharField(max_length=200)
    industry = forms.CharField(max_length=100, required=False)


@require_http_methods(["GET", "POST"])
@staff(CREATE_CLIENT)
def new(request: Request) -> HttpResponse:
    return form_page(
        request,
        NewClient,
        title="New client",
        submit="Create",
        run=lambda data: create_client(request.actor, **data),
        then=lambda row: reverse("test-client", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
@staff(CHANGE_CLIENT)
def change(request: Request, key: Any) -> HttpResponse:
    row = find(request.actor, Client, pk=key)
    return form_page(
        request,
        ChangedClient,
        title="Change",
        submit="Save",
        initial={"name": row.name, "industry": row.industry, "version": row.version},
        run=lambda data: change_client(request.actor, row, **data),
        then=lambda saved: reverse("test-client", args=[saved.pk]),
    )


def here(row: Client) -> bool:
    """Panels are for the whole process; these two are only where their addresses are."""
    return __name__ == settings.ROOT_URLCONF


panel(
    on=Client,
    title="Members of it",
    url_name="test-members",
    capability=VIEW_MEMBER,
    arguments=lambda row: [],
    when=here,
)
panel(
    on=Client,
    title="Owners only",
    url_name="test-nobody",
    capability=END_MEMBER,
    arguments=lambda row: [],
    when=here,
)

urlpatterns = [
    path("", include("config.urls")),
    path("test/members/", members, name="test-members"),
    path("test/nobody/", nobody, name="test-nobody"),
    path("test/new/", new, name="test-new"),
    path("test/<uuid:key>/", client, name="test-client"),
    path("test/<uuid:key>/change/", change, name="test-change"),
]

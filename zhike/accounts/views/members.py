"""Who belongs to the organisation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.accounts import actions
from zhike.accounts.access import CHANGE_MEMBER, INVITE_MEMBER, VIEW_MEMBER
from zhike.accounts.forms import InviteForm, RoleForm, roles_beside
from zhike.accounts.models import Invitation, Membership
from zhike.accounts.queries import members as all_members
from zhike.accounts.queries import open_invitations
from zhike.accounts.views.answers import form_page
from zhike.core.access import allowed, can, find
from zhike.core.actors import STAFF, Role
from zhike.core.doors import Request, staff


@staff(VIEW_MEMBER)
@require_GET
def members(request: Request) -> HttpResponse:
    """Colleagues and client people, who was invited, who left."""
    changeable = set(allowed(request.actor, CHANGE_MEMBER, Membership).values_list("pk", flat=True))
    rows = [(one, one.pk in changeable) for one in all_members(request.actor)]
    context = {
        "colleagues": [row for row in rows if Role(row[0].role) in STAFF and row[0].is_current],
        "guests": [row for row in rows if Role(row[0].role) not in STAFF and row[0].is_current],
        "former": [row for row in rows if not row[0].is_current],
        "invitations": open_invitations(request.actor),
        "may_invite": can(request.actor, INVITE_MEMBER),
    }
    return render(request, "accounts/members.html", context)


@staff(CHANGE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: Request, key: UUID) -> HttpResponse:
    """Give a member another role."""
    row = find(request.actor, Membership, pk=key)
    choices = roles_beside(request.actor, Role(row.role))

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.change_role(request.actor, row, **said)
        messages.success(request, _("The role is changed."))
        return redirect("members")

    form = RoleForm(choices, request.POST or None, initial={"role": row.role})
    return form_page(request, "accounts/member.html", form, act, membership=row)


@staff(CHANGE_MEMBER)
@require_POST
def end(request: Request, key: UUID) -> HttpResponse:
    actions.end_membership(request.actor, find(request.actor, Membership, pk=key))
    messages.success(request, _("The membership is ended. You can restore it here at any time."))
    return redirect("members")


@staff(VIEW_MEMBER)
@require_POST
def leave(request: Request) -> HttpResponse:
    actions.leave(request.actor, find(request.actor, Membership, user_id=request.actor.user_id))
    messages.success(request, _("You left the organisation."))
    return redirect("/")


@staff(CHANGE_MEMBER)
@require_POST
def restore(request: Request, key: UUID) -> HttpResponse:
    actions.restore_membership(request.actor, find(request.actor, Membership, pk=key))
    messages.success(request, _("The person is a member again."))
    return redirect("members")


@staff(INVITE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite a colleague."""

    def act(said: dict[str, Any]) -> HttpResponse:
        invitation = actions.invite(request.actor, **said)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
        return redirect("members")

    start = {"role": Role.MEMBER.value, "language": request.organisation.language}  # type: ignore[attr-defined]
    form = InviteForm(request.actor, request.POST or None, initial=start)
    return form_page(request, "accounts/invite.html", form, act)


@staff(INVITE_MEMBER)
@require_POST
def resend(request: Request, key: UUID) -> HttpResponse:
    actions.resend_invitation(request.actor, find(request.actor, Invitation, pk=key))
    messages.success(request, _("The invitation is on its way again, with a new link."))
    return redirect("members")


@staff(INVITE_MEMBER)
@require_POST
def withdraw(request: Request, key: UUID) -> HttpResponse:
    actions.withdraw_invitation(request.actor, find(request.actor, Invitation, pk=key))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("members")

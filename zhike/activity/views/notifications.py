"""What one was told: the list behind the bell, and how one wants to hear."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.activity import actions
from zhike.activity.access import SET_NOTIFICATION, VIEW_NOTIFICATION
from zhike.activity.declared import kind_name, kinds
from zhike.activity.forms import PreferencesForm, QuietHoursForm
from zhike.activity.models import Notification
from zhike.activity.queries import channels_of, notifications, quiet_hours
from zhike.activity.queries.notifications import MENTION
from zhike.activity.subjects import addresses, subject_of
from zhike.activity.telling import line
from zhike.core.access import find
from zhike.core.addresses import reverse
from zhike.core.doors import Request, staff

PAGE = 50


@require_GET
@staff(VIEW_NOTIFICATION)
def notification_list(request: Request) -> HttpResponse:
    """Newest first, with filters for kind and for what is unread."""
    kind, unread = request.GET.get("kind", ""), "unread" in request.GET
    found = notifications(request.actor, kind=kind, unread=unread)
    before = request.GET.get("before", "")
    if before:
        found = found.filter(pk__lt=find(request.actor, Notification, pk=before).pk)
    rows = list(found[: PAGE + 1])
    links = addresses(request.actor, {(one.activity.subject_type, one.activity.subject_id) for one in rows})
    context = {
        "rows": [(one, line(one.activity, links)) for one in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "kind": kind,
        "unread": unread,
        "kinds": {MENTION: kind_name(MENTION), **kinds()},
    }
    return render(request, "activity/notifications.html", context)


@require_POST
@staff(SET_NOTIFICATION)
def notification_reading(request: Request, pk: UUID) -> HttpResponse:
    """Mark as read; with a link behind it, go there."""
    row = find(request.actor, Notification, pk=pk)
    actions.mark_read(request.actor, [row.pk])
    links = addresses(request.actor, [(row.activity.subject_type, row.activity.subject_id)])
    there = links.get(row.activity.subject_id, "")
    return HttpResponseRedirect(there if "open" in request.POST and there else reverse("notifications"))


@require_POST
@staff(SET_NOTIFICATION)
def notification_reading_all(request: Request) -> HttpResponse:
    actions.mark_all_read(request.actor)
    return redirect("notifications")


@require_http_methods(["GET", "POST"])
@staff(SET_NOTIFICATION)
def notification_settings(request: Request) -> HttpResponse:
    """Per kind of event one way of hearing of it; and when no mail should come."""
    actor = request.actor
    assert actor.user_id is not None
    hours = quiet_hours(actor)
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, channels=channels_of(actor.user_id))
    initial = {"begins": hours.begins, "ends": hours.ends} if hours else {}
    quiet = QuietHoursForm(sent, initial=initial)
    if sent is not None and form.is_valid() and quiet.is_valid():
        actions.set_quiet_hours(actor, **quiet.cleaned_data)
        actions.set_preferences(actor, form.cleaned_data)
        messages.success(request, _("Saved. It applies from now on."))
        return redirect("notification-settings")
    return render(request, "activity/notification_settings.html", {"form": form, "quiet": quiet})


@require_POST
@staff(SET_NOTIFICATION)
def watching(request: Request, label: str, key: UUID) -> HttpResponse:
    """Watch a row, mute it, or neither."""
    subject = subject_of(request.actor, label, key)
    verbs = {"watch": actions.watch, "mute": actions.mute}
    verbs.get(request.POST.get("state", ""), actions.stop_watching)(request.actor, subject)
    own = addresses(request.actor, [(label, key)])
    return HttpResponseRedirect(own.get(key, reverse("comments", args=[label, key])))

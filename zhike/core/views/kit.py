"""The kit page: every component in its states. Only in development and tests (see core/urls.py)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhike.core.doors import public
from zhike.core.errors import Refusal
from zhike.core.shell import Link, Shell
from zhike.core.views import kit_charts

PEOPLE = ["陈晓", "王建国", "Li Wei", "Anna Schmidt", "欧阳若曦", "Tom Baker", "赵敏"]


class SampleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As the client writes it."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("company", gettext_lazy("Company")), ("public", gettext_lazy("Public body"))],
    )
    since = forms.DateField(
        label=gettext_lazy("Client since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    about = forms.CharField(
        label=gettext_lazy("What they do"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Preferred channel"),
        choices=[("mail", gettext_lazy("Mail")), ("phone", gettext_lazy("Telephone")), ("wechat", "WeChat")],
        widget=forms.RadioSelect,
        required=False,
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Show in the portal"),
        required=False,
        help_text=gettext_lazy("The client will see it at once."),
    )


class PhoneForm(forms.Form):
    phone = forms.CharField(label=gettext_lazy("Telephone"))


def _kit_shell(request: HttpRequest) -> Shell:
    """The real shell with invented places, so that the frame can be looked at without anyone signed in."""
    shell = Shell(request)
    shell.navigation = (
        Link(_("Today"), "#today", "sun", "g t", False),
        Link(_("Clients"), "/-/kit/", "building-2", "g c", True),
        Link(_("Projects"), "#projects", "folder-kanban", "g p", False),
        Link(_("Contacts"), "#contacts", "contact", "g k", False),
        Link(_("Files"), "#files", "folder", "g f", False),
    )
    shell.administration = (
        Link(_("People and roles"), "#people", "users", "g m", False),
        Link(_("Organisation"), "#organisation", "settings-2", "", False),
    )
    shell.create = (
        Link(_("New client"), "#new-client", "building-2", "c c", False),
        Link(_("New contact"), "#new-contact", "contact", "c k", False),
        Link(_("New project"), "#new-project", "folder-kanban", "c p", False),
        Link(_("Import clients"), "#import", "upload", "c i", False),
        Link(_("Invite someone"), "#invite", "user-plus", "c v", False),
    )
    shell.unread = 3
    shell.places |= {
        "home": "/-/kit/",
        "palette": "/-/kit/palette/",
        "notifications": "#bell",
        "profile": "#profile",
    }
    return shell


def _context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {
        "shell": _kit_shell(request),
        "form": SampleForm(initial={"name": "华信科技有限公司", "channel": "wechat"}),
        "wrong": SampleForm({"name": "", "kind": "company", "since": "tomorrow"}),
        "moments": [
            now,
            now - timedelta(minutes=7),
            now - timedelta(days=1),
            now + timedelta(days=3),
            date(2025, 3, 14),
        ],
        "late": timezone.localdate() - timedelta(days=4),
        "people": PEOPLE,
        "tones": [
            ("good", _("On track")),
            ("warn", _("At risk")),
            ("bad", _("Off track")),
            ("", _("Not started")),
        ],
        "bars": [(_("Analysis"), 42), (_("Design"), 67), (_("Build"), 88), (_("Acceptance"), 17)],
        "charts": kit_charts.samples(),
        "spark": [62, 64, 61, None, 66, 71, 70, 74],
        "steps": [
            {"name": _("Prepared"), "state": "done"},
            {"name": _("Agreed"), "state": "done"},
            {"name": _("Being built"), "state": "now"},
            {"name": _("Accepted"), "state": "next"},
            {"name": _("In care"), "state": "next"},
        ],
        "matrix": _matrix(),
        "rows": _rows(now),
        "portal_navigation": [
            {
                "label": _("What we need from you"),
                "url": "#need",
                "icon": "inbox",
                "is_current": True,
                "count": 2,
            },
            {"label": _("Where it stands"), "url": "#stands", "icon": "gauge"},
            {"label": _("What we agreed"), "url": "#agreed", "icon": "handshake"},
            {"label": _("Talk to us"), "url": "#talk", "icon": "message-circle"},
        ],
        "portal_project": _("New warehouse system · Huaxin Technology"),
    }


def _matrix() -> dict[str, Any]:
    words = {"good": _("low"), "warn": _("medium"), "bad": _("high")}
    tones = [["warn", "bad", "bad"], ["good", "warn", "bad"], ["good", "good", "warn"]]
    risks = {(0, 2): ("R-3", _("Data migration late")), (1, 1): ("R-1", _("Key user on leave"))}
    rows = []
    for i, label in enumerate([_("likely"), _("possible"), _("unlikely")]):
        cells = []
        for j, tone in enumerate(tones[i]):
            number, title = risks.get((i, j), ("", ""))
            links = [{"text": number, "title": title, "url": "#risk"}] if number else []
            cells.append({"tone": tone, "level": words[tone], "links": links})
        rows.append({"label": label, "cells": cells})
    return {"corner": "", "columns": [_("small"), _("noticeable"), _("severe")], "rows": rows}


def _rows(now: Any) -> list[dict[str, Any]]:
    names = ["华信科技有限公司", "江南港务集团", "Nordlicht GmbH", "青禾教育", "Fairview Health"]
    states = [("good", _("On track")), ("warn", _("At risk")), ("bad", _("Off track"))] * 2
    return [
        {
            "name": name,
            "tier": "AABCB"[i],
            "tone": states[i][0],
            "state": states[i][1],
            "owner": PEOPLE[i],
            "amount": 128000 + i * 31550,
            "at": now - timedelta(days=i * 3, hours=1),
            "spark": [60 + i, 58 + 3 * i, 66, 62 + i * i, 70 - i],
        }
        for i, name in enumerate(names)
    ]


@public
@require_http_methods(["GET", "POST"])
def kit(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, _("Saved. (The kit keeps nothing.)"))
        return redirect("kit")
    return render(request, "core/kit.html", _context(request))


@public
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    return render(request, "core/kit/portal.html", _context(request))


@public
@require_http_methods(["GET", "POST"])
def layer(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST or None)
    if form.is_valid():
        return redirect("kit")
    return render(
        request, "core/kit/layer.html", _context(request) | {"form": form}, status=422 if form.errors else 200
    )


@public
@require_http_methods(["GET", "POST"])
def inline(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST or None, initial={"phone": "010-6655 8800"})
    context = {"form": form, "saved": form.cleaned_data["phone"] if form.is_valid() else ""}
    return render(request, "core/kit/inline.html", context)


@public
@require_GET
def fragment(request: HttpRequest, part: str) -> HttpResponse:
    """The small answers the islands ask for: options, palette, panel, poll."""
    query = request.GET.get("q", "")
    found = [name for name in PEOPLE if query.lower() in name.lower()]
    step = min(int(request.GET.get("step", 1)), 4)
    context = {"people": found, "query": query, "step": step, "next": step + 1, "share": step * 25}
    return render(request, f"core/kit/fragments.html#{part}", context)


@public
@require_GET
def refusal(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "core/refusal.html", {"status": status, "refusal": Refusal("")}, status=status)


kit_urls = [
    path("", kit, name="kit"),
    path("portal/", portal),
    path("layer/", layer, name="kit-layer"),
    path("inline/", inline, name="kit-inline"),
    path("refusal/<int:status>/", refusal),
    path("<slug:part>/", fragment, name="kit-fragment"),
]

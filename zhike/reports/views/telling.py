"""Telling the client what was ours alone: a decision one makes sentence by sentence."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.core.access import find
from zhike.core.doors import Request, staff
from zhike.projects.queries import project
from zhike.reports import actions, queries
from zhike.reports.access import WRITE_REPORT
from zhike.reports.models import Variant


@require_POST
@staff(WRITE_REPORT)
def telling(request: Request, number: int, item: int, key: UUID) -> HttpResponse:
    row = queries.report(request.actor, project(request.actor, number=number), number=item)
    variant = find(request.actor, Variant, pk=key, report=row.pk)
    variant.report = row
    actions.tell_client(request.actor, variant, fact=request.POST.get("fact", ""))
    messages.success(request, _("The client will read it. Look at its words once more."))
    return redirect(f"{row.get_absolute_url()}?variant={variant.pk}")

"""The page a project manager opens in the morning."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.core.agenda import SEE_TODAY, lines
from zhike.core.doors import Request, staff


@require_GET
@staff(SEE_TODAY)
def today(request: Request) -> HttpResponse:
    sections = lines(request.actor)
    context = {"sections": sections, "greeting": _greeting(request.actor.name), "day": timezone.localdate()}
    return render(request, "core/today.html", context)


def _greeting(name: str) -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}

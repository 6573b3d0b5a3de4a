"""The logo: choosing it, and showing it wherever clients meet the firm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.accounts import actions, logos
from zhike.accounts.access import CHANGE_ORGANISATION
from zhike.accounts.forms import LogoForm
from zhike.accounts.models import Organisation
from zhike.accounts.models.organisations import COLOURS
from zhike.accounts.queries import home, logo_address
from zhike.accounts.views.answers import form_page
from zhike.core.doors import Request, public, staff
from zhike.core.errors import Missing


@staff(CHANGE_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: Request) -> HttpResponse:
    """Choose the picture clients recognise the firm by."""

    def act(said: dict[str, object]) -> HttpResponse:
        actions.change_logo(request.actor, said["logo"])
        messages.success(request, _("Your clients see the new logo from now on."))
        return redirect("organisation")

    shown = logo_address(home(request.actor))
    form = LogoForm(request.POST or None, request.FILES or None)
    return form_page(request, "accounts/logo.html", form, act, shown=shown)


@staff(CHANGE_ORGANISATION)
@require_POST
def logo_removal(request: Request) -> HttpResponse:
    actions.remove_logo(request.actor)
    messages.success(request, _("The logo is removed. The name stands alone now."))
    return redirect("organisation")


@public
@require_GET
def picture(request: HttpRequest, slug: str, digest: str, form: str) -> HttpResponse:
    """A logo by the hash of its content: whoever has the address has been shown a page or mail with it."""
    firm = Organisation.objects.filter(slug=slug, logo=digest).exclude(logo="").first()
    content = logos.stored(firm.pk, digest, form) if firm and form in logos.FORMS else None
    if content is None:
        raise Missing(_("There is no such picture."))
    return _png(content)


@public
@require_GET
def generated(request: HttpRequest, colour: str, side: int) -> HttpResponse:
    """The icon of a firm without a logo."""
    if colour not in dict(COLOURS) or side not in logos.ICONS:
        raise Missing(_("There is no such picture."))
    from zhike.accounts.logo_drawing import generated as drawn  # brings Pillow

    return _png(drawn(colour, side))


def _png(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response

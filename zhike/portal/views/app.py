"""What makes a portal installable: its name, colour and icons, as a web app manifest."""

from django.http import HttpResponse, JsonResponse
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_GET

from zhike.accounts.models import Organisation
from zhike.accounts.queries import logo_address
from zhike.core.doors import Request, client
from zhike.core.mail_paper import palette
from zhike.projects.access import VIEW_PORTAL


@require_GET
@client(VIEW_PORTAL)
def app(request: Request) -> HttpResponse:
    """The browser fetches it with the reader's cookie, so strangers do not learn which firms are here."""
    firm: Organisation = request.organisation  # type: ignore[attr-defined]
    icons = [
        {"src": logo_address(firm, f"icon-{side}"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for side in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": reverse("portal"), "name": firm.house_name, "short_name": firm.house_name[:12],
        "lang": request.LANGUAGE_CODE, "start_url": reverse("portal"), "scope": get_script_prefix(),  # type: ignore[attr-defined]
        "display": "standalone", "background_color": "#faf9f6", "theme_color": palette(firm.colour)[0], "icons": icons,
    }  # fmt: skip
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer

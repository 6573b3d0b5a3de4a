"""Addresses. `/-/…` belongs to no organisation; everything else is reached as `/<organisation>/…`."""

from django.urls import include, path, re_path

from config.api import interface
from zhike.core.api import no_such_address
from zhike.core.views.today import today

urlpatterns = [
    path("-/", include("zhike.core.urls")),
    path("-/", include("zhike.accounts.urls_public")),
    path("-/", include("zhike.activity.urls_public")),
    path("-/", include("zhike.portal.urls_public")),
    path("-/", include("zhike.plan.urls_public")),
    path("api/v1/", interface.urls),
    re_path(r"^api/", no_such_address),
    path("", today, name="today"),
    path("", include("zhike.core.search.urls")),
    path("", include("zhike.core.listing.urls")),
    path("", include("zhike.accounts.urls")),
    path("", include("zhike.activity.urls")),
    path("", include("zhike.files.urls")),
    path("", include("zhike.clients.urls")),
    path("", include("zhike.projects.urls")),
    path("", include("zhike.signoff.urls")),
    path("", include("zhike.requirements.urls")),
    path("", include("zhike.communications.urls")),
    path("", include("zhike.plan.urls")),
    path("", include("zhike.monitoring.urls")),
    path("", include("zhike.reports.urls")),
    path("", include("zhike.portal.urls")),
]

handler404 = "zhike.core.doors.no_such_page"
handler429 = "zhike.accounts.views.entry.too_many"  # allauth asks for it by this name

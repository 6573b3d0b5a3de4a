from django.conf import settings
from django.urls import include, path

from zhike.core.views.health import health

urlpatterns = [
    path("health/", health, name="health"),
]

if settings.DEBUG or settings.TESTING:
    from zhike.core.views.kit import kit_urls

    urlpatterns += [path("kit/", include(kit_urls))]

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhike.core.views.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
]

if settings.DEBUG or settings.TESTING:
    from zhike.core.views.kit import kit_urls

    urlpatterns += [path("kit/", include(kit_urls))]

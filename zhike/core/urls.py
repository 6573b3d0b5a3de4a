from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhike.core.views.health import health
from zhike.core.views.offline import offline, offline_worker
from zhike.core.views.verifying import verify_document

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("offline/", offline, name="offline"),
    path("offline-worker.js", offline_worker, name="offline-worker"),
    path("verify/", verify_document, name="verify-document"),
]

if settings.DEBUG or settings.TESTING:
    from zhike.core.views.kit import kit_urls

    urlpatterns += [path("kit/", include(kit_urls))]

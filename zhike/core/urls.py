from django.urls import path

from zhike.core.views.health import health

urlpatterns = [
    path("health/", health, name="health"),
]

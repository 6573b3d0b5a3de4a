"""Addresses. `/-/…` belongs to no organisation; everything else is reached as `/<organisation>/…`."""

from django.urls import include, path

urlpatterns = [
    path("-/", include("zhike.core.urls")),
]

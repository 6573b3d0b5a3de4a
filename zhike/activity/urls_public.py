"""Addresses of this room that belong to no organisation: `/-/…`."""

from django.urls import path

from zhike.activity.views import unsubscribe

urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe")]

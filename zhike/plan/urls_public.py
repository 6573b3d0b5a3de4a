"""Calendars for whoever holds their address: `/-/calendars/<secret>.ics`, outside any organisation."""

from django.urls import path

from zhike.plan.views import feeds

urlpatterns = [path("calendars/<str:secret>.ics", feeds.calendar, name="calendar-feed")]

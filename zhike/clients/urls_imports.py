"""Addresses of imports; included by the room's urls."""

from django.urls import path

from zhike.clients.views import imports as views

urlpatterns = [
    path("imports/", views.import_list, name="imports"),
    path("imports/new/", views.import_new, name="import-new"),
    path("imports/<uuid:import_run>/", views.import_page, name="import"),
    path("imports/<uuid:import_run>/mapping/", views.import_mapping, name="import-mapping"),
    path("imports/<uuid:import_run>/reading/", views.import_reading, name="import-reading"),
    path("imports/<uuid:import_run>/preview/", views.import_preview, name="import-preview"),
    path("imports/<uuid:import_run>/run/", views.import_start, name="import-start"),
    path("imports/<uuid:import_run>/progress/", views.import_progress, name="import-progress"),
    path("imports/<uuid:import_run>/failed/", views.import_failed, name="import-failed"),
    path("imports/<uuid:import_run>/repeat/", views.import_repeat, name="import-repeat"),
    path("imports/<uuid:import_run>/undo/", views.import_undo, name="import-undo"),
]

from django.urls import path

from zhike.core.listing import views

urlpatterns = [
    path("lists/<slug:listing>/views/", views.list_views, name="list-views"),
    path("lists/<slug:listing>/arrangement/", views.list_arrangement, name="list-arrangement"),
    path("list-views/<uuid:view_id>/", views.list_view, name="list-view"),
    path("list-views/<uuid:view_id>/deletion/", views.list_view_deletion, name="list-view-deletion"),
    path("bulk-runs/<uuid:run_id>/", views.bulk_run, name="bulk-run"),
]

"""The client's pages, all under portal/."""

from django.urls import path

from zhike.portal import views

urlpatterns = [
    path("portal/", views.home, name="portal"),
    path("portal/archive/", views.archive, name="portal-archive"),
    path("portal/projects/<int:number>/", views.project, name="portal-project"),
    path("portal/companies/", views.every_seat, name="portal-every-company"),
    path("portal/companies/<uuid:key>/", views.seat, name="portal-company"),
]

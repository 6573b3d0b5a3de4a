from django.urls import path

from zhike.core.search import views

urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("palette/", views.palette, name="palette"),
]

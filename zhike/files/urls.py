"""Pages of this room. Rooms load `files` into their own as a panel."""

from django.urls import path

from zhike.files import views

urlpatterns = [
    path("files/", views.files, name="files"),
    path("files/new/<str:label>/<uuid:key>/", views.file_new, name="file-new"),
    path("files/<uuid:pk>/", views.file, name="file"),
    path("files/<uuid:pk>/change/", views.file_change, name="file-change"),
    path("files/<uuid:pk>/sharing/", views.file_sharing, name="file-sharing"),
    path("files/<uuid:pk>/archiving/", views.file_archiving, name="file-archiving"),
    path("files/<uuid:pk>/content/", views.file_content, name="file-content"),
    path("files/<uuid:pk>/versions/", views.file_version_new, name="file-version-new"),
    path("files/<uuid:pk>/versions/<int:number>/", views.file_content, name="file-version"),
    path("files/<uuid:pk>/versions/<int:number>/preview/", views.file_preview, name="file-preview"),
    path(
        "files/<uuid:pk>/versions/<int:number>/restoring/",
        views.file_version_restoring,
        name="file-version-restoring",
    ),
    path("portal/files/<uuid:pk>/", views.portal_file, name="portal-file"),
    path("portal/files/<uuid:pk>/<int:number>/", views.portal_file, name="portal-file-version"),
]

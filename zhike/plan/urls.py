"""Addresses of this room."""

from zhike.plan import urls_files

urlpatterns = [*urls_files.urlpatterns]

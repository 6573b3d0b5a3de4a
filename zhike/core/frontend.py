"""Where the built front end is served from."""

from django.conf import settings
from django_vite.core.asset_loader import DjangoViteAppClient


class BuiltFiles(DjangoViteAppClient):
    """Vite's file names carry their hash already, and its scripts import each other by those names.

    A second hash by the static storage would make the browser fetch every shared script twice: once as
    preloaded, once as imported.
    """

    def get_production_server_url(self, path: str) -> str:
        return f"{settings.STATIC_URL}build/{path}"

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "zhike.core"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from zhike.core.listing import access as listing_access  # noqa: F401
        from zhike.core.search import access, upkeep  # noqa: F401

        post_migrate.connect(_guard_kept_rows, sender=self)


def _guard_kept_rows(using: str, **rest: object) -> None:
    """SQLite forgets a table's triggers when a migration rebuilds it. No workflow: only the guard put back."""
    from zhike.core import immutability

    immutability.protect(connections[using])

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zhike.core"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from zhike.core.listing import access as listing_access  # noqa: F401
        from zhike.core.search import access, upkeep  # noqa: F401

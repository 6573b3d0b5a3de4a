from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zhike.core"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from zhike.core.search import access  # noqa: F401

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "zhike.activity"
    label = "activity"
    verbose_name = "What happened"

    def ready(self) -> None:
        from zhike.activity import access  # noqa: F401

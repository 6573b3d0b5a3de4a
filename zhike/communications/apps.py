from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "zhike.communications"
    label = "communications"
    verbose_name = "Conversations"

    def ready(self) -> None:
        from zhike.communications import access, closing, doubting, events, jobs, reporting, wiring  # noqa: F401

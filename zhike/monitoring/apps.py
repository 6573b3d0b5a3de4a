from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "zhike.monitoring"
    label = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        from zhike.monitoring import access, events, following, jobs, reporting, sharing, wiring  # noqa: F401

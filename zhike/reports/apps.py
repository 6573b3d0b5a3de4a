from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhike.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from zhike.reports import access, events, jobs, reporting  # noqa: F401

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhike.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from zhike.activity.events import listen
        from zhike.reports import access, events, jobs, reporting, sharing, wiring  # noqa: F401

        listen("urgent reports", jobs.tell_at_once_what_went_wrong)

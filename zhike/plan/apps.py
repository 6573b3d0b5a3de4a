from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "zhike.plan"
    label = "plan"
    verbose_name = "Plan"

    def ready(self) -> None:
        from zhike.plan import access, doubting, events, reporting, reporting_whole, wiring  # noqa: F401

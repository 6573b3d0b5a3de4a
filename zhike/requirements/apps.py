from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "zhike.requirements"
    label = "requirements"
    verbose_name = "Requirements"

    def ready(self) -> None:
        from zhike.requirements import access, events, jobs, reporting, wiring  # noqa: F401

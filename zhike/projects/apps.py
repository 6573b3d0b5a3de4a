from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhike.projects"
    label = "projects"
    verbose_name = "Projects"

    def ready(self) -> None:
        from zhike.projects import access, closing, events, redeeming, reporting, wiring  # noqa: F401

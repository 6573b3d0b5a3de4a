from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhike.projects"
    label = "projects"

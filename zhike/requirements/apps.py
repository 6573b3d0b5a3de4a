from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "zhike.requirements"
    label = "requirements"
    verbose_name = "Requirements"

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zhike.core"
    verbose_name = "Kernel"

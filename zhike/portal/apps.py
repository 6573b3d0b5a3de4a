from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhike.portal"
    label = "portal"
    verbose_name = "Client portal"

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "zhike.monitoring"
    label = "monitoring"
    verbose_name = "Monitoring"

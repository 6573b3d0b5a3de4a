from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "zhike.communications"
    label = "communications"
    verbose_name = "Conversations"

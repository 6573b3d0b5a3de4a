from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "zhike.clients"
    label = "clients"

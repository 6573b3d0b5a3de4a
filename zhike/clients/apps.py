from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "zhike.clients"
    label = "clients"
    verbose_name = "Clients"

    def ready(self) -> None:
        from zhike.clients import access, events, jobs, wiring  # noqa: F401

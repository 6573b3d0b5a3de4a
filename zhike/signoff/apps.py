from django.apps import AppConfig


class SignoffConfig(AppConfig):
    name = "zhike.signoff"
    label = "signoff"
    verbose_name = "Signatures"

    def ready(self) -> None:
        from zhike.activity.events import listen
        from zhike.signoff import access, events, jobs, wiring  # noqa: F401

        listen("signed-copies", jobs.copy_what_is_signed)

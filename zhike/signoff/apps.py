from django.apps import AppConfig


class SignoffConfig(AppConfig):
    name = "zhike.signoff"
    label = "signoff"
    verbose_name = "Signatures"

    def ready(self) -> None:
        from zhike.activity.events import listen
        from zhike.core.papers.verification import known_by
        from zhike.signoff import access, events, jobs, reporting, wiring  # noqa: F401
        from zhike.signoff.queries.copies import known_copy

        listen("signed-copies", jobs.copy_what_is_signed)
        listen("signers-told", jobs.tell_whom_it_concerned)
        known_by(known_copy)

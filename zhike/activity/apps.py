from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ActivityConfig(AppConfig):
    name = "zhike.activity"
    label = "activity"
    verbose_name = "What happened"

    def ready(self) -> None:
        from zhike.activity import access, events, jobs, own_events  # noqa: F401
        from zhike.core import recording

        for told in recording.told():  # of `accounts`, which lies below (docs/decisions/0002)
            events.declare(told.verb, told.sentence, shred=told.shred, kind=told.kind)
        recording.recorded_by(events.record_below)
        events.listen("notifications", jobs.tell_people)
        post_migrate.connect(_guard_history, sender=self)


def _guard_history(using: str, **rest: Any) -> None:
    """SQLite forgets a table's triggers when a migration rebuilds it. No workflow: only the guard put back."""
    from zhike.activity import immutability

    connection = connections[using]
    if immutability.TABLE in connection.introspection.table_names():
        immutability.protect(connection)

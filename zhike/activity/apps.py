from django.apps import AppConfig


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

"""All looks, one after the other. One that breaks is itself a finding; the others still look."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from zhike.core.examination import database, machine, papers, settings
from zhike.core.examination.findings import Finding, ill

Look = Callable[[], Iterable[Finding]]
LOOKS: list[Look] = [
    database.reachable,
    database.encoding,
    database.advice,
    database.migrations,
    database.guards,
    database.clock,
    database.worker,
    database.dead_jobs,
    settings.secret_key,
    settings.debugging,
    settings.mail,
    machine.state_folder,
    machine.disk,
    papers.chinese_font,
    papers.sealing_key,
    papers.time_stamps,
    machine.front_end,
]


def examine() -> list[Finding]:
    """Everything the doctor has to say. Questions to a database that cannot be reached are not asked."""
    found: list[Finding] = []
    for look in LOOKS:
        if look.__module__ == database.__name__ and any(
            one.about == "database" and one.health == "ill" for one in found
        ):
            continue
        try:
            found.extend(look())
        except Exception as error:
            words = _("This could not be looked at: %(error)s") % {"error": error}
            found.append(ill(look.__name__, words))
    return found

"""Who gets a report, and the form in which they get it."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.reports.models import Depth, Reader, Report, ReportPlan, Variant
from zhike.reports.queries import Proposal

Form = tuple[str, str, str]  # audience, language, depth
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def readers_of(report: Report) -> QuerySet[Reader]:
    """Who gets it: the readers of its plan, or those chosen for this one report."""
    mine = Reader.objects.filter(plan=report.plan) if report.plan else Reader.objects.filter(report=report)
    return mine.select_related("contact__user", "contact__client", "user").order_by("id")


def form_of(reader: Reader) -> Form:
    return (Variant.Audience.OURS if reader.is_ours else Variant.Audience.CLIENT, reader.language, reader.depth)


def forms_of(report: Report, language: str) -> list[Form]:
    """The variants this report is written in: one for each way in which its readers want it."""
    found = {(form_of(one)): None for one in readers_of(report)}
    return list(found) or [(Variant.Audience.CLIENT, language, Depth.USUAL)]


def put_readers(people: Iterable[Proposal], *, plan: ReportPlan | None = None, report: Report | None = None) -> None:
    """The people a new plan, or a single report, is for."""
    for one in people:
        row = Reader(plan=plan, report=report, contact=one.contact, user=one.user, why=one.why[:300])
        put_how(row, one.language, one.depth, one.channel)
        row.save()


def put_how(row: Reader, language: str, depth: str, channel: str) -> None:
    """In which language, how deep and by which way; refused if it is none of those offered."""
    if language not in LANGUAGES:
        raise Invalid(language=_("Choose one of the languages offered."))
    if depth not in Depth.values:
        raise Invalid(depth=_("Choose one of the depths offered."))
    if channel not in Reader.Channel.values:
        raise Invalid(channel=_("Choose one of the channels offered."))
    row.language, row.depth, row.channel = language, depth, channel

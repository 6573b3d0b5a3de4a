"""What reports themselves have to tell in the next one: what readers said to the last, and what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.actors import Actor
from zhike.core.reporting import TALK, Doubt, Evidence, Fact, Period, doubts, reports
from zhike.core.words import Words, day_words, quoted, said
from zhike.projects.models import Participant, Project
from zhike.projects.queries import where_the_portal_is_open
from zhike.reports.models import Delivery, Reaction, Report, Variant

Kind = Reaction.Kind
UNREAD = timedelta(days=7)
WORDS = {
    Kind.GUIDANCE: gettext_lazy("{who} asked on report {report}: “{words}”."),
    Kind.DOUBT: gettext_lazy("{who} sees it differently on report {report}: “{words}”."),
}
NOT_READ = gettext_lazy("{who} has not read the last report, of {day}.")
ANSWERED = gettext_lazy("{said} What came of it: “{reply}”.")


@reports("reports", order=90)
@where_the_portal_is_open
def what_readers_said(actor: Actor, project: Project, period: Period) -> Iterator[Fact]:
    """Guidance and doubts of the client since the last report, with what we said to them; questions tell themselves.
    Ours alone: who said it did not say it to everybody of the client."""
    since = Reaction.objects.filter(report__project=project, kind__in=list(WORDS), said_at__lt=period.end)
    lately = since.filter(said_at__gte=period.start) | since.filter(replied_at__gte=period.start)
    for row in lately.select_related("report").order_by("said_at", "id"):
        words: Words = said(WORDS[Kind(row.kind)], who=row.name, report=row.report.code, words=quoted(row.text))
        if row.reply:
            words = said(ANSWERED, said=words, reply=quoted(row.reply))
        proof = Evidence(row.report.code, row.get_absolute_url(), row.said_at)
        yield Fact(TALK, f"reports.said:{row.pk}", words, at=row.said_at, evidence=(proof,), weight=70)


@doubts("reports")
@where_the_portal_is_open
def unheard(actor: Actor, project: Project, moment: datetime) -> Iterator[Doubt]:
    """A report the sponsor has not read, and words of readers nobody has answered."""
    last = Report.objects.filter(project=project, state=Report.State.PUBLISHED).order_by("-published_at").first()
    if last is not None and last.published_at is not None and last.published_at < moment - UNREAD:
        yield from _unread(project, last)
    yield from _unanswered(project, moment)


# --- below -----------------------------------------------------------------------------------------------


def _unread(project: Project, last: Report) -> Iterator[Doubt]:
    sponsors = Participant.objects.filter(project=project, until=None, duty=Participant.Duty.SPONSOR)
    unread = Delivery.objects.filter(
        report=last, first_read_at=None, publication__audience=Variant.Audience.CLIENT,
        contact__in=sponsors.filter(contact__isnull=False).values("contact"),
    )  # fmt: skip
    for row in unread:
        words = said(NOT_READ, who=row.name, day=day_words(last.published_at))
        proof = Evidence(last.code, last.get_absolute_url(), last.published_at)
        yield Doubt(f"reports.unread:{row.pk}", words, 1, evidence=(proof,), at=last.published_at)


def _unanswered(project: Project, moment: datetime) -> Iterator[Doubt]:
    waiting = Reaction.objects.filter(report__project=project, kind=Kind.DOUBT, replied_at=None, said_at__lt=moment)
    rows = list(waiting.select_related("report").order_by("said_at"))
    if rows:
        words = said(
            ngettext_lazy(
                "{count} objection of a reader has no answer yet, since {day}.",
                "{count} objections of readers have no answer yet, the oldest since {day}.", "count",
            ),
            count=len(rows), day=day_words(rows[0].said_at),
        )  # fmt: skip
        proof = Evidence(rows[0].report.code, rows[0].get_absolute_url(), rows[0].said_at)
        yield Doubt(f"reports.unanswered:{rows[0].pk}", words, 2, evidence=(proof,), at=rows[0].said_at, is_shared=True)

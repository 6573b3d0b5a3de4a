"""Writing a report: drafted from what happened, then corrected by whoever answers for it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhike.accounts.queries import firm_zone, home
from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.addresses import addresses_of
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before, next_number
from zhike.core.reporting import PROBLEMS, Period
from zhike.core.words import in_every_language
from zhike.monitoring.actions import read_if_changed
from zhike.monitoring.queries import one_look
from zhike.projects.access import CHANGE_PROJECT
from zhike.projects.actions.projects import refuse_ended
from zhike.projects.models import Project
from zhike.reports.access import WRITE_REPORT
from zhike.reports.choosing import may_tell
from zhike.reports.drafting import tell, write_variants
from zhike.reports.events import REPORT_CHANGED, REPORT_DISCARDED, REPORT_DRAFTED
from zhike.reports.models import TOPIC_NAMES, Paragraph, Report, ReportPlan, Variant
from zhike.reports.periods import kind_of, next_draft, period_of
from zhike.reports.queries import Proposal, checked, usual_readers, who_got
from zhike.reports.readers import forms_of, put_readers
from zhike.reports.telling import derived_health, told_of

Health, State = Report.Health, Report.State
LONGEST = 10_000
OPEN_STATES = [State.DRAFT, State.IN_REVIEW]
ANEW, HEALTH = gettext_lazy("drafted anew"), pgettext_lazy("what changed", "health")
SENTENCE, ADDED, LEFT_OUT = (
    gettext_lazy("a sentence"),
    gettext_lazy("a sentence added"),
    gettext_lazy("a sentence left out"),
)
ANSWERED = gettext_lazy("a contradiction answered")
TOLD = gettext_lazy("a sentence told to the client")


@transaction.atomic
def draft_report(
    actor: Actor, project: Project, plan: ReportPlan | None = None, *, kind: str = "", start: datetime | None = None,
    end: datetime | None = None, corrects: Report | None = None, readers: Iterable[Proposal] = (),
    id: UUID | None = None,
) -> Report:  # fmt: skip
    """Have a report written from everything that happened since the last one. Drafted twice at once, there is one.

    Without a plan (told at once, asked for, a correction) it is for the `readers` named."""
    must(actor, WRITE_REPORT)
    again = made_before(actor.organisation_id, Report, id)
    if again is not None:
        return find(actor, Report, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    must(actor, CHANGE_PROJECT, project)
    plan = _plan_of(project, plan)
    begun = _begun(plan)
    if begun is not None:
        return begun
    period = _period(project, plan, start, end)
    row = Report(
        project=project, plan=plan, number=0, kind=kind or kind_of(plan), period_start=period.start, corrects=corrects,
        period_end=period.end, **({"id": id} if id else {}),
    )  # fmt: skip
    refuse_ended(project)
    _fill(actor, row, period)
    row.health = row.derived_health
    row.number = next_number("report", project.pk)
    row.save()
    put_readers(readers if plan is None else (), report=row)
    write_variants(row, forms_of(row, home(actor).language))
    _move_plan_on(plan, period.end)
    record(actor, REPORT_DRAFTED, row)
    return row


@transaction.atomic
def tell_at_once(
    actor: Actor, project: Project, *, text: str = "", readers: Iterable[Proposal] = (), id: UUID | None = None
) -> Report:  # fmt: skip
    """Tell something outside the cycle: a draft for the readers chosen, which begins with what was just written."""
    must(actor, WRITE_REPORT)
    again = made_before(actor.organisation_id, Report, id)
    if again is not None:
        return find(actor, Report, pk=again.pk)
    readers = list(readers)
    if not readers:
        raise Invalid(readers=_("Choose at least one reader."))
    row = draft_report(actor, project, kind=Report.Kind.URGENT, readers=readers, id=id)
    for variant in Variant.objects.filter(report=row) if text.strip() else ():
        variant.report = row
        write_paragraph(actor, variant, topic=PROBLEMS.name, text=text)
    return row


@transaction.atomic
def draft_at_once(actor: Actor, project: Project) -> Report:
    """Something went wrong: have it told now, outside the cycle, with its cause and what is proposed, to those who
    usually hear. Several things that go wrong before it is sent are told together."""
    must(actor, WRITE_REPORT)
    begun = Report.objects.filter(project=project, kind=Report.Kind.URGENT, state__in=OPEN_STATES)
    row = begun.select_related("project", "plan", "corrects").order_by("-number").first()
    if row is not None:
        return draft_again(actor, row)
    return draft_report(actor, project, kind=Report.Kind.URGENT, readers=usual_readers(actor, project))


@transaction.atomic
def correct_report(actor: Actor, report: Report, *, id: UUID | None = None) -> Report:
    """Say it right in a new report of the same days, for those who got the old one, which stays as it is."""
    must(actor, WRITE_REPORT, report)
    lock(report.project)
    if not report.is_published:
        raise Conflict(_("Only what was published is corrected by a new report; this one can still be changed."))
    begun = Report.objects.filter(corrects=report, state__in=OPEN_STATES).select_related("project", "plan").first()
    if begun is not None:
        return begun
    return draft_report(
        actor, report.project, kind=report.kind, start=report.period_start, end=report.period_end, corrects=report,
        readers=who_got(report), id=id,
    )  # fmt: skip


@transaction.atomic
def draft_again(actor: Actor, report: Report) -> Report:
    """Bring a draft to what is known now. Sentences somebody changed, wrote or left out stay as they are."""
    must(actor, WRITE_REPORT, report)
    report = _open(report)
    period = Period(report.period_start, timezone.now(), timezone.now() + (report.period_end - report.period_start))
    was_derived = report.health == report.derived_health
    _fill(actor, report, period)
    report.period_end = period.end
    if was_derived or report.health == report.derived_health:
        report.health, report.health_reason = report.derived_health, ""
    report.save()
    write_variants(report, forms_of(report, home(actor).language))
    _move_plan_on(lock(report.plan) if report.plan else None, period.end)
    record(actor, REPORT_CHANGED, report, what=in_every_language(ANEW))
    return report


@transaction.atomic
def change_paragraph(
    actor: Actor, paragraph: Paragraph, *, text: str, version: int | None = None
) -> Paragraph:  # fmt: skip
    """Say it better. What was drafted is kept beside it, and so is its evidence."""
    must(actor, WRITE_REPORT, paragraph.variant.report)
    report = _open(paragraph.variant.report)
    paragraph = lock(paragraph)
    paragraph.expect(version)
    paragraph.text = _worded(text)
    paragraph.save()
    record(actor, REPORT_CHANGED, report, what=in_every_language(SENTENCE))
    return paragraph


@transaction.atomic
def write_paragraph(
    actor: Actor, variant: Variant, *, topic: str, text: str, id: UUID | None = None
) -> Paragraph:  # fmt: skip
    """Add what no fact tells, in one's own words."""
    must(actor, WRITE_REPORT, variant.report)
    again = made_before(actor.organisation_id, Paragraph, id)
    if again is not None:
        return find(actor, Paragraph, pk=again.pk)
    report = _open(variant.report)
    if topic not in TOPIC_NAMES:
        raise Invalid(topic=_("Choose one of the sections."))
    last = Paragraph.objects.filter(variant=variant).aggregate(last=Max("position"))["last"] or 0
    row = Paragraph(variant=variant, topic=topic, text=_worded(text), position=last + 1, **({"id": id} if id else {}))
    row.save()
    record(actor, REPORT_CHANGED, report, what=in_every_language(ADDED))
    return row


@transaction.atomic
def tell_client(actor: Actor, variant: Variant, *, fact: str) -> Paragraph:
    """Tell the client a fact that was ours alone: a decision of whoever answers for the report, kept as one."""
    must(actor, WRITE_REPORT, variant.report)
    report = _open(variant.report)
    found = next((one for one in report.data["facts"] if one["key"] == fact), None)
    if found is None or variant.audience != Variant.Audience.CLIENT or not may_tell(found, variant):
        raise Conflict(_("The report knows no such fact any more. Draft it anew."))
    there = Paragraph.objects.filter(variant=variant, fact=fact).first()
    row = there or tell(variant, found)
    record(actor, REPORT_CHANGED, report, what=in_every_language(TOLD))
    return row


@transaction.atomic
def leave_out(actor: Actor, paragraph: Paragraph, *, left_out: bool = True) -> Paragraph:
    """Do not tell a sentence in this variant, or tell it after all."""
    must(actor, WRITE_REPORT, paragraph.variant.report)
    report = _open(paragraph.variant.report)
    paragraph = lock(paragraph)
    paragraph.is_left_out = left_out
    paragraph.save(update_fields=["is_left_out"])
    record(actor, REPORT_CHANGED, report, what=in_every_language(LEFT_OUT if left_out else ADDED))
    return paragraph


@transaction.atomic
def judge(
    actor: Actor, report: Report, *, health: str, reason: str = "", version: int | None = None
) -> Report:  # fmt: skip
    """Tell the health of the project. It follows from the evidence; who tells another says why, and readers read it."""
    must(actor, WRITE_REPORT, report)
    report = _open(report)
    report.expect(version)
    if health not in Health.values:
        raise Invalid(health=_("Say on track, at risk or off track."))
    reason = reason.strip()[:500]
    report.derived_health = checked(actor, report).derived
    if health != report.derived_health and not reason:
        said = _("The evidence says “%(derived)s”. Say why you tell another: the readers will read it.")
        raise Invalid(reason=said % {"derived": Health(report.derived_health).label})
    report.health = health
    report.health_reason = reason if health != report.derived_health else ""
    report.save()
    record(actor, REPORT_CHANGED, report, what=in_every_language(HEALTH))
    return report


@transaction.atomic
def answer_contradiction(actor: Actor, report: Report, *, key: str, answer: str) -> Report:
    """Stand by the report in spite of what speaks against it, and say why: the report prints both."""
    must(actor, WRITE_REPORT, report)
    report = _open(report)
    if not any(one.key == key for one in checked(actor, report).contradictions):
        raise Conflict(_("This no longer contradicts the report."))
    answer = answer.strip()
    if not 10 <= len(answer) <= 500:
        raise Invalid(answer=_("Answer it in a sentence of 10 to 500 characters: the readers will read it."))
    report.answers = {**report.answers, key: answer}
    report.save(update_fields=["answers"])
    record(actor, REPORT_CHANGED, report, what=in_every_language(ANSWERED))
    return report


@transaction.atomic
def discard_report(actor: Actor, report: Report, *, reason: str) -> Report:
    """Do not send this draft. The next one tells of its days, too."""
    must(actor, WRITE_REPORT, report)
    report = _open(report)
    if not reason.strip():
        raise Invalid(reason=_("Say why it is not sent."))
    report.state = State.DISCARDED
    report.save(update_fields=["state"])
    if report.plan is not None:
        plan = lock(report.plan)
        plan.reported_until = report.period_start
        plan.save(update_fields=["reported_until"])
    record(actor, REPORT_DISCARDED, report, reason=reason.strip()[:500])
    return report


# --- below -----------------------------------------------------------------------------------------------


def _open(report: Report) -> Report:
    """The locked report, as long as it can be changed. An approval was of what it said, and ends with a change."""
    row = lock(report)
    row.project, row.plan, row.corrects = report.project, report.plan, report.corrects
    if not row.is_open:
        raise Conflict(_("This report is %(state)s. Correct it by a new one.") % {"state": row.get_state_display()})
    if row.approved_at is not None:
        row.approved_at, row.approved_by_name = None, ""
        row.save(update_fields=["approved_at", "approved_by_name"])
    return row


def _plan_of(project: Project, plan: ReportPlan | None) -> ReportPlan | None:
    if plan is not None and plan.project_id != project.pk:
        raise Invalid(plan=_("Choose a report plan of this project."))
    return lock(plan) if plan is not None else None


def _begun(plan: ReportPlan | None) -> Report | None:
    if plan is None:
        return None
    found = Report.objects.filter(plan=plan, state__in=OPEN_STATES).select_related("project", "plan")
    return found.first()


def _period(project: Project, plan: ReportPlan | None, start: datetime | None, end: datetime | None) -> Period:
    first_day = project.created_at.astimezone(firm_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    usual = period_of(plan, end or timezone.now(), first_day)
    period = Period(start or usual.start, usual.end, usual.ahead)
    if period.start >= period.end:
        raise Invalid(start=_("The report would tell of no time at all: choose an earlier day."))
    return period


def _fill(actor: Actor, row: Report, period: Period) -> None:
    """The data set, as everybody who may see all would read it: what each reader gets is chosen from it. All of it is
    told from one reading, which is kept."""
    house = Actor.system(actor.organisation_id, via=actor.via)
    with addresses_of(home(house).slug), one_look():
        read_if_changed(house, row.project)
        row.data = told_of(house, row.project, period)
    row.derived_health = derived_health(row.data["doubts"])
    row.drafted_at = timezone.now()


def _move_plan_on(plan: ReportPlan | None, end: datetime) -> None:
    if plan is None:
        return
    plan.reported_until = end
    plan.next_at = next_draft(plan, end, firm_zone()) if plan.is_active else None
    plan.save(update_fields=["reported_until", "next_at"])


def _worded(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(text=_("Write a sentence, or leave the old one out."))
    if len(text) > LONGEST:
        raise Invalid(text=_("At most %(most)s characters.") % {"most": LONGEST})
    return text

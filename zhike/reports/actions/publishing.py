"""Sending a report out: approved if it has to be, checked against the evidence, frozen, delivered to each reader."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.activity.events import gathered, record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.projects.actions import judge_health
from zhike.projects.models import Project
from zhike.reports import mails
from zhike.reports.access import APPROVE_REPORT, PUBLISH_REPORT, WRITE_REPORT
from zhike.reports.composing import compose
from zhike.reports.content import fingerprint
from zhike.reports.events import APPROVAL_ASKED, REPORT_APPROVED, REPORT_PUBLISHED, REPORT_RETURNED
from zhike.reports.models import Delivery, Publication, Report, Variant
from zhike.reports.queries import checked
from zhike.reports.readers import Form, form_of, readers_of

State = Report.State


@transaction.atomic
def ask_approval(actor: Actor, report: Report) -> Report:
    """The report is written: whoever approves it hears of it."""
    must(actor, WRITE_REPORT, report)
    report = _locked(report)
    if report.state != State.DRAFT:
        raise Conflict(_("This is not a draft any more."))
    _refuse_contradicted(actor, report)
    report.state, report.returned_because = State.IN_REVIEW, ""
    report.save(update_fields=["state", "returned_because"])
    record(actor, APPROVAL_ASKED, report)
    return report


@transaction.atomic
def approve_report(actor: Actor, report: Report) -> Report:
    """Say that the report may go out."""
    must(actor, APPROVE_REPORT, report)
    report = _locked(report)
    if report.state != State.IN_REVIEW:
        raise Conflict(_("Nobody asks for approval of this report."))
    if report.approved_at is not None:
        raise Conflict(_("This is approved already."))
    report.approved_by_name, report.approved_at = actor.name[:100], timezone.now()
    report.save(update_fields=["approved_by_name", "approved_at"])
    record(actor, REPORT_APPROVED, report)
    return report


@transaction.atomic
def give_back(actor: Actor, report: Report, *, reason: str) -> Report:
    """The report may not go out like this: say what is to be changed."""
    must(actor, APPROVE_REPORT, report)
    report = _locked(report)
    if report.state != State.IN_REVIEW:
        raise Conflict(_("Nobody asks for approval of this report."))
    if not reason.strip():
        raise Invalid(reason=_("Say what is to be changed."))
    report.state, report.returned_because = State.DRAFT, reason.strip()[:500]
    report.approved_at, report.approved_by_name = None, ""
    report.save(update_fields=["state", "returned_because", "approved_at", "approved_by_name"])
    record(actor, REPORT_RETURNED, report, reason=report.returned_because)
    return report


@transaction.atomic
@gathered()
def publish_report(actor: Actor, report: Report, *, version: int | None = None) -> Report:
    """Freeze every variant with its figures and evidence, and send it to its readers. It never changes again."""
    must(actor, PUBLISH_REPORT, report)
    project = lock(report.project)
    report = _locked(report)
    report.expect(version)
    if not report.is_open:
        raise Conflict(_("This report is %(state)s.") % {"state": report.get_state_display()})
    _refuse_unapproved(report)
    _refuse_contradicted(actor, report)
    _keep_what_is_answered(actor, report)
    report.state, report.published_at, report.published_by_id = State.PUBLISHED, timezone.now(), actor.user_id
    report.save()
    frozen = {_form(one): _freeze(one, report) for one in Variant.objects.filter(report=report)}
    sent = _deliver(report, frozen)
    _tell_health(actor, project, report)
    record(actor, REPORT_PUBLISHED, report, count=len(sent))
    return report


# --- below -----------------------------------------------------------------------------------------------


def _locked(report: Report) -> Report:
    row = lock(report)
    row.project, row.plan, row.corrects = report.project, report.plan, report.corrects
    return row


def _refuse_contradicted(actor: Actor, report: Report) -> None:
    """What speaks against the report is either answered in it, or the report says something else."""
    open_ones = checked(actor, report).open
    if open_ones:
        words = ngettext(
            "%(count)d thing contradicts the report: change what it says, or answer it.",
            "%(count)d things contradict the report: change what it says, or answer them.", len(open_ones),
        )  # fmt: skip
        raise Conflict(words % {"count": len(open_ones)})


def _refuse_unapproved(report: Report) -> None:
    plan = report.ruling_plan
    if plan is not None and plan.approver_id is not None and report.approved_at is None:
        raise Conflict(_("%(name)s has to approve this report first.") % {"name": plan.approver})


def _keep_what_is_answered(actor: Actor, report: Report) -> None:
    """The doubts of this moment, and of the answers those that still answer something: both are printed."""
    now = checked(actor, report)
    report.data = {**report.data, "doubts": now.doubts}
    report.answers = {one.key: one.answer for one in now.contradictions if one.answer}


def _freeze(variant: Variant, report: Report) -> Publication:
    assert report.published_at is not None
    variant.report = report
    content = compose(variant).to_json()
    row = Publication(
        report=report, audience=variant.audience, language=variant.language, depth=variant.depth,
        has_money=variant.has_money, content=content, sha256=fingerprint(content), published_at=report.published_at,
    )  # fmt: skip
    row.save()
    return row


def _form(variant: Variant) -> Form:
    return (variant.audience, variant.language, variant.depth)


def _deliver(report: Report, frozen: dict[Form, Publication]) -> list[Delivery]:
    """To every reader the variant they asked for, by the way they asked for. Nobody is passed over in silence."""
    rows = []
    readers = [one for one in readers_of(report) if one.contact is None or not one.contact.has_left]
    without = [one.name for one in readers if form_of(one) not in frozen]
    if without:
        words = _("The draft is not written for %(names)s yet: draft it again from what is known now.")
        raise Conflict(words % {"names": _(", ").join(without)})
    for reader in readers:
        publication = frozen[form_of(reader)]
        row = Delivery(
            publication=publication, report=report, contact=reader.contact, user=reader.user, name=reader.name[:100],
            channel=reader.channel,
        )  # fmt: skip
        if mails.send_report(row):
            row.sent_at = report.published_at
        row.save()
        rows.append(row)
    return rows


def _tell_health(actor: Actor, project: Project, report: Report) -> None:
    """What the report says of the health holds for the project, too: one truth."""
    reason = report.health_reason or _worst(report)
    if project.is_ended or (project.health == report.health and project.health_reason == reason):
        return
    judge_health(Actor.system(actor.organisation_id, via=actor.via), project, health=report.health, reason=reason)


def _worst(report: Report) -> str:
    """The weightiest thing that speaks against good news, as far as the client may read it."""
    if report.health == Report.Health.ON_TRACK:
        return ""
    doubts = [one for one in report.data.get("doubts", ()) if one["badness"] >= 2]
    shared = [one for one in doubts if one["is_shared"]]  # the client reads the reason: never in words of ours
    language = report.project.organisation.language
    if shared:
        return str(shared[0]["text"][language])[:500]
    with translation.override(language):
        return _("See report %(code)s.") % {"code": report.code}

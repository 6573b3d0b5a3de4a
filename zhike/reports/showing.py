"""How a report looks while it is written: its variants, sentences with their evidence, what speaks against it, and who
will get it how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.access import abilities
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.markup import format_html
from zhike.core.templatetags.kit import moment, status
from zhike.projects.models import Project
from zhike.reports import queries
from zhike.reports.access import APPROVE_REPORT, PUBLISH_REPORT, WRITE_REPORT
from zhike.reports.choosing import Chosen, untold
from zhike.reports.composing import TITLES, claim_of, compose
from zhike.reports.models import Paragraph, Reader, Report, Variant
from zhike.reports.queries import Checked, Contradiction
from zhike.reports.readers import Form, form_of, readers_of
from zhike.reports.showing_content import Proof, proofs_of, shown

Health, State = Report.Health, Report.State
HEALTH_TONES = {Health.ON_TRACK: "good", Health.AT_RISK: "warn", Health.OFF_TRACK: "bad"}
STATE_TONES = {State.DRAFT: "warn", State.IN_REVIEW: "info", State.PUBLISHED: "good", State.DISCARDED: ""}
WAYS = {
    Reader.Channel.MAIL: gettext_lazy("by e-mail"), Reader.Channel.PORTAL: gettext_lazy("in the portal"),
    Reader.Channel.MEETING: gettext_lazy("in a meeting"), Reader.Channel.BY_HAND: gettext_lazy("from your hand"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    row: Paragraph
    proofs: list[Proof]
    against: list[Contradiction]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a variant, with what is left out of it."""

    topic: str
    title: Any
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who will get it, how, and whether a variant is written for them."""

    reader: Reader
    way: Any
    variant: Variant | None


def health_shown(health: str, *, chip: bool = False) -> SafeString:
    return status(str(Health(health).label), HEALTH_TONES[Health(health)], chip=chip)


def state_shown(row: Report, *, chip: bool = False) -> SafeString:
    if row.approved_at is not None and row.is_open:
        return status(_("Approved, not sent yet"), "info", chip=chip)
    return status(row.get_state_display(), STATE_TONES[State(row.state)], chip=chip)


def period_shown(row: Report) -> SafeString:
    return format_html('<span class="nowrap">{} – {}</span>', moment(row.period_start), moment(row.period_end))


def read_shown(row: Report) -> str:
    """Of a report with its counts."""
    if not row.is_published:
        return ""
    return _("%(read)s of %(readers)s") % {"read": row.read, "readers": row.readers}  # type: ignore[attr-defined]


def address_of(row: Variant | Paragraph) -> str:
    """The desk, with this variant on it, at this sentence."""
    variant = row.variant if isinstance(row, Paragraph) else row
    at = f"#s-{row.pk}" if isinstance(row, Paragraph) else ""
    return f"{variant.report.get_absolute_url()}?variant={variant.pk}{at}"


def page_of(actor: Actor, row: Report, asked: Mapping[str, str]) -> dict[str, Any]:
    """The desk: everything one needs to send this report or not to."""
    variants = queries.variants(actor, row)
    for one in variants:
        one.report = row
    chosen = next((one for one in variants if str(one.pk) == asked.get("variant")), variants[0] if variants else None)
    checked = queries.checked(actor, row) if row.is_open else Checked(Health(row.derived_health), [], [])
    able = _able(actor, row)
    recipients = recipients_of(row, variants)
    return {
        "project": row.project, "report": row, "variants": _tabs(variants, recipients), "variant": chosen,
        "as_read": chosen is not None and "as_read" in asked,
        "shown": shown(compose(chosen), {}) if chosen and "as_read" in asked else None,
        "parts": _parts(actor, chosen, checked) if chosen else [], "checked": checked,
        "untold": _untold(row, chosen), "recipients": recipients,
        "derived": health_shown(checked.derived, chip=True), "told": health_shown(row.health, chip=True),
        "state": state_shown(row, chip=True), "differs": checked.derived != row.health,
        "may_write": WRITE_REPORT in able and row.is_open, "may_send": PUBLISH_REPORT in able and row.is_open,
        **approval_of(row, able),
    }  # fmt: skip


def _untold(row: Report, variant: Variant | None) -> list[Chosen]:
    if variant is None or not row.is_open:
        return []
    there = Paragraph.objects.filter(variant=variant).exclude(fact="").values_list("fact", flat=True)
    return untold(row.data, variant, there)


def sending_of(actor: Actor, row: Report) -> dict[str, Any]:
    """Before it goes: what each of them gets, and what keeps it from going."""
    variants = queries.variants(actor, row)
    recipients = recipients_of(row, variants)
    checked = queries.checked(actor, row)
    return {
        "project": row.project, "report": row, "recipients": recipients, "told": health_shown(row.health, chip=True),
        "open": checked.open, "without": [one.reader.name for one in recipients if one.variant is None],
        "waits_for": str(row.ruling_plan.approver) if _unapproved(row) and row.ruling_plan else "",
    }  # fmt: skip


def recipients_of(row: Report, variants: Sequence[Variant]) -> list[Recipient]:
    by_form: dict[Form, Variant] = {(one.audience, one.language, one.depth): one for one in variants}
    readers = [one for one in readers_of(row) if one.contact is None or not one.contact.has_left]
    return [Recipient(one, WAYS[Reader.Channel(one.channel)], by_form.get(form_of(one))) for one in readers]


def approval_of(row: Report, able: frozenset[str]) -> dict[str, Any]:
    """Whose word is needed before it goes, and whether it can be given now."""
    plan = row.ruling_plan
    in_review = row.state == State.IN_REVIEW
    return {
        "approver": plan.approver if plan else None, "needs_approval": _unapproved(row),
        "may_approve": APPROVE_REPORT in able and in_review and row.approved_at is None,
        "may_return": APPROVE_REPORT in able and in_review,
    }  # fmt: skip


def at_a_glance(actor: Actor, project: Project) -> dict[str, Any]:
    """The last report that went out, with who has read it, and the one being written."""
    found = queries.reports(actor).filter(project=project).order_by("-period_end", "-id")
    last = found.filter(state=State.PUBLISHED).first()
    return {
        "last": last, "health": health_shown(last.health) if last else "",
        "unread": [one.name for one in queries.receipts(actor, last) if one.first_read_at is None] if last else [],
        "draft": found.filter(state__in=[State.DRAFT, State.IN_REVIEW]).first(),
    }  # fmt: skip


def last_by(actor: Actor, project: Project, day: date) -> dict[str, Any]:
    """The last report that had gone out by the end of a day."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    found = queries.reports(actor).filter(project=project, state=State.PUBLISHED, published_at__lt=end)
    last = found.order_by("-published_at", "-id").first()
    return {"last": last, "health": health_shown(last.health) if last else ""}


# --- below -----------------------------------------------------------------------------------------------


def _able(actor: Actor, row: Report) -> frozenset[str]:
    if actor.only_looks:
        return frozenset()
    return abilities(actor, row, WRITE_REPORT, APPROVE_REPORT, PUBLISH_REPORT)


def _unapproved(row: Report) -> bool:
    plan = row.ruling_plan
    return plan is not None and plan.approver_id is not None and row.approved_at is None


def _tabs(variants: Sequence[Variant], recipients: Sequence[Recipient]) -> list[dict[str, Any]]:
    return [
        {
            "one": one, "url": reverse("report", args=[one.report.project.number, one.report.number])
            + f"?variant={one.pk}",
            "names": [each.reader.name for each in recipients if each.variant == one],
        }
        for one in variants
    ]  # fmt: skip


def _parts(actor: Actor, variant: Variant, checked: Checked) -> list[Part]:
    against: dict[str, list[Contradiction]] = {}
    for one in checked.contradictions:
        if (claim := claim_of(one.key)) is not None:
            against.setdefault(claim[0], []).append(one)
    rows = list(queries.paragraphs(actor, variant))
    for row in rows:
        row.variant = variant
    made = [Sentence(row, proofs_of(row.evidence), against.get(str(row.pk), [])) for row in _by_topic(rows)]
    return [Part(topic, TITLES[topic], list(group)) for topic, group in groupby(made, key=lambda one: one.row.topic)]


def _by_topic(rows: Sequence[Paragraph]) -> list[Paragraph]:
    """What was just added stands at the end of its section."""
    order = {name: place for place, name in enumerate(TITLES)}
    return sorted(rows, key=lambda row: (order.get(row.topic, len(order)), row.position))

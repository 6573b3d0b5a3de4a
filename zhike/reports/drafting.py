"""Writing the variants of a draft, and writing them again without losing what somebody changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from zhike.reports.choosing import CLIENT, Chosen, chosen, in_words, may_tell, tells_money
from zhike.reports.models import TOPIC_NAMES, Paragraph, Report, Variant
from zhike.reports.readers import Form

WENT_WRONG = "monitoring.deviation"  # facts of deviations: what a report told at once is about


def topics_of(report: Report) -> Sequence[str]:
    plan = report.ruling_plan
    return plan.topics if plan and plan.topics else TOPIC_NAMES


def write_variants(report: Report, forms: Iterable[Form]) -> None:
    """Make the variants there should be, and fill each from the report's data. A variant nobody reads any more goes,
    unless somebody wrote in it."""
    shows_budget = report.project.transparency.budget
    there = {(one.audience, one.language, one.depth): one for one in Variant.objects.filter(report=report)}
    wanted = list(forms)
    for form in wanted:
        variant = there.get(form) or Variant(report=report, audience=form[0], language=form[1], depth=form[2])
        variant.has_money = tells_money(variant.audience, variant.depth, shows_budget=shows_budget)
        variant.save()
        _write(variant, [*chosen(report.data, variant, topics_of(report)), *_told_by_choice(report, variant)])
    for form, variant in there.items():
        if form not in wanted and not _was_worked_on(variant):
            variant.delete()


def tell(variant: Variant, fact: Mapping[str, Any]) -> Paragraph:
    """Put a fact that is ours alone into a variant for the client; at the end of its topic."""
    last = Paragraph.objects.filter(variant=variant).aggregate(last=Max("position"))["last"] or 0
    row = _filled(variant, in_words(fact, variant), None)
    row.position = last + 1
    row.save()
    return row


def _told_by_choice(report: Report, variant: Variant) -> list[Chosen]:
    """Of facts that are ours alone: those somebody decided to tell; in a report told at once, what went wrong."""
    if variant.audience != CLIENT:
        return []
    told = set(Paragraph.objects.filter(variant=variant, was_internal=True).values_list("fact", flat=True))
    is_urgent = report.kind == Report.Kind.URGENT
    ours = [one for one in report.data["facts"] if not one["is_shared"] and may_tell(one, variant)]
    return [
        in_words(fact, variant)
        for fact in ours
        if fact["key"] in told or (is_urgent and fact["key"].startswith(WENT_WRONG))
    ]


def _write(variant: Variant, told: Sequence[Chosen]) -> None:
    """Put the facts in place. What somebody wrote, changed or left out stays so; a fact that no longer holds goes."""
    before = list(Paragraph.objects.filter(variant=variant).order_by("position", "id"))
    by_fact = {row.fact: row for row in before if row.fact}
    facts = {one.key for one in told}
    written = [row for row in before if not row.fact or (row.fact not in facts and row.is_changed)]
    for row in before:
        if row.fact and row.fact not in facts and not row.is_changed:
            row.delete()
    rows = [_filled(variant, one, by_fact.get(one.key)) for one in told]
    _place(rows, written)


def _filled(variant: Variant, told: Chosen, row: Paragraph | None) -> Paragraph:
    if row is None:
        return Paragraph(
            variant=variant, topic=told.topic, fact=told.key, drafted=told.text, text=told.text, evidence=told.evidence,
            position=0, was_internal=told.is_internal and variant.audience == CLIENT,
        )  # fmt: skip
    text = row.text if row.is_changed else told.text
    row.topic, row.drafted, row.text, row.evidence = told.topic, told.text, text, told.evidence
    return row


def _place(rows: list[Paragraph], written: list[Paragraph]) -> None:
    """Number them through: by topic, and what was written by hand at the end of its topic."""
    order = {name: place for place, name in enumerate(TOPIC_NAMES)}
    everything = sorted([*rows, *written], key=lambda row: order.get(row.topic, len(order)))
    new = []
    for place, row in enumerate(everything, start=1):
        row.position = place
        if row._state.adding:
            new.append(row)
        else:
            row.save()
    Paragraph.objects.bulk_create(new)


def _was_worked_on(variant: Variant) -> bool:
    rows = Paragraph.objects.filter(variant=variant)
    return any(not row.fact or row.is_changed or row.is_left_out for row in rows)

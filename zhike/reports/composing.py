"""From a variant's paragraphs to its `Content`: what a preview shows, and what is frozen when it goes out."""

from itertools import groupby
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.accounts.models import Organisation
from zhike.core.reporting import TOPICS
from zhike.core.scope import current_organisation_id
from zhike.core.words import in_my_language
from zhike.reports.choosing import chosen_charts, chosen_figures
from zhike.reports.content import Content, Figure, Proof, Said, Section, day_text
from zhike.reports.models import Paragraph, Report, Variant

TITLES = {topic.name: topic.title for topic in TOPICS}


def compose(variant: Variant) -> Content:
    """The variant as its readers get it, in its language."""
    with translation.override(variant.language):
        return _composed(variant, variant.report)


def title_of(report: Report) -> str:
    """In the language at hand: what the report is called and which days it tells of."""
    first, last = (formats.date_format(day, "DATE_FORMAT") for day in (report.period_start, report.period_end))
    told = {"kind": report.get_kind_display(), "first": first, "last": last}
    return pgettext("title of a report", "%(kind)s, %(first)s to %(last)s") % told


# --- below -----------------------------------------------------------------------------------------------


def _composed(variant: Variant, report: Report) -> Content:
    project = report.project
    health = Report.Health(report.health)
    return Content(
        title=title_of(report), code=report.code, kind=str(report.get_kind_display()), project=project.name,
        project_code=project.code, client=str(project.client), firm=_firm(), language=variant.language,
        audience=variant.audience, depth=variant.depth, period_start=day_text(report.period_start),
        period_end=day_text(report.period_end), drafted_at=day_text(report.drafted_at), health=health.value,
        health_words=str(health.label), health_reason=report.health_reason,
        derived_words=str(Report.Health(report.derived_health).label), sections=_sections(variant),
        figures=_figures(report, variant), charts=tuple(chosen_charts(report.data, variant)),
        answers=_answers(report, variant), corrects=report.corrects.code if report.corrects else "",
    )  # fmt: skip


def _sections(variant: Variant) -> tuple[Section, ...]:
    place = {topic.name: number for number, topic in enumerate(TOPICS)}
    found = Paragraph.objects.filter(variant=variant, is_left_out=False).order_by("position", "id")
    rows = sorted(found, key=lambda row: place.get(row.topic, len(place)))  # what was written last joins its section
    return tuple(
        Section(topic, str(TITLES[topic]), tuple(_said(row) for row in group))
        for topic, group in groupby(rows, key=lambda row: row.topic)
    )


def _figures(report: Report, variant: Variant) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            one["name"][variant.language], one["value"][variant.language], one["at"], one["note"][variant.language],
            one["tone"],
        )
        for one in chosen_figures(report.data, variant)
    )  # fmt: skip


def _said(row: Paragraph) -> Said:
    proofs = tuple(Proof(one["words"], one["at"], one["url"]) for one in row.evidence)
    return Said(row.fact or str(row.pk), row.text, proofs, by_hand=not row.fact or row.is_changed)


def _answers(report: Report, variant: Variant) -> tuple[tuple[str, str], ...]:
    """What speaks against the report and what is said to it. A client reads of a doubt only what they may know;
    that there is one, and what we say to it, they read in any case."""
    doubts = {one["key"]: one for one in report.data.get("doubts", ())}
    found = []
    told = {
        str(key) for key in Paragraph.objects.filter(variant=variant, is_left_out=False).values_list("pk", flat=True)
    }
    for key, answer in report.answers.items():
        doubt, claim = doubts.get(key), claim_of(key)
        if claim is not None:  # it stands in the variant in which the sentence is
            if claim[0] in told:
                said = _("The report says “%(claim)s”; something speaks against it.") % {"claim": claim[1]}
                found.append((said, answer))
            continue
        if doubt is not None and _may_read(variant, doubt):
            words = in_my_language(doubt["text"])
        else:
            words = _("Something speaks against this.")
        found.append((words, answer))
    return tuple(found)


def _may_read(variant: Variant, doubt: dict[str, Any]) -> bool:
    is_theirs = variant.audience != Variant.Audience.CLIENT or doubt["is_shared"]
    return is_theirs and (variant.has_money or not doubt.get("needs_money"))


def claim_of(key: str) -> tuple[str, str] | None:
    """Of the key of a contradicted sentence: which one it is, and what it claims (see queries/checking.py)."""
    kind, _colon, rest = key.partition(":")
    paragraph, _colon, claim = rest.partition(":")
    return (paragraph, claim) if kind == "text" and claim else None


def _firm() -> str:
    return Organisation.objects.values_list("name", flat=True).get(pk=current_organisation_id())

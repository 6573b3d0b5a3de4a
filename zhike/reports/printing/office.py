"""A report as a spreadsheet and as slides, from its frozen content alone."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.core.charts import Chart
from zhike.core.office import Column, Firm, Part, Sheet, Text, slides, workbook
from zhike.reports.charts import chart_again
from zhike.reports.content import Content, Said
from zhike.reports.printing.paper import Letterhead, day_words


def report_workbook(content: Content, head: Letterhead) -> bytes:
    """The numbers behind the report: one sheet of words, one of figures, and one for each chart with its table."""
    with translation.override(content.language):
        parts: list[Part] = [_overview(content), _sentences(content), *_figures(content), *_charts(content)]
        return workbook(parts, title=content.title, author=content.firm)


def report_slides(content: Content, head: Letterhead) -> bytes:
    """For the steering committee: the health, the numbers, what is to be decided, then the rest and the charts."""
    with translation.override(content.language):
        parts: list[Part] = [_health(content), *_figures(content)]
        first = [one for one in content.sections if one.topic == "decisions"]
        rest = [one for one in content.sections if one.topic != "decisions"]
        parts += [Text(one.title, tuple(each.text for each in one.paragraphs)) for one in (*first, *rest)]
        parts += _charts(content)
        subtitle = f"{content.project} · {content.client}"
        return slides(parts, title=content.title, subtitle=subtitle, firm=Firm(content.firm, head.logo))


# --- below -----------------------------------------------------------------------------------------------


def _health(content: Content) -> Text:
    told = [content.health_words]
    if content.health_reason:
        told.append(_("The evidence says: {words}.").format(words=content.derived_words))
        told.append(_("Told otherwise because: {words}").format(words=content.health_reason))
    told += [f"{doubt} → {answer}" for doubt, answer in content.answers]
    return Text(pgettext("report", "Health"), tuple(told))


def _overview(content: Content) -> Sheet:
    period = f"{day_words(content.period_start)} – {day_words(content.period_end)}"
    rows = [
        (_("Report"), f"{content.code} {content.title}"), (_("Project"), f"{content.project_code} {content.project}"),
        (_("Client"), content.client), (_("Period"), period),
        (_("As of"), day_words(content.drafted_at, with_time=True)),
        *((pgettext("report", "Health"), one) for one in _health(content).paragraphs),
    ]  # fmt: skip
    return Sheet(pgettext("sheet", "Overview"), (Column(pgettext("sheet", "What")), Column(_("Value"))), tuple(rows))


def _sentences(content: Content) -> Sheet:
    rows = tuple(
        (section.title, said.text, _proofs(said)) for section in content.sections for said in section.paragraphs
    )
    heads = (Column(pgettext("report", "Section")), Column(pgettext("report", "Text")), Column(_("Evidence")))
    return Sheet(_("Sentences"), heads, rows)


def _figures(content: Content) -> list[Part]:
    if not content.figures:
        return []
    rows = tuple((one.name, one.value, one.note, day_words(one.at)) for one in content.figures)
    names = (pgettext("figure", "Figure"), _("Value"), pgettext("figure", "Compared with"), _("As of"))
    heads = tuple(Column(one) for one in names)
    return [Sheet(_("In numbers"), heads, rows)]


def _charts(content: Content) -> list[Chart]:
    return [chart_again(one) for one in content.charts]


def _proofs(said: Said) -> str:
    return "; ".join(f"{one.words} ({day_words(one.at)})" if one.at else one.words for one in said.proofs if one.words)

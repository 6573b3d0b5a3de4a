"""How forecasts and levellings are said."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import status
from zhike.plan.models import Plan
from zhike.plan.queries.foreseeing import Foreseen, Move
from zhike.plan.showing import day
from zhike.plan.wording import duration_words

register = template.Library()
GOOD, DOUBTFUL = 0.8, 0.5


@register.simple_tag
def percent_words(share: float) -> SafeString:
    """How likely, as a word's tone and a number."""
    tone = "good" if share >= GOOD else "warn" if share >= DOUBTFUL else "bad"
    return status(_("%(percent)d %% likely") % {"percent": round(share * 100)}, tone)


@register.simple_tag
def sway_words(change: int, plan: Plan) -> SafeString:
    return format_html(
        '<span class="muted">{}</span>', _("%(time)s earlier") % {"time": duration_words(-change, "d", plan)}
    )


@register.simple_tag
def why_moved(move: Move) -> SafeString | str:
    """Whom it waits for and what they do meanwhile; or the moved task it follows."""
    if move.blocker is not None and move.until is not None:
        return _("waits for %(who)s, who is busy with %(code)s %(task)s until %(day)s") % {
            "who": move.resource, "code": move.blocker.code, "task": move.blocker.name, "day": day(move.until),
        }  # fmt: skip
    if move.resource:
        return _("waits for %(who)s, who is not there before") % {"who": move.resource}
    if move.follows is not None:
        return _("follows %(code)s %(task)s") % {"code": move.follows.code, "task": move.follows.name}
    return _("need not wait any more")


@register.simple_tag
def histogram(found: Foreseen) -> SafeString:
    """Columns of finishes, with the words and a table for who does not see them."""
    width = 100 / max(1, len(found.bars))
    columns = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>',
        (
            (round(at * width + 0.4, 2), 60 - bar.height * 0.55, round(width - 0.8, 2), max(0.4, bar.height * 0.55),
             "planned" if bar.is_planned else "sure" if bar.share > GOOD else "", _bar_words(bar.until, bar.share))
            for at, bar in enumerate(found.bars)
        ),
    )  # fmt: skip
    rows = format_html_join(
        "", "<tr><th scope=row>{}</th><td>{} %</td></tr>",
        ((day(bar.until), round(bar.share * 100)) for bar in found.bars),
    )  # fmt: skip
    return format_html(
        '<figure class="chart forecast-chart"><figcaption>{}</figcaption><svg viewBox="0 0 100 62" role="img" aria-label="{}"'
        ' preserveAspectRatio="none">{}</svg><details><summary>{}</summary><table class="plain-table"><thead><tr>'
        "<th scope=col>{}</th><th scope=col>{}</th></tr></thead><tbody>{}</tbody></table></details></figure>",
        _("When the project finishes"), _summary(found), columns, _("Show as a table"), _("Finished by"), _("Likely"), rows,
    )  # fmt: skip


def _bar_words(until: object, share: float) -> str:
    return _("by %(day)s: %(percent)d %%") % {"day": day(until), "percent": round(share * 100)}  # type: ignore[arg-type]


def _summary(found: Foreseen) -> str:
    words = _("Half of all cases finish by %(p50)s, 80 %% by %(p80)s; the plan says %(planned)s.")
    return words % {"p50": day(found.row.p50), "p80": day(found.row.p80), "planned": day(found.planned)}

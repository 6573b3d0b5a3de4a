"""How forecasts and levellings are said."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.core.markup import format_html
from zhike.core.templatetags.kit import status
from zhike.plan.models import Plan, ScheduleRisk, Task
from zhike.plan.queries import RiskShown
from zhike.plan.queries.flow import Pace
from zhike.plan.queries.foreseeing import Foreseen, Move
from zhike.plan.showing import day
from zhike.plan.striking import NOT_STRUCK, not_struck
from zhike.plan.wording import duration_words
from zhike.plan.wording import effect_words as words_of

register = template.Library()
GOOD, DOUBTFUL = 0.8, 0.5


@register.simple_tag
def percent_words(share: float) -> SafeString:
    """How likely, as a word's tone and a number."""
    tone = "good" if share >= GOOD else "warn" if share >= DOUBTFUL else "bad"
    return status(_("%(percent)d %% likely") % {"percent": round(share * 100)}, tone)


@register.simple_tag
def sway_words(change: int, plan: Plan) -> SafeString:
    tenth = plan.minutes_per_day  # of a day, in ticks
    time = duration_words(max(round(-change / tenth), 1) * tenth, "d", plan)
    return format_html('<span class="muted">{}</span>', _("%(time)s earlier") % {"time": time})


@register.simple_tag
def effect_words(row: ScheduleRisk, plan: Plan) -> str:
    """What it does to its tasks when it happens."""
    return words_of(row, plan)


@register.simple_tag
def without_words(one: RiskShown, found: Foreseen | None, plan: Plan) -> SafeString | str:
    """What the 80 % date would gain without it; or why that is not known."""
    if not one.struck:
        return status(_("strikes no open task: not counted"), "warn")
    if one.change is None:
        return _("in the next forecast") if found else _("once there is a forecast")
    days = round(abs(one.change) / (10 * plan.minutes_per_day))
    if not days:
        return _("hardly any difference")
    if one.change > 0:
        return status(ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days})
    return status(ngettext("%(days)d day earlier", "%(days)d days earlier", days) % {"days": days}, "warn")


@register.simple_tag
def why_not_struck(one: RiskShown, task: Task) -> str:
    """Why this task of a risk cannot be struck any more; nothing if it can."""
    why = not_struck(task, one.row.effect)
    return NOT_STRUCK[why] % {"task": task.code} if why else ""


@register.simple_tag
def share_words(share: float) -> str:
    return _("%(percent)s %% of all cases") % {"percent": f"{share * 100:.1f}".removesuffix(".0")}


@register.simple_tag
def risk_state(row: ScheduleRisk) -> SafeString:
    return status(row.get_state_display(), {"happened": "bad", "over": "good"}.get(row.state, ""), chip=True)


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
def finish_bars(found: Foreseen) -> list[tuple[str, int]]:
    """The columns of the histogram: by when, and in how many percent of all cases just then."""
    before, pairs = 0.0, []
    for bar in found.bars:
        pairs.append((day(bar.until), round((bar.share - before) * 100)))
        before = bar.share
    return pairs


@register.simple_tag
def finish_rows(found: Foreseen) -> list[tuple[str, str]]:
    """The same as a table: by when, and how likely it is by then."""
    return [(day(bar.until), f"{round(bar.share * 100)} %") for bar in found.bars]


@register.simple_tag
def finish_words(found: Foreseen) -> str:
    words = _("Half of all cases finish by %(p50)s, 80 %% by %(p80)s; the plan says %(planned)s.")
    return words % {"p50": day(found.row.p50), "p80": day(found.row.p80), "planned": day(found.planned)}


@register.simple_tag
def pace_words(pace: Pace, plan: Plan) -> str:
    """What the picture says, for whoever does not see it; and how likely the plan is at this pace."""
    words = ngettext(
        "At the pace of the last %(weeks)d weeks (%(finished)d finished) the %(left)d open task is done by %(p50)s "
        "in half of all cases, by %(p80)s in 80 of 100, by %(p95)s in 95.",
        "At the pace of the last %(weeks)d weeks (%(finished)d finished) the %(left)d open tasks are done by %(p50)s "
        "in half of all cases, by %(p80)s in 80 of 100, by %(p95)s in 95.",
        pace.left,
    )  # fmt: skip
    told = {name: day(getattr(pace, name)) or _("a day beyond sight") for name in ("p50", "p80", "p95")}
    words %= {"weeks": pace.weeks, "finished": pace.finished, "left": pace.left, **told}
    chance = pace.chance_by(plan.finish)
    if chance is None:
        return words
    more = _("The plan says %(day)s: %(percent)d %% likely at this pace.")
    return f"{words} {more % {'day': day(plan.finish), 'percent': chance}}"


@register.simple_tag
def pace_bars(pace: Pace) -> list[tuple[str, int]]:
    return [(day(by), percent) for by, percent in pace.bars]


@register.simple_tag
def pace_rows(pace: Pace) -> list[tuple[str, str]]:
    return [(day(by), f"{percent} %") for by, percent in pace.bars]


@register.simple_tag
def pace_missing(pace: Pace) -> str:
    """Why nothing is said about when the rest is done."""
    if pace.missing:
        return ngettext(
            "When the open tasks are done cannot be said from the pace yet: reports reach back %(weeks)d week, and at "
            "least five are needed.",
            "When the open tasks are done cannot be said from the pace yet: reports reach back %(weeks)d weeks, and at "
            "least five are needed.",
            pace.weeks,
        ) % {"weeks": pace.weeks}  # fmt: skip
    return _("Nothing was finished in these weeks, so the pace says nothing about when the open tasks are done.")


@register.simple_tag
def columns(*names: str) -> list[str]:
    """The heads of a table."""
    return list(names)

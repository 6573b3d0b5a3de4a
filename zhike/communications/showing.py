"""How questions look in lists: the word of the state, the clock, the direction."""

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.communications.models import Question
from zhike.communications.queries import clock_words
from zhike.core.markup import format_html
from zhike.core.templatetags.kit import status

TONES = {Question.State.OPEN: "warn", Question.State.ANSWERED: "info", Question.State.SETTLED: "good"}


def state_shown(row: Question, *, chip: bool = False) -> SafeString:
    """The state; open and overdue is bad, open in time is not."""
    tone = "bad" if row.is_overdue else TONES[Question.State(row.state)]
    words = row.get_state_display()
    if row.times_reopened and row.is_open:
        words = _("Reopened")
    return status(words, tone, chip=chip)


def clock_shown(row: Question) -> SafeString:
    """When the answer is due, marked when that has passed."""
    if not row.is_open:
        return format_html('<span class="muted">{}</span>', _("answered") if row.is_answered else _("settled"))
    if row.is_overdue:
        return format_html('<span class="overdue">{}</span>', clock_words(row))
    return format_html("<span>{}</span>", clock_words(row))


def country_name(code: str) -> str:
    """A country as the reader calls it."""
    from babel import Locale

    language = "zh_Hans" if get_language() == "zh-hans" else "en"
    return str(Locale.parse(language).territories.get(code, code))


def whose(row: Question) -> str:
    """Who asks whom."""
    return _("we ask") if row.by_us else _("they ask")

"""Words that are kept now and read later by somebody with another language."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

Words = Any  # text, or what becomes text in the reader's language
LONGEST_QUOTE = 160


def in_every_language(words: Any) -> dict[str, str]:
    """What `str(words)` gives in each language of the house, for the details of an activity."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(words)
    return said


def in_my_language(said: dict[str, str]) -> str:
    """The reader's of words kept by `in_every_language`."""
    return said.get(translation.get_language() or "") or next(iter(said.values()), "")


def said(sentence: Any, **values: Any) -> Words:
    """A lazily translated sentence with its places filled, still to be said in some language."""
    return format_lazy(sentence, **values)


def _day(moment: datetime | date | None) -> str:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return formats.date_format(moment, "DATE_FORMAT") if moment else "–"


def _minute(moment: datetime | None) -> str:
    if moment is not None and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{_day(moment)} {moment:%H:%M}" if moment else "–"


def _listed(parts: list[Any]) -> str:
    return _(", ").join(str(part) for part in parts)


def _paragraph(parts: list[Any]) -> str:
    gap = "" if (translation.get_language() or "").startswith("zh") else " "
    return gap.join(text for text in map(str, parts) if text)


day_words = lazy(_day, str)
minute_words = lazy(_minute, str)
listed = lazy(_listed, str)
_together = lazy(_paragraph, str)


def paragraph(*sentences: Words) -> Words:
    """Whole sentences one after the other: Chinese has no space between them. Empty ones are left out."""
    return _together(list(sentences))


def quoted(text: str) -> str:
    """Somebody's own words, to stand within a sentence: on one line, not too long, without a full stop of their own."""
    words = " ".join(text.split()).rstrip(" .。;；")
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"

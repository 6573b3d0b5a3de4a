"""Words that are kept now and read later by somebody with another language."""

from typing import Any

from django.conf import settings
from django.utils import translation


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

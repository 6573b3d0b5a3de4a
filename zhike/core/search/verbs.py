"""What one can do or where one can go, found by its words: for the command palette."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils.translation import override

from zhike.core.search.ranking import plain
from zhike.core.shell import Shell
from zhike.methods.identity import pinyin
from zhike.methods.search.tokens import index_tokens, query_terms


@dataclass(frozen=True, slots=True)
class Verb:
    label: str
    url: str
    icon: str
    shortcut: str


def verbs(shell: Shell, text: str = "") -> list[Verb]:
    """Of the pages and forms that are open to one, those meant by `text`, best first; all of them without it.

    Each is known by its name in every language of the interface, by its pinyin and by its initials.
    """
    links = [*shell.create, *shell.navigation, *shell.administration]
    fits = [(_fit(text, _names(link.label)), at) for at, link in enumerate(links)]
    found = [links[at] for fit, at in sorted(fits) if fit < _NO_FIT]
    return [Verb(str(link.label), link.url, link.icon, link.shortcut) for link in found]


_NO_FIT = 9


def _names(label: Any) -> tuple[str, ...]:
    """The label in each language of the interface: a lazy translation answers in the language at hand."""
    names = [str(label)]
    for language, _name in settings.LANGUAGES:
        with override(language):
            names.append(str(label))
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=256)
def _known(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What the verb is called when typed (also as pinyin and initials), and the words in its names."""
    called = {plain(name) for name in names}
    called |= {pinyin.full(name) for name in names} | {pinyin.initials(name) for name in names}
    return frozenset(called - {""}), frozenset(chain.from_iterable(index_tokens(name) for name in names))


def _fit(text: str, names: tuple[str, ...]) -> int:
    wanted, (called, words) = plain(text), _known(names)
    if wanted in called:
        return 0
    if any(name.startswith(wanted) for name in called):
        return 1
    held = [
        any(word.startswith(term.text) if term.is_prefix else word == term.text for word in words)
        for term in query_terms(text)
    ]
    return 2 if held and all(held) else _NO_FIT

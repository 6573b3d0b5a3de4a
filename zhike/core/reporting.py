"""What a room has to tell in a report: facts of a period, each a whole sentence with its evidence.

    @reports("signoff", order=40)
    def signatures(actor, project, period):
        yield Fact(DONE, f"signoff.signed:{row.pk}", said(gettext_lazy("{who} signed {what}."), …), at=row.signed_at,
                   evidence=(Evidence(row.code, url, row.signed_at),), is_shared=True)

in the room's `reporting.py`, imported by its `apps.py`. The room of reports asks `facts_of` and knows none of them; a
room that opens later tells its own without anything there being touched. A provider asks few questions, whatever the
size of the project, and tells nothing the actor may not know. What a client must not read is not `is_shared`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from zhike.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Topic:
    """What a fact is about: a heading of a report."""

    name: str
    title: Any


STATE = Topic("state", pgettext_lazy("report", "Where it stands"))
DONE = Topic("done", pgettext_lazy("report", "Done"))
NOT_DONE = Topic("not_done", pgettext_lazy("report", "Not done as planned"))
NEXT = Topic("next", pgettext_lazy("report", "Next"))
PROBLEMS = Topic("problems", pgettext_lazy("report", "Problems and solutions"))
RISKS = Topic("risks", pgettext_lazy("report", "Risks and what we do about them"))
DECISIONS = Topic("decisions", pgettext_lazy("report", "Decisions needed"))
CHANGES = Topic("changes", pgettext_lazy("report", "Changes"))
PROMISES = Topic("promises", pgettext_lazy("report", "Promises"))
MONEY = Topic("money", pgettext_lazy("report", "Effort and money"))
TALK = Topic("talk", pgettext_lazy("report", "Questions and answers"))
MOST = 8  # sentences of one kind; of what is left, one says how much it is
FEWEST_OF_OURS = 3
TOPICS = (STATE, DONE, NOT_DONE, NEXT, PROBLEMS, RISKS, DECISIONS, CHANGES, PROMISES, MONEY, TALK)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment on, up to and without the last. What lies ahead is told up to `ahead`."""

    start: datetime
    end: datetime
    ahead: datetime

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a sentence can be checked: what one finds there, the page of our side, and its day."""

    words: Any
    url: str = ""
    at: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to tell. `key` names it for ever: `room.kind:row`, so that two drafts know that they tell the same.

    `sentence` is lazily translated, complete, and ends with its full stop. `weight` puts what matters first (0 to 100).
    `is_technical`: only for readers who want every detail. `needs_money`: only for who may see what it costs.
    """

    topic: Topic
    key: str
    sentence: Any
    at: datetime | date | None = None
    evidence: tuple[Evidence, ...] = ()
    is_shared: bool = False
    weight: int = 50
    is_technical: bool = False
    needs_money: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against telling that all is well: shown before a report goes out.

    `badness`: 1 is worth a look, 2 contradicts "on track", 3 contradicts "at risk".
    """

    key: str
    sentence: Any
    badness: int
    evidence: tuple[Evidence, ...] = ()
    at: datetime | date | None = None
    is_shared: bool = False
    needs_money: bool = False


Provider = Callable[[Actor, Any, Period], Iterable[Fact]]
Doubter = Callable[[Actor, Any, datetime], Iterable[Doubt]]
_providers: dict[str, tuple[int, Provider]] = {}
_doubters: dict[str, Doubter] = {}


def reports(name: str, order: int = 50) -> Callable[[Provider], Provider]:
    """Declare that this function knows facts of a project in a period."""

    def register(provider: Provider) -> Provider:
        if name in _providers:
            raise LookupError(f"There are already facts called {name}.")
        _providers[name] = (order, provider)
        return provider

    return register


def doubts(name: str) -> Callable[[Doubter], Doubter]:
    """Declare that this function knows what speaks against good news of a project at a moment."""

    def register(doubter: Doubter) -> Doubter:
        if name in _doubters:
            raise LookupError(f"There are already doubts called {name}.")
        _doubters[name] = doubter
        return doubter

    return register


def facts_of(actor: Actor, project: Any, period: Period) -> list[Fact]:
    """Everything the rooms have to tell of this period: by topic, then by room, what matters first."""
    place = {topic.name: number for number, topic in enumerate(TOPICS)}
    found = [
        (place[fact.topic.name], order, -fact.weight, number, fact)
        for order, provider in sorted(_providers.values(), key=lambda one: one[0])
        for number, fact in enumerate(provider(actor, project, period))
    ]
    return [fact for *_order, fact in sorted(found, key=lambda one: one[:4])]


def doubts_of(actor: Actor, project: Any, moment: datetime) -> list[Doubt]:
    """Everything that speaks against good news at this moment, the worst first."""
    found = [doubt for doubter in _doubters.values() for doubt in doubter(actor, project, moment)]
    return sorted(found, key=lambda one: -one.badness)


def at_most(facts: Sequence[Fact], more: Callable[[Sequence[Fact], bool], Iterable[Fact]]) -> Iterator[Fact]:
    """The first ones of a kind, and `more` on those left over.

    What the client may read and what is ours are counted apart: else “and four more” would tell a client of four
    things they may not know about, or a reader of ours would miss some.
    """
    shared = [fact for fact in facts if fact.is_shared]
    ours = [fact for fact in facts if not fact.is_shared]
    for found, most in ((shared, MOST), (ours, max(FEWEST_OF_OURS, MOST - len(shared)))):
        shown = most if len(found) > most + 1 else len(found)  # “and one more” is longer than that one
        yield from found[:shown]
        if found[shown:]:
            yield from more(found[shown:], found is shared)

"""What somebody with ten seconds reads of a report: three sentences, and what they have to decide."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from zhike.core.reporting import CHANGES, DECISIONS, DONE, MONEY, NEXT, NOT_DONE, PROBLEMS, PROMISES, RISKS, STATE
from zhike.reports.content import Content, Said

# What one asks first, second, third: how does it stand, what is wrong, what was done, what comes.
ASKED = (
    (STATE,), (PROBLEMS, NOT_DONE, RISKS), (DONE, PROMISES), (NEXT,), (CHANGES, MONEY),
)  # fmt: skip


def most_important(content: Content, count: int = 3) -> tuple[Said, ...]:
    """The weightiest sentence on each of the first questions a reader has; what is left fills up."""
    by_question = [[said for topic in topics for said in _of(content, topic.name)] for topics in ASKED]
    return tuple(list(_in_turns(by_question))[:count])


def decisions(content: Content) -> tuple[Said, ...]:
    """What waits for the reader's decision: nobody else can go on before."""
    return tuple(_of(content, DECISIONS.name))


# --- below -----------------------------------------------------------------------------------------------


def _of(content: Content, topic: str) -> list[Said]:
    return [said for section in content.sections if section.topic == topic for said in section.paragraphs]


def _in_turns(lists: Sequence[Sequence[Said]]) -> Iterator[Said]:
    """The first of each, then the second of each."""
    for row in zip_longest(*lists):
        yield from (said for said in row if said is not None)

"""Reading an organisation's chain from its first row to its head, and saying in words what does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhike.activity.models import START, Activity, Chain
from zhike.core.scope import current_organisation_id

SHREDDED = "activity.shredded"


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, at a place in the chain."""

    sequence: int
    words: str


@dataclass
class Walk:
    """What is remembered while walking down the chain: never the rows themselves, however many they are."""

    expected: int = 1
    before: str = START
    rows: int = 0
    at_head: str = ""
    shredded: dict[str, tuple[int, str]] = field(default_factory=dict)  # id: sequence, digest of what is left
    named: dict[str, str] = field(default_factory=dict)  # id: digest that the shredding recorded


def findings(*, heads: dict[int, str] | None = None) -> Iterator[Finding]:
    """Everything that was altered, removed, inserted or shredded in the current organisation's chain behind the
    application's back.

    `heads` are ends of the chain that somebody wrote down outside the database earlier ({sequence: hash}). With one of
    them, even whoever rewrites the whole chain, hashes and all, is found.
    """
    walk = Walk()
    here = current_organisation_id()
    chain = Chain.objects.filter(pk=here).first() or Chain(organisation_id=here)
    for row in Activity.objects.order_by("sequence").iterator(chunk_size=2000):
        yield from _step(walk, row, chain)
        if heads and heads.get(row.sequence, row.hash) != row.hash:
            yield Finding(row.sequence, _("Row %(row)s is not the one that was written down.") % {"row": row.sequence})
    yield from _end(walk, chain)
    yield from _shreds(walk)
    for sequence in sorted(heads or ()):
        if sequence >= walk.expected:
            yield Finding(sequence, _("Row %(row)s was written down and is missing.") % {"row": sequence})


def _step(walk: Walk, row: Activity, chain: Chain) -> Iterator[Finding]:
    gap = row.sequence - walk.expected
    if gap > 0:
        yield Finding(walk.expected, _removed(walk.expected, row.sequence - 1))
    elif row.before != walk.before:
        yield Finding(
            row.sequence,
            _("Row %(row)s does not follow the row before it: one of the two was put in place of another.")
            % {"row": row.sequence},
        )
    yield from _altered(row)
    if row.sequence > chain.sequence:
        words = _("Row %(row)s lies beyond the recorded end of the chain: it was inserted.")
        yield Finding(row.sequence, words % {"row": row.sequence})
    _remember(walk, row)
    walk.expected, walk.before, walk.rows = row.sequence + 1, row.hash, walk.rows + 1
    if row.sequence == chain.sequence:
        walk.at_head = row.hash


def _altered(row: Activity) -> Iterator[Finding]:
    told: dict[str, Any] = {"row": row.sequence, "verb": row.verb, "actor": row.actor_name}
    if row.hash != row.hash_of_row():
        yield Finding(row.sequence, _("Row %(row)s (%(verb)s by %(actor)s) was altered.") % told)
    if row.shredded_at is None and row.digest != row.digest_of_details():
        words = _("The details or the name in row %(row)s (%(verb)s by %(actor)s) were altered.")
        yield Finding(row.sequence, words % told)


def _remember(walk: Walk, row: Activity) -> None:
    if row.shredded_at is not None:
        walk.shredded[str(row.pk)] = (row.sequence, row.digest_of_rest())
    if row.verb == SHREDDED and row.shredded_at is None and row.digest == row.digest_of_details():
        walk.named.update(row.details.get("rest", {}))


def _end(walk: Walk, chain: Chain) -> Iterator[Finding]:
    last = walk.expected - 1
    if last < chain.sequence:
        yield Finding(last + 1, _removed(last + 1, chain.sequence))
    elif walk.at_head != chain.hash and chain.sequence:
        words = _("The recorded end of the chain does not belong to row %(row)s.")
        yield Finding(chain.sequence, words % {"row": chain.sequence})


def _shreds(walk: Walk) -> Iterator[Finding]:
    for key, (sequence, rest) in sorted(walk.shredded.items(), key=lambda item: item[1]):
        if key not in walk.named:
            words = _("Row %(row)s looks shredded, but nobody recorded shredding it.")
            yield Finding(sequence, words % {"row": sequence})
        elif walk.named[key] != rest:
            words = _("Row %(row)s was altered after it was shredded.")
            yield Finding(sequence, words % {"row": sequence})


def _removed(first: int, last: int) -> str:
    if first == last:
        return _("Row %(row)s was removed.") % {"row": first}
    return _("Rows %(first)s to %(last)s were removed.") % {"first": first, "last": last}

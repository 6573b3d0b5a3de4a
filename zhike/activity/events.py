"""The front door for telling what happened: `declare`, `record`, `listen`, `sentence`."""

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.activity.audience import people_of_places
from zhike.activity.declared import Event, declare, event, events, listen, name_kind
from zhike.activity.fan_out import fan_out
from zhike.activity.models import Activity, Chain
from zhike.activity.subjects import portal_url, subject_url
from zhike.core.actors import Actor
from zhike.core.ids import uuid7
from zhike.core.markup import conditional_escape
from zhike.core.models import Place
from zhike.core.prepared import prepared
from zhike.core.scope import current_organisation_id, current_request_id
from zhike.core.search import forget, reindex
from zhike.core.words import in_my_language

__all__ = [
    "Event",
    "Happening",
    "declare",
    "event",
    "gathered",
    "listen",
    "name_kind",
    "people_of_places",
    "portal_url",
    "record",
    "record_all",
    "sentence",
    "subject_url",
]


@dataclass(frozen=True)
class Happening:
    """One thing to record; several at once go through `record_all`."""

    event: Event
    subject: Any  # a Scoped row; for any other row say its place
    shown_to_client: bool = False
    details: dict[str, Any] = field(default_factory=dict)
    place: Place | None = None
    is_gone: bool = False  # the row is deleted in the same transaction: it is not found any more


_gathered: ContextVar[list[tuple[Actor, Happening]] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Collect what is recorded inside and write it at the end, at once: for actions called by the hundred.

    Use it inside the transaction of the changes. What an exception takes back is not told: a block within
    a block, around a savepoint, drops its own and leaves the rest.
    """
    outer = _gathered.get()
    if outer is not None:
        mark = len(outer)
        try:
            yield
        except BaseException:
            del outer[mark:]
            raise
        return
    mine: list[tuple[Actor, Happening]] = []
    token = _gathered.set(mine)
    try:
        yield
    finally:
        _gathered.reset(token)
    for actor, told in groupby(mine, key=itemgetter(0)):
        record_all(actor, [happening for _actor, happening in told])


def record(
    actor: Actor,
    event: Event,
    subject: Any,
    *,
    shown_to_client: bool = False,
    place: Place | None = None,
    **details: Any,
) -> Activity | None:
    """Write what happened, in the same transaction as the change itself. Last line of every action.

    The timeline it lands in is the subject's own place; `place` is for rows that know none (a background job).
    Inside `gathered()` it is written later and nothing is returned.
    """
    rows = record_all(actor, [Happening(event, subject, shown_to_client, details, place)])
    return rows[0] if rows else None


def record_below(actor: Actor, verb: str, subject: Any, **details: Any) -> Activity | None:
    """`record` for rooms below this one, which know their events by name only."""
    return record(actor, event(verb), subject, **details)


def record_all(actor: Actor, happenings: Iterable[Happening]) -> list[Activity]:
    """Write several things in order. Keeps the organisation's chain locked until the transaction ends, so record
    after changing, never before."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it tells of.")
    happenings = list(happenings)
    waiting = _gathered.get()
    if waiting is not None:
        waiting += [(actor, happening) for happening in happenings]
        return []
    chain = _locked_chain()
    rows = [_next_row(actor, chain, happening) for happening in happenings]
    Activity.objects.bulk_create(rows, batch_size=200)
    chain.save(update_fields=["sequence", "hash"])
    reindex([happening.subject for happening in happenings if not happening.is_gone])
    for happening in happenings:
        if happening.is_gone:
            forget(type(happening.subject), [happening.subject.pk])
    fan_out.later(first=rows[0].sequence, last=rows[-1].sequence)
    return rows


def sentence(activity: Activity, *, subject: SafeString | str | None = None) -> SafeString:
    """What happened, in the reader's language; `subject` may be given as a link."""
    declared = events().get(activity.verb)
    if declared is None:  # told by a room that this installation no longer has
        return conditional_escape(f"{activity.actor_name}: {activity.verb}")
    return _filled(declared.sentence, activity, subject)


def burst_sentence(activity: Activity, count: int, *, subject: SafeString | str | None = None) -> SafeString | None:
    """Several of the same told as one, if its event says how."""
    declared = events().get(activity.verb)
    if declared is None or not declared.many:
        return None
    return _filled(declared.many, activity, subject, count=count)


def _filled(told: Any, activity: Activity, subject: SafeString | str | None, **more: Any) -> SafeString:
    gone = str(_("[removed]") if activity.shredded_at else "…")
    places = _Forgiving(gone)
    places |= {name: conditional_escape(_told(value)) for name, value in {**activity.details, **more}.items()}
    places["actor"] = conditional_escape(activity.actor_name or gone)
    if subject is not None:
        places["subject"] = conditional_escape(subject)
    return mark_safe(conditional_escape(str(told)).format_map(places))  # sentence and places are escaped above


def _locked_chain() -> Chain:
    chain = next(iter(_chain_of(current_organisation_id())), None)
    if chain is None:
        Chain.objects.get_or_create(pk=current_organisation_id())
        chain = Chain.objects.select_for_update().get(pk=current_organisation_id())
    return chain


@prepared
def _chain_of(organisation_id: UUID) -> QuerySet[Chain]:
    return Chain.objects.select_for_update().filter(pk=organisation_id)


def _next_row(actor: Actor, chain: Chain, happening: Happening) -> Activity:
    subject, place = happening.subject, happening.place or happening.subject.place
    row = Activity(
        id=uuid7(),
        organisation_id=chain.pk,
        sequence=chain.sequence + 1,
        verb=happening.event.verb,
        client_id=place.client_id,
        project_id=place.project_id,
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        actor_user_id=actor.user_id,
        actor_name=actor.name[:100],
        actor_role=actor.role.value,
        via=actor.via,
        shown_to_client=happening.shown_to_client,
        details=_plain({"subject": str(subject)[:200], **happening.details}),
        happened_at=timezone.now(),
        request_id=current_request_id(),
        salt=secrets.token_hex(16),
        before=chain.hash,
    )
    row.digest = row.digest_of_details()
    row.hash = row.hash_of_row()
    chain.sequence, chain.hash = row.sequence, row.hash
    return row


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    """As the database will give it back: labels rendered, keys and dates as text, no NUL (PostgreSQL has none)."""
    text = json.dumps(details, cls=DjangoJSONEncoder, ensure_ascii=False).replace("\\u0000", "")
    plain: dict[str, Any] = json.loads(text)
    return plain


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_told(one) for one in value)
    if isinstance(value, dict):
        return in_my_language(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


class _Forgiving(dict[str, Any]):
    """A sentence may name a detail that older rows did not record yet, or that was shredded."""

    def __init__(self, gone: str) -> None:
        super().__init__()
        self.gone = gone

    def __missing__(self, key: str) -> str:
        return self.gone

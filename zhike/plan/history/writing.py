"""Keeping what the plan says, within the transaction of whatever changed it: it cannot say otherwise than the rows.

Of most changes a few hundred bytes: the lines people edited, as they are stored now, and of every other line that
moved only what moved. When what must be read after the last key frame grows too large, or half of the plan is new, the
whole plan is kept.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhike.core.actors import Actor
from zhike.core.prepared import prepared
from zhike.core.words import Words, in_every_language
from zhike.plan.history.lines import some_lines, whole_plan
from zhike.plan.history.packed import Change, packed
from zhike.plan.models import Plan, PlanMoment, Task

MOST_CHANGES = 100  # read after a key frame: each costs some hundred microseconds
LEAST_BYTES = 20_000  # of changes, below which a new key frame of a small plan saves nothing
Places = Mapping[UUID, tuple[int, str, int, str, UUID | None]]  # position, code, level, kind, parent


def keep_moment(
    plan: Plan, actor: Actor | None, what: Words, change: Change | None = None, *, at: datetime | None = None
) -> PlanMoment:
    """Keep what the plan says from now on. The plan is locked and saved by the caller. Without a `change` the whole
    plan is kept."""
    before = next(iter(_last(plan)), None)
    if change is not None and before is not None:
        data = packed(change)
        since, size, frame = before.since_frame + len(data), before.frame_size, before.frame
        if since > max(size, LEAST_BYTES) or before.number + 1 - frame > MOST_CHANGES:
            change = None
    if change is None or before is None:
        data = packed(Change(lines=whole_plan(plan)))
        since, size, frame = 0, len(data), before.number + 1 if before else 1
    moment = at or timezone.now()
    return PlanMoment.objects.create(
        plan=plan, number=before.number + 1 if before else 1, at=max(moment, before.at) if before else moment,
        revision=plan.revision, user_id=actor.user_id if actor else None, actor_name=actor.name[:100] if actor else "",
        label=in_every_language(what), finish=plan.finish, progress=plan.progress, client_level=plan.client_level,
        frame=frame, frame_size=size, since_frame=since, data=data,
    )  # fmt: skip


def changed_by(
    found: Any, edited: Iterable[UUID] = (), gone: Iterable[int] = (), placed: Places | None = None
) -> Change | None:
    """What an edit came to: `found` is what was computed of it (`scheduling.Recomputed`). None: half of it is new, and
    keeping it whole costs less."""
    rows, keys = found.remembered.opened.rows, found.remembered.opened.keys
    edited = [*edited]
    if 2 * len(edited) > len(keys):
        return None
    change = Change(gone=[*gone])
    if edited:
        change.lines = some_lines(edited)
    own = {key.hex for key in edited}
    change.placed = _placed(rows, keys, {key: place for key, place in (placed or {}).items() if key.hex not in own})
    change.moved = _moved(rows, keys, found.shown, own)
    return change


# --- below -----------------------------------------------------------------------------------------------


@prepared
def _last(plan: Plan) -> QuerySet[PlanMoment]:
    return PlanMoment.objects.filter(plan=plan).defer("data", "label").order_by("-number")[:1]


def _placed(rows: Any, keys: Any, placed: Places) -> Any:
    """Lines that stand elsewhere, by their numbers; parents by theirs."""
    import numpy as np

    if not placed:
        return None
    numbers = dict(zip((keys[at] for at in range(len(keys))), rows["number"].tolist(), strict=True))
    told = [
        (numbers[key.hex], numbers[parent.hex] if parent else 0, position, level, _KINDS[kind], wbs)
        for key, (position, wbs, level, kind, parent) in placed.items()
    ]
    *columns, codes = zip(*told, strict=True)
    table: dict[str, Any] = {
        name: np.asarray(column, np.int64)
        for name, column in zip(("number", "parent", "position", "level", "kind"), columns, strict=True)
    }
    return {**table, "wbs": list(codes)}


def _moved(rows: Any, keys: Any, places: Any, own: set[str]) -> Any:
    """What was computed of lines nobody edited."""
    if own:
        listed = places.tolist()
        places = [at for at, key in zip(listed, keys.letters(listed), strict=True) if key not in own]
    if not len(places):
        return None
    names = ("number", "start", "finish", "duration", "is_critical", "percent_complete", "state")
    return {name: rows[name][places] for name in names}


_KINDS = {kind: at for at, kind in enumerate(Task.Kind.values)}

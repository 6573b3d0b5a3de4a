"""What is kept of a line of the plan, and how it is read from the rows: as columns, without making objects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, FloatField, IntegerField, QuerySet, TextField

from zhike.core.prepared import prepared
from zhike.plan.arrays import NONE, As, Known
from zhike.plan.models import Plan, Task

MOMENTS = ("start", "finish", "deadline", "actual_start", "actual_finish")
NUMBERS = ("position", "level", "duration", "effort")
FLAGS = ("is_critical", "is_shared", "is_active")
CODED: dict[str, tuple[str, ...]] = {
    "kind": tuple(Task.Kind.values), "side": tuple(Task.Side.values), "state": tuple(Task.State.values),
}  # fmt: skip
TEXTS = ("name", "wbs", "deliverable")
OWNERS = ("owner_user_id", "owner_user__name", "owner_user__email", "owner_contact_id", "owner_contact__name")
AT_ONCE = 500
Table = dict[str, Any]  # column -> array, or list of texts
USER, CONTACT = "user", "contact"

ASKED = {
    "key": As("id", TextField()),
    "number": F("number"),
    "parent": Known(As("parent__number", BigIntegerField()), 0),
    **{name: Known(As(name, BigIntegerField()), NONE) for name in MOMENTS},
    **{name: As(name, BigIntegerField()) for name in NUMBERS},
    **{name: As(name, IntegerField()) for name in FLAGS},
    "percent_complete": As("percent_complete", FloatField()),
    **{name: As(name, TextField()) for name in (*CODED, *TEXTS, *OWNERS)},
}


def whole_plan(plan: Plan) -> Table:
    """Every line, in the order of the outline."""
    return _table(list(_whole(plan)))


def some_lines(keys: Sequence[UUID]) -> Table:
    """The lines of these tasks, as they are stored now."""
    found: list[Any] = []
    for first in range(0, len(keys), AT_ONCE):
        found += _some([*keys[first : first + AT_ONCE]])
    return _table(found)


# --- below -----------------------------------------------------------------------------------------------


@prepared
def _whole(plan: Plan) -> QuerySet[Any, Any]:
    return Task.objects.filter(plan=plan).order_by("position", "id").values_list(*ASKED.values())


@prepared
def _some(keys: list[UUID]) -> QuerySet[Any, Any]:
    return Task.objects.filter(pk__in=keys).order_by("position", "id").values_list(*ASKED.values())


def _table(rows: list[Any]) -> Table:
    import numpy as np

    columns = dict(zip(ASKED, list(zip(*rows, strict=True)) or [()] * len(ASKED), strict=True))
    table: Table = {
        name: np.asarray(columns[name], np.int64) for name in ("number", "parent", *MOMENTS, *NUMBERS, *FLAGS)
    }
    table["percent_complete"] = np.asarray(columns["percent_complete"], np.float64)
    for name, words in CODED.items():
        places = {word: at for at, word in enumerate(words)}
        table[name] = np.asarray([places[word] for word in columns[name]], np.int64)
    table["key"] = np.frombuffer(bytes.fromhex("".join(columns["key"]).replace("-", "")), np.uint8)
    table |= {name: list(columns[name]) for name in TEXTS}
    return table | _owners(columns)


def _owners(columns: dict[str, Sequence[Any]]) -> Table:
    """Who owns each line, as a place in a list of people; -1 for nobody."""
    import numpy as np

    places: dict[tuple[str, str, str], int] = {}
    found = []
    for user, name, email, contact, contact_name in zip(*(columns[one] for one in OWNERS), strict=True):
        if not user and not contact:
            found.append(NONE)
            continue
        kind, key, said = (USER, user, name or email) if user else (CONTACT, contact, contact_name)
        found.append(places.setdefault((kind, key.replace("-", ""), said), len(places)))
    return {"owner": np.asarray(found, np.int64), "people": [list(person) for person in places]}

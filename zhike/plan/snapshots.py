"""The compiled plan, kept beside its rows, for whoever opens it next: another process, or this one after a restart.

Reading and compiling the rows of 10,000 tasks takes half a second, reading this a few hundredths. It is written not
with every edit, which would cost each of them a megabyte, but after an edit that had to open the plan from its rows,
and then every twentieth: edits of tasks alone are followed (`catching_up`), so an old snapshot is as good as a new one.

Nothing depends on it. It is only read at a revision from which every edit is known, by the very code that wrote it
(`format` is a digest of that code), of the plan and with the settings it names, and whole; else it is passed over and
the rows are read, as if it were not there.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from zhike.plan.arrays import ENDS, FIXED, REASONS, STATES, Keys, Opened, engine_columns, options_of
from zhike.plan.models import Plan, PlanSnapshot
from zhike.plan.packing import pack, unpack
from zhike.plan.remembered import Remembered

SMALL = 250  # tasks of a plan whose rows are as quickly read
EVERY = 20  # edits after which it is written anew
HERE = Path(__file__).parent


def read_snapshot(plan: Plan) -> tuple[int, Remembered] | None:
    """The plan as it was compiled last, and at which revision. None: never, or not so that it can be trusted."""
    found = PlanSnapshot.objects.filter(plan=plan, format=format_now(), revision__lte=plan.revision)
    for revision, data in found.values_list("revision", "data"):
        try:
            return revision, _remembered(plan, revision, bytes(data))
        except (ValueError, KeyError, TypeError):  # damaged, or of another plan or other settings
            return None
    return None


def write_snapshot(plan: Plan, remembered: Remembered) -> None:
    """Keep it as of this revision, within the transaction of the edit that made it, if it is time to."""
    since = None if remembered.kept_at is None else plan.revision - remembered.kept_at
    if len(remembered.opened.keys) < SMALL or (since is not None and since < EVERY):
        return
    values = {"revision": plan.revision, "format": format_now(), "data": packed(plan, remembered)}
    if not PlanSnapshot.objects.filter(plan=plan).update(**values):
        PlanSnapshot.objects.create(plan=plan, **values)
    remembered.kept_at = plan.revision


def packed(plan: Plan, remembered: Remembered) -> bytes:
    import numpy as np

    opened, network, computed = remembered.opened, remembered.opened.network, remembered.live.computed()
    head = {
        **_named(plan, plan.revision), "calendars": [_told(one) for one in network.calendars],
        "summary_row": network.summary_row, "horizon": network.horizon, "computed": [computed.start, computed.finish],
    }  # fmt: skip
    arrays = {f"row.{name}": column for name, column in opened.rows.items()}
    arrays |= {name: getattr(network.columns, name) for name in (*FIXED, *ENDS)}
    for name, keys in (("keys", opened.keys), ("links", opened.links)):
        arrays[name] = np.frombuffer(bytes.fromhex(keys.text), np.uint8)
    return pack(head, {**arrays, "order": network.order, "dates": computed.dates})


@cache
def format_now() -> str:
    """Of the code that compiles plans: what other code left behind is not understood, even if it looks the same."""
    engine = HERE.parent / "methods" / "schedule"
    digest = blake2b(digest_size=16)
    own = (HERE / f"{name}.py" for name in ("arrays", "packing", "rolling", "snapshots", "catching_up"))
    for path in (*sorted(engine.glob("*.py")), *sorted((engine / "kernels").glob("*.py")), *own):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# --- below -----------------------------------------------------------------------------------------------


def _named(plan: Plan, revision: int) -> dict[str, Any]:
    """What a snapshot must be of to be used."""
    options = vars(options_of(plan))
    return {
        "plan": plan.pk.hex, "organisation": plan.organisation_id.hex, "revision": revision,
        "options": {name: int(value) for name, value in options.items()}, "calendar": plan.calendar_id.hex,
        "words": [*STATES, *REASONS],
    }  # fmt: skip


def _remembered(plan: Plan, revision: int, data: bytes) -> Remembered:
    """ValueError, KeyError, TypeError: it is not what it says."""
    from zhike.methods.schedule.live import Computed, LiveSchedule
    from zhike.methods.schedule.network import network_of

    head, arrays = unpack(data)
    named = _named(plan, revision)
    if {name: head[name] for name in named} != named:
        raise ValueError("This is the snapshot of something else.")
    rows = {name.removeprefix("row."): arrays[name] for name in arrays if name.startswith("row.")}
    columns = engine_columns(rows, {name: arrays[name] for name in (*FIXED, *ENDS)})
    calendars = [_resolved(one) for one in head["calendars"]]
    network = network_of(columns, options_of(plan), calendars, head["summary_row"], arrays["order"])
    network.horizon = tuple(head["horizon"])
    opened = Opened(network, Keys(arrays["keys"].tobytes().hex()), Keys(arrays["links"].tobytes().hex()), rows)
    live = LiveSchedule(network, compile_it=False, computed=Computed(arrays["dates"], *head["computed"]))
    return Remembered(opened, live, kept_at=revision)


def _told(calendar: Any) -> list[Any]:
    """A resolved calendar as JSON."""
    return [calendar.week, list(calendar.days.items())]


def _resolved(told: list[Any]) -> Any:
    from zhike.methods.schedule.calendars import Resolved

    week, days = told
    return Resolved(tuple(map(_periods, week)), {day: _periods(periods) for day, periods in days})


def _periods(told: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((begins, ends) for begins, ends in told)

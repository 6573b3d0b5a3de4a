"""A spreadsheet, by what a person said its columns are, into arrivals.

Dates in Zhike are computed. So a start without predecessors becomes "no earlier than", start and finish give the
duration, and a finish alone becomes a deadline: what the table promises stays visible.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhike.core.tables.cells import Problem, Unfit, problem, tidy
from zhike.core.tables.layout import Row
from zhike.methods.schedule.durations import NotReadable, Units, WrittenLink, parse_duration, parse_links
from zhike.plan.importing.arrivals import Arrival, Arrivals, Waiting
from zhike.plan.importing.targets import TARGETS, own_number
from zhike.plan.models import Plan, Task
from zhike.plan.wording import now_here

SOURCE = "table"
TEXTS = {"name": 300, "deliverable": 300, "description": 20_000}
END_OF_DAY = time(23, 59)
State = Task.State


@dataclass
class Reader:
    """Reads rows one after the other; a row may name tasks above it, and with predecessors below it too."""

    headers: list[str]
    mapping: dict[str, str]
    plan: Plan
    source: str = SOURCE
    found: Arrivals = field(default_factory=lambda: Arrivals(SOURCE))
    names: dict[str, dict[str, str]] = field(default_factory=dict)  # how a task is called, in each way -> its place
    path: list[str] = field(default_factory=list)  # places by level, down to the row before
    texts: dict[str, str] = field(default_factory=dict)  # predecessors as written, by place
    keys: set[str] = field(default_factory=set)

    def read(self, rows: Iterator[Row]) -> Arrivals:
        self.found.source = self.source
        self.columns = {name: self.headers[int(at)] for at, name in self.mapping.items()}
        for row in rows:
            said, problems, notes = self._cells(row)
            if said or problems:
                self._take(row.number, said, problems, notes)
        self._links()
        return self.found

    # --- a row ---

    def _cells(self, row: Row) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
        said: dict[str, Any] = {}
        problems, notes = [], []
        if row.extra:
            reason = _(
                "The row has more cells than the table has columns; a separator or a quotation mark is too many."
            )
            problems.append(problem("", " ".join(row.extra), reason))
        for at, name in self.mapping.items():
            place = int(at)
            text = tidy(row.cells[place] if place < len(row.cells) else "")
            if not text:
                continue
            try:
                said[name] = TARGETS[name].read(text)
            except Unfit as unfit:
                problems.append(problem(self.headers[place], text, unfit))
            if place in row.formulas:
                notes.append(problem(self.headers[place], text, _("A formula; its last value was taken.")))
        return said, problems, notes

    def _take(self, number: int, said: dict[str, Any], problems: list[Problem], notes: list[Problem]) -> None:
        title = str(said.get("name", ""))
        if not any(character.isalnum() for character in title):
            problems.append(problem(self.columns.get("name", ""), title, _("The name of the task is missing.")))
        for name, most in TEXTS.items():
            if len(str(said.get(name, ""))) > most:
                reason = _("At most %(most)d characters fit.") % {"most": most}
                problems.append(problem(self.columns[name], said[name][:80], reason))
        parent = self._parent(said, notes)
        one = Arrival(number, self._key(said, parent, title), title[:300], parent, problems=problems, notes=notes)
        one.code = own_number(said["code"]) if "code" in said else None
        one.owner = said.get("owner", "")
        if not problems:
            one.values = self._values(said, title)
        self.found.tasks.append(one)
        self._remember(one, said)

    def _key(self, said: dict[str, Any], parent: str | None, title: str) -> str:
        """Its number in the source; without one, the names of the tasks above it and its own."""
        key = said.get("external_id") or ("" if own_number(said.get("code", "")) else said.get("code", ""))
        key = key or (f"{parent} / {title}" if parent else title)
        key, at, wanted = key[-110:], 2, key[-110:]
        while key in self.keys:
            key, at = f"{wanted} ({at})", at + 1
        self.keys.add(key)
        return key

    def _parent(self, said: dict[str, Any], notes: list[Problem]) -> str | None:
        if "outline" in said and "." in said["outline"]:
            return self.names.get("outline", {}).get(said["outline"].rpartition(".")[0])
        if "level" in said:
            del self.path[max(said["level"] - 1, 0) :]
            return self.path[-1] if self.path else None
        if "parent" in said:
            for kind in ("code", "external_id", "outline", "name"):
                place = self.names.get(kind, {}).get(said["parent"].strip().casefold())
                if place is not None:
                    return place
            notes.append(problem(self.columns["parent"], said["parent"], _("No task above is called so.")))
        return self._phase(said["phase"]) if "phase" in said else None

    def _phase(self, name: str) -> str:
        """The summary tasks of a phase stand below; made with its first row."""
        place = f"§ {name}"[:110]
        if place not in self.keys:
            self.keys.add(place)
            one = Arrival(0, place, name[:300], values={"name": name[:300]}, is_summary=True)
            self.found.tasks.append(one)
        return place

    def _remember(self, one: Arrival, said: dict[str, Any]) -> None:
        called = {"name": one.title, "line": str(len(self.texts) + 1)} | {
            name: str(said[name]) for name in ("code", "external_id", "outline") if name in said
        }
        if one.code is not None:
            self.names.setdefault("code", {})[str(one.code)] = one.place
        for kind, text in called.items():
            self.names.setdefault(kind, {}).setdefault(text.strip().casefold(), one.place)
        self.texts[one.place] = said.get("predecessors", "")
        if "level" in said:
            self.path.append(one.place)

    # --- what it says ---

    def _values(self, said: dict[str, Any], title: str) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: said[name] for name in ("deliverable", "description", "priority", "side") if name in said
        }
        values["name"] = title
        self._put_times(values, said)
        _put_progress(values, said)
        self._put_dates(values, said)
        if said.get("is_milestone"):
            values |= {"kind": Task.Kind.MILESTONE, "duration": 0}
        return values

    def _put_times(self, values: dict[str, Any], said: dict[str, Any]) -> None:
        units = Units(**self.plan.units)
        if "duration" in said:
            told = parse_duration(said["duration"], units)
            values |= {
                "duration": told.ticks, "duration_unit": told.unit, "is_elapsed": told.is_elapsed,
                "is_estimated": told.is_estimated, "kind": Task.Kind.TASK if told.ticks else Task.Kind.MILESTONE,
            }  # fmt: skip
        elif "start" in said and "finish" in said and said["finish"] >= said["start"]:
            values |= {
                "duration": days_of_work(said["start"], said["finish"]) * self.plan.minutes_per_day * 10,
                "kind": Task.Kind.TASK,
            }
        if "effort" in said:
            plain = said["effort"]
            values["effort"] = parse_duration(
                f"{plain}h" if plain.strip().replace(".", "").isdigit() else plain, units
            ).ticks

    def _put_dates(self, values: dict[str, Any], said: dict[str, Any]) -> None:
        if "start" in said and not said.get("predecessors"):
            begins = datetime.combine(said["start"], self.plan.start.time() if self.plan.start else time(8))
            values |= {"constraint": Task.Constraint.START_NO_EARLIER_THAN, "constraint_at": begins}
            if values.get("percent_complete"):
                self._put_actual(values, begins, said.get("finish"))
        if "deadline" in said:
            values["deadline"] = datetime.combine(said["deadline"], END_OF_DAY)
        elif "finish" in said and "start" not in said:
            values["deadline"] = datetime.combine(said["finish"], END_OF_DAY)

    def _put_actual(self, values: dict[str, Any], begins: datetime, finish: date | None) -> None:
        """What has begun began when the table says, unless that lies ahead."""
        now = now_here()
        if begins > now:
            return
        values["actual_start"] = begins
        if values["state"] == State.DONE and finish is not None:
            values["actual_finish"] = max(begins, min(datetime.combine(finish, time(17)), now))

    # --- what it waits for ---

    def _links(self) -> None:
        by_place = {one.place: one for one in self.found.tasks}
        for place, text in self.texts.items():
            if not text or by_place[place].problems:
                continue
            for written in self._written(by_place[place], text):
                self._link(by_place[place], written)

    def _written(self, one: Arrival, text: str) -> list[WrittenLink]:
        try:
            return parse_links(text, Units(**self.plan.units))
        except NotReadable as error:
            reason = _("“%(part)s” is no predecessor. Write it like 5, 5FS+2d or 7SS-50%%.") % {"part": error.part}
            one.notes.append(problem(self.columns["predecessors"], text, reason))
            return []

    def _link(self, one: Arrival, written: WrittenLink) -> None:
        place = next(
            (self.names[kind][written.reference] for kind in ("code", "external_id", "outline", "line")
             if written.reference in self.names.get(kind, {})), None,
        )  # fmt: skip
        if place is None or place == one.place:
            reason = _("There is no such task in the file. The link is left out.")
            one.notes.append(problem(self.columns["predecessors"], written.reference, reason))
            return
        lag = {"lag": written.lag.amount, "lag_unit": int(written.lag.unit), "lag_shown": written.lag.shown[:3]}
        self.found.waiting.append(Waiting(place, one.place, {"kind": int(written.kind), **lag}))


def days_of_work(first: date, last: date) -> int:
    """From Monday to Friday; holidays move what follows, they do not shorten what was planned."""
    span = max(0, min((last - first).days, 40_000))
    weeks, rest = divmod(span + 1, 7)
    return max(1, weeks * 5 + sum((first + timedelta(days=weeks * 7 + at)).weekday() < 5 for at in range(rest)))


def _put_progress(values: dict[str, Any], said: dict[str, Any]) -> None:
    """State and progress say the same, whichever of them the file has. When it began it does not say: as planned."""
    state, percent = said.get("state"), said.get("progress")
    if percent is None and state is None:
        return
    if percent is None:
        percent = 100.0 if state == State.DONE else 0.0
    if state is None:
        state = State.DONE if percent == 100 else State.IN_PROGRESS if percent else State.TO_DO
    if state == State.DONE:
        percent = 100.0
    values |= {"state": state, "percent_complete": percent, "is_active": state != State.CANCELLED}

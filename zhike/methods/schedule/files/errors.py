"""What a reader says about a file: why it cannot be read at all, or what in it had to be left out.

Each has a stable `code` and `facts`, so that a room can say it in its reader's language; `str()` is one clear English
line. A code that is not in MESSAGES is taken as the line itself.
"""

from dataclasses import dataclass, field
from typing import Any

from zhike.methods.schedule.plan import Plan

MESSAGES = {
    # nothing was read
    "empty": "the file is empty",
    "too_big": "the file is larger than {limit} bytes, the most that is read",
    "too_deep": "elements lie inside one another more than {limit} deep",
    "outline_too_deep": "the outline is more than {limit} levels deep",
    "too_many": "there are more than {limit} {what} in the file",
    "text_too_long": "one value is longer than {limit} characters",
    "not_xml": "this is not well-formed XML: {reason}",
    "has_doctype": "the file declares a document type or entities, which a plan never needs; it is not read",
    "bad_encoding": "the file is written in a character encoding that is not known here",
    "not_a_project": "this is XML, but not a plan: the outermost element is {found}, not Project",
    "no_start": "the plan has no start date, and none of its tasks has one",
    "date_out_of_range": "{row}: {element} is {value}; only dates from 1900 to 2199 can be planned",
    "duration_out_of_range": "{row}: {element} is {value}; no more than 100,000 days can be planned",
    "not_json": "this is not well-formed JSON: {reason}",
    "not_a_plan": "this is JSON, but not a plan of Zhike: {reason}",
    "newer_version": "the plan was written by a newer Zhike (format {found}); this one reads up to {known}",
    "bad_value": "{where}: {reason}",
    "unknown_form": "the file is of no form that is read here (MSPDI XML, Zhike JSON, PSPLIB .sm or .rcp)",
    "cannot_open": "the file cannot be opened: {reason}",
    "needs_mpxj": "{form} files are read through mpxj, which is not installed: pip install mpxj jpype1",
    "needs_java": "{form} files are read through mpxj, which needs Java: install a JRE, 11 or later",
    "mpxj_failed": "mpxj could not read the file: {reason}",
    "took_too_long": "reading the file took longer than {limit} seconds",
    # something was left out or changed
    "value_unclear": "{row}: {element} is {value}, which means nothing; {used} is used instead",
    "id_missing": "{row} has no UID; it is now {used}",
    "id_taken": "{row}: the UID {value} was taken already; it is now {used}",
    "link_to_nowhere": "{row} waits for the task {value}, which is not in the file; the link is left out",
    "link_to_other_file": "{row} waits for a task in another file ({value}); the link is kept but not computed",
    "assignment_of_nothing": "{row} is for the task {value}, which is not in the file; it is left out",
    "resource_unknown": "{row} names the resource {value}, which is not in the file; nobody is assigned",
    "calendar_unknown": "{row} names the calendar {value}, which is not in the file; the plan's calendar is used",
    "base_in_circle": "{row}: its base calendars lead back to itself; it has no base now",
    "hours_overlap": "{row}: working times overlap or end before they begin; they were put in order",
    "too_deep_outline": "{row} lies more than one level below the line above it; it was moved up",
    "constraint_without_date": "{row} has a constraint without the date it needs; it is scheduled as soon as possible",
    "blank_lines": "{count} blank lines were left out",
    "parent_unknown": "{row} lies under the task {value}, which does not come before it; it is at the top now",
    # rows of boards
    "not_a_board": "this is no export of {product}: {reason}",
    "row_id_missing": "the row has no id; it is now {used}",
    "row_id_taken": "the id {value} was taken already; it is now {used}",
    "row_id_rounded": "the id {value} was rounded by a spreadsheet and means nothing any more",
    "row_name_missing": "the row has no name",
    "row_reference_unknown": "it waits for {value}, which is not on the board; that is left out",
    "row_parent_unknown": "it belongs to {value}, which is not on the board; it stands alone now",
    "row_parent_in_circle": "it belongs to {value}, which belongs to it; it stands alone now",
    "row_name_ambiguous": "several rows are called {value}; the first is meant",
    "row_date_unclear": "{column} is {value}, which is no date; it is left out",
    "row_date_ambiguous": "{column} is {value}: the day is taken to come first",
    "row_cell_unclear": "{column} is {value}, which means nothing; it is left out",
    "more": "{count} more remarks of this kind were left out",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the file that was left out, changed or guessed. `line` is that of the file, where known."""

    code: str
    line: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _sentence(self.code, self.line, self.facts)


class Unreadable(ValueError):
    """The file is not what it claims to be, or too much; the message is one line and says where and what is wrong."""

    def __init__(self, code: str, line: int | None = None, **facts: Any) -> None:
        self.code = code if code in MESSAGES else "text"
        self.line = line
        self.facts = facts if code in MESSAGES else {"text": code}
        super().__init__(_sentence(code, line, facts))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.facts.get("text", self.code), self.line, self.facts)


@dataclass(slots=True)
class Reading:
    """What a file gave: the plan, and what could not be taken over as it stood."""

    plan: Plan
    warnings: list[Remark]


class Remarks:
    """Collects remarks, of each kind a limited number, so that a broken file does not fill the memory."""

    MOST = 50

    def __init__(self) -> None:
        self._found: dict[str, list[Remark]] = {}
        self._more: dict[str, int] = {}

    def add(self, code: str, line: int | None = None, **facts: Any) -> None:
        kind = self._found.setdefault(code, [])
        if len(kind) < self.MOST:
            kind.append(Remark(code, line, facts))
        else:
            self._more[code] = self._more.get(code, 0) + 1

    def all(self) -> list[Remark]:
        more = [Remark("more", None, {"count": count, "kind": code}) for code, count in self._more.items()]
        return [remark for kind in self._found.values() for remark in kind] + more


def _sentence(code: str, line: int | None, facts: dict[str, Any]) -> str:
    form = MESSAGES.get(code)
    shown = {name: _shown(value) for name, value in facts.items()}
    said = code if form is None else form.format(**shown)
    return said if line is None else f"line {line}: {said}"


def _shown(value: Any) -> str:
    """A value as one short line: files can hold anything."""
    text = f"{value:,}" if isinstance(value, int) and value > 9999 else str(value)
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text[:200]).split())
    return text if len(text) <= 80 else text[:79] + "…"


def _rebuilt(code: str, line: int | None, facts: dict[str, Any]) -> Unreadable:
    return Unreadable(code, line, **({} if "text" in facts else facts))

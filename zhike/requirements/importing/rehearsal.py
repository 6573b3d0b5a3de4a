"""A dry run over the first rows: what each would become, and everything that is wrong, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from zhike.core.tables.cells import Problem
from zhike.core.tables.limits import Unreadable
from zhike.requirements.importing.source import Draft, drafts
from zhike.requirements.importing.taking import Matcher, foresee
from zhike.requirements.models import RequirementImport, RequirementImportRow
from zhike.requirements.wording import key_of

ROWS, SHOWN = 500, 12


@dataclass
class Foreseen:
    """One row: as which outcome it would end, and what is wrong with it."""

    number: int
    outcome: str
    outcome_label: str
    title: str
    section: str
    problems: list[Problem]
    warnings: list[Problem]


@dataclass
class Rehearsal:
    """What the page of an uploaded file shows."""

    rows: list[Foreseen] = field(default_factory=list)
    more: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    unreadable: str = ""

    @property
    def first(self) -> list[Foreseen]:
        return self.rows[:SHOWN]

    @property
    def failing(self) -> list[Foreseen]:
        return [row for row in self.rows if row.problems]

    @property
    def warned(self) -> list[Foreseen]:
        return [row for row in self.rows if row.warnings and not row.problems]

    @property
    def checked(self) -> int:
        return len(self.rows)


def rehearse(run: RequirementImport) -> Rehearsal:
    """The first rows as they would be taken, each after the one before it: a title twice is one requirement."""
    found = Rehearsal()
    matcher = Matcher(run.project)
    seen: set[str] = set()
    try:
        for draft in islice(drafts(run), ROWS + 1):
            if found.checked == ROWS:
                found.more = True
                break
            found.rows.append(_foreseen(run, matcher, draft, seen))
    except Unreadable as unreadable:
        found.unreadable = unreadable.message
    counted = Counter(row.outcome for row in found.rows)
    found.counts = {one.value: counted.get(one.value, 0) for one in RequirementImportRow.Outcome}
    return found


def _foreseen(run: RequirementImport, matcher: Matcher, draft: Draft, seen: set[str]) -> Foreseen:
    outcome = foresee(matcher, run.existing, draft)
    key = key_of(draft.title)
    if outcome == RequirementImportRow.Outcome.CREATED:
        if key in seen:
            outcome = RequirementImportRow.Outcome.UNCHANGED
        seen.add(key)
    label = str(RequirementImportRow.Outcome(outcome).label)
    return Foreseen(draft.number, str(outcome), label, draft.title, draft.section, draft.problems, draft.notes)

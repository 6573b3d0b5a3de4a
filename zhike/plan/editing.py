"""The one place every edit of a plan goes through: lock, check the revision, change, compute, store, remember.

Dates, floats and outline codes are computed from what people enter, never edited; so an edit keeps images of what was
entered only, and taking it back computes them anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from zhike.core.actors import Actor
from zhike.core.errors import Conflict
from zhike.core.models import lock
from zhike.core.words import Words, day_words, in_every_language, in_my_language, listed, said
from zhike.plan.catching_up import can_follow
from zhike.plan.edits.draft import Draft
from zhike.plan.edits.undoing import turn_back
from zhike.plan.edits.writing import write
from zhike.plan.following import follow_edit
from zhike.plan.history.packed import Change as Changes
from zhike.plan.history.writing import Places, changed_by, keep_moment
from zhike.plan.models import Link, Plan, PlanEdit, Task
from zhike.plan.scheduling import Moves, Recomputed, reschedule
from zhike.plan.snapshots import write_snapshot

KEPT_EDITS = 500  # of one plan; older ones can no longer be taken back
ANEW = gettext_lazy("dates computed anew")
Change = Callable[[Draft], Words]


@dataclass(slots=True)
class Outcome:
    """What came of an edit."""

    plan: Plan
    edit: PlanEdit | None = None  # None: nothing changed
    what: Words = ""
    moved: Words = ""
    touched: list[Task] = field(default_factory=list)  # tasks whose entered values changed
    added: list[UUID] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)
    told: set[UUID] = field(default_factory=set)  # every task that changed by the edit itself
    altered: set[UUID] = field(default_factory=set)  # others that follow, and of which more changed than when they are
    moves: Moves | None = None  # tasks of which nothing else changed: what can be told in a few numbers
    order: list[UUID] | None = None  # of all tasks, if it changed
    links_changed: bool = False
    finish_before: datetime | None = None
    people: set[UUID] = field(default_factory=set)
    shared: dict[UUID, bool] = field(default_factory=dict)

    @property
    def changed(self) -> set[UUID]:
        """Every task that was edited, stands elsewhere, or whose dates or floats are different."""
        return self.told | self.altered | (self.moves.uuids() if self.moves is not None else set())

    @property
    def message(self) -> str:
        """A sentence for whoever made the edit: what, and what moved with it."""
        what, moved = str(self.what).rstrip(".。"), str(self.moved)
        return _("%(what)s. %(moved)s") % {"what": what, "moved": moved} if what and moved else what or moved


def carry_out(
    actor: Actor, plan: Plan, change: Change, *, revision: int | None = None, kind: str = PlanEdit.Kind.EDIT
) -> Outcome:
    """Make an edit of the plan, inside the caller's transaction."""
    plan = locked(plan)
    expect(plan, revision)
    draft = Draft(plan)
    what = change(draft)
    images = draft.images()
    if not images:
        return Outcome(plan, what=what)
    outcome = Outcome(plan, what=what, finish_before=plan.finish, people=draft.people, shared=draft.shared)
    placed = write(draft)
    found = reschedule(plan, _followed(draft, images))
    _settle(outcome, draft, {*placed}, found)
    _next_revision(plan, found)
    keep_moment(plan, actor, what, _changes(draft, images, placed, found))
    outcome.edit = _remember(actor, plan, kind, what, images)
    return outcome


def recompute(plan: Plan, actor: Actor | None = None, what: Words = ANEW) -> Recomputed:
    """After something the dates depend on changed outside the outline: a calendar, a setting of the plan. The plan is
    locked by the caller. It is a revision of its own, so that an open page learns of it."""
    found = reschedule(plan)
    _next_revision(plan, found)
    keep_moment(plan, actor, what, changed_by(found))
    return found


def locked(plan: Plan) -> Plan:
    project = plan.project
    found = lock(plan)
    found.project = project
    return found


def expect(plan: Plan, revision: int | None) -> None:
    """Refuse an edit made on the sight of an older plan, and say what changed since."""
    if revision is None or revision == plan.revision:
        return
    since = PlanEdit.objects.filter(plan=plan, number__gt=revision).order_by("-number")[:3]
    told = [f"{one.actor_name}: {in_my_language(one.label)}" for one in since]
    words = _("The plan was changed meanwhile: %(what)s. Look at it again, then repeat your edit.")
    raise Conflict(words % {"what": _("; ").join(told) or _("dates were computed anew")})


def undo(actor: Actor, plan: Plan, *, revision: int | None = None) -> Outcome:
    """Take back one's own last edit."""
    return _turn(actor, plan, revision, undoable(actor, plan), PlanEdit.Kind.UNDO)


def redo(actor: Actor, plan: Plan, *, revision: int | None = None) -> Outcome:
    """Make again what one took back last, unless one edited something since."""
    return _turn(actor, plan, revision, redoable(actor, plan), PlanEdit.Kind.REDO)


def undoable(actor: Actor, plan: Plan, *unread: str) -> PlanEdit | None:
    """The edit this person would take back now. `unread`: columns nobody is going to ask for."""
    mine = PlanEdit.objects.filter(plan=plan, user=actor.user_id, undone_by=None).defer(*unread)
    return mine.exclude(kind=PlanEdit.Kind.UNDO).order_by("-number").first()


def redoable(actor: Actor, plan: Plan, *unread: str) -> PlanEdit | None:
    """The undo this person would take back now."""
    mine = PlanEdit.objects.filter(plan=plan, user=actor.user_id).defer(*unread)
    last = mine.filter(kind=PlanEdit.Kind.EDIT).order_by("-number").values_list("number", flat=True).first()
    undos = mine.filter(kind=PlanEdit.Kind.UNDO, undone_by=None, number__gt=last or 0)
    return undos.order_by("-number").first()


def take_back(actor: Actor, plan: Plan, edits: Iterable[PlanEdit], what: Words) -> Outcome:
    """Several edits at once, the latest first: an import, for instance."""
    rows = list(edits)

    def change(draft: Draft) -> Words:
        for edit in sorted(rows, key=lambda one: -one.number):
            turn_back(draft, edit.images)
        return what

    outcome = carry_out(actor, plan, change, kind=PlanEdit.Kind.UNDO)
    PlanEdit.objects.filter(pk__in=[row.pk for row in rows]).update(undone_by=outcome.edit)
    return outcome


# --- below -----------------------------------------------------------------------------------------------


def _turn(actor: Actor, plan: Plan, revision: int | None, edit: PlanEdit | None, kind: str) -> Outcome:
    if edit is None:
        nothing = kind == PlanEdit.Kind.UNDO
        raise Conflict(_("There is nothing of yours to take back.") if nothing else _("There is nothing to do again."))

    def change(draft: Draft) -> Words:
        turn_back(draft, edit.images)
        return _Kept(edit.label)

    outcome = carry_out(actor, plan, change, revision=revision, kind=kind)
    edit.undone_by = outcome.edit
    edit.save(update_fields=["undone_by"])
    return outcome


class _Kept:
    """Words kept in every language, said again."""

    def __init__(self, label: dict[str, str]) -> None:
        self.label = label

    def __str__(self) -> str:
        return in_my_language(self.label)


def _next_revision(plan: Plan, found: Recomputed) -> None:
    """What was computed of the plan is saved, and what was foreseen of it is soon foreseen anew."""
    plan.revision += 1
    plan.save(update_fields=["revision", "finish", "progress"])
    write_snapshot(plan, found.remembered)
    follow_edit(plan)


def _followed(draft: Draft, images: list[dict[str, Any]]) -> dict[UUID, Task] | None:
    """The edited tasks, if nothing else was edited and the dates can simply follow."""
    return {row.pk: row for row in draft.touched_tasks} if can_follow(images) else None


def _changes(draft: Draft, images: list[dict[str, Any]], placed: Places, found: Recomputed) -> Changes | None:
    """What the edit made of the plan, for its history: by numbers, so a task that got another one has it kept whole."""
    if any(one["before"] and "number" in one["before"] and one["after"] for one in images):
        return None
    gone = [row.number for key, row in draft.gone.items() if isinstance(row, Task) and draft.before[key] is not None]
    return changed_by(found, [row.pk for row in draft.touched_tasks], gone, placed)


def _settle(outcome: Outcome, draft: Draft, placed: set[UUID], found: Recomputed) -> None:
    outcome.touched = draft.touched_tasks
    outcome.added = [key for key, was in draft.before.items() if was is None and isinstance(draft.rows.get(key), Task)]
    outcome.removed = [key for key, row in draft.gone.items() if isinstance(row, Task)]
    told = {row.pk for row in outcome.touched} | placed
    outcome.altered, outcome.moves = found.altered, found.moves
    rows = [*draft.gone.values(), *(draft.rows[key] for key in draft.before if key in draft.rows)]
    outcome.links_changed = any(isinstance(row, Link) for row in rows)
    for row in rows:
        task = getattr(row, "task_id", None)
        if task is not None and task not in draft.gone:
            told.add(task)
    outcome.told = {*told, *outcome.added}
    if draft.places:
        outcome.order = draft.outline.order()
    outcome.moved = _moved_words(outcome, found)


def _moved_words(outcome: Outcome, found: Recomputed) -> Words:
    """Whether the finish moved, from when to when; else how many other tasks did."""
    before, after = outcome.finish_before, found.finish
    if before is not None and after is not None and before.date() != after.date():
        return said(
            gettext_lazy("The finish moves from {before} to {after}."), before=day_words(before), after=day_words(after)
        )
    own, keys = {row.pk for row in outcome.touched} | set(outcome.added), found.remembered.opened.keys
    others = len(set(keys.letters(found.moved.tolist())) - {key.hex for key in own})
    if not others:
        return ""
    return said(
        ngettext_lazy(
            "{count} other task moves; the finish stays.", "{count} other tasks move; the finish stays.", others
        ),
        count=others,
    )


def _remember(actor: Actor, plan: Plan, kind: str, what: Words, images: list[dict[str, Any]]) -> PlanEdit:
    edit = PlanEdit.objects.create(
        plan=plan, number=plan.revision, kind=kind, user_id=actor.user_id, actor_name=actor.name[:100],
        label=in_every_language(what), images=images,
    )  # fmt: skip
    if plan.revision % 50 == 0:
        PlanEdit.objects.filter(plan=plan, number__lte=plan.revision - KEPT_EDITS).update(images=[])
    return edit


def together(parts: Iterable[Words]) -> Words:
    """Several edits told as one: the first two, and how many more. What will not be told is not put into words."""
    told = [part for part in parts if part is not None and not (isinstance(part, str) and not part)]
    if len(told) <= 3:
        return listed(told)
    return said(gettext_lazy("{first}, and {count} more edits"), first=listed(told[:2]), count=len(told) - 2)

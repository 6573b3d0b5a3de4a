"""The rows of a plan as an edit changes them, with how they were before."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.core.errors import Invalid, Missing
from zhike.core.models import Scoped, next_number
from zhike.plan.edits.images import OF_LEAVES, Image, as_json, changed_between, image_of
from zhike.plan.edits.outline import Line, Outline, Place
from zhike.plan.models import Assignment, Link, Plan, Task, TaskRequirement

R = TypeVar("R", bound=Scoped)
HANGING: tuple[tuple[type[Scoped], str], ...] = (
    (Assignment, "task__in"),
    (TaskRequirement, "task__in"),
)
OUTLINED = ("pk", "parent_id", "number", "kind", "position", "wbs", "level")
AT_ONCE = 500


class Draft:
    """Only rows an edit touches are read; the outline when somebody asks for it. `Plan` is locked meanwhile, and every
    edit of its rows comes through here, so the rows need no lock of their own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: dict[UUID, Scoped] = {}
        self.before: dict[UUID, Image | None] = {}  # None: it was not there
        self.gone: dict[UUID, Scoped] = {}
        self.places: dict[UUID, Place | None] = {}  # where a task stood that was placed or removed
        self.people: set[UUID] = set()  # accounts to be told: new owners
        self.numbers: list[int] = []  # reserved, the next one last
        self.shared: dict[UUID, bool] = {}  # tasks a client sees from now on, or no longer

    # --- finding ---

    @cached_property
    def outline(self) -> Outline:
        return Outline(Task.objects.filter(plan=self.plan).order_by("position", "id").values_list(*OUTLINED))

    def task(self, key: Any) -> Task:
        """The task with this key in this plan, or Missing."""
        return self._found(Task, key, _("There is no such task in this plan. Load the page again."))

    def link(self, key: Any) -> Link:
        return self._found(Link, key, _("There is no such link in this plan. Load the page again."))

    def assignment(self, key: Any) -> Assignment:
        return self._found(Assignment, key, _("There is no such assignment in this plan. Load the page again."))

    def tasks(self, keys: Iterable[UUID]) -> list[Task]:
        """Several at once, in the order asked for."""
        keys = list(keys)
        unread = [key for key in keys if key not in self.rows and key not in self.gone]
        for first in range(0, len(unread), AT_ONCE):
            self.keep(Task.objects.filter(plan=self.plan, pk__in=unread[first : first + AT_ONCE]))
        missing = [key for key in keys if key not in self.rows]
        if missing:
            raise Missing(_("There is no such task in this plan. Load the page again."))
        return [self.rows[key] for key in keys]  # type: ignore[misc]

    def keep(self, rows: Iterable[R]) -> list[R]:
        """Rows read elsewhere, each once: what was changed already stays as it is."""
        return [self.rows.setdefault(row.pk, row) for row in rows if row.pk not in self.gone]  # type: ignore[misc]

    def links_of(self, keys: Iterable[UUID]) -> list[Link]:
        """Links into and out of these tasks."""
        keys = set(keys)
        stored = Link.objects.filter(plan=self.plan)
        self.keep([*stored.filter(successor__in=keys), *stored.filter(predecessor__in=keys)])
        return [
            row
            for row in self.rows.values()
            if isinstance(row, Link) and (row.predecessor_id in keys or row.successor_id in keys)
        ]

    # --- changing ---

    def touch(self, row: R) -> R:
        """Remember how it was, once, before it changes."""
        self.rows[row.pk] = row
        self.before.setdefault(row.pk, image_of(row))
        return row

    def change(self, row: R, **values: Any) -> R:
        """Set fields people enter."""
        self.touch(row)
        for name, value in values.items():
            setattr(row, name, value)
        return row

    def add(self, row: R) -> R:
        row.organisation_id = self.plan.organisation_id
        if row.pk in self.gone:  # removed and put back within one edit: it is the same row, changed
            del self.gone[row.pk]
        else:
            self.before.setdefault(row.pk, None)
        self.rows[row.pk] = row
        return row

    def reserve(self, count: int) -> None:
        """Numbers for so many tasks at once: one question instead of one each."""
        if count:
            first = next_number("task", self.plan.project_id, count=count)
            self.numbers = list(range(first + count - 1, first - 1, -1))

    def add_task(self, task: Task, place: Place) -> Task:
        """A task at its place in the outline; its number is the next one unless it has one already."""
        task.plan, task.project = self.plan, self.plan.project
        task.number = task.number or self._next_number()
        task.position = 0
        self.add(task)
        self.places.setdefault(task.pk, None)
        self.outline.add(Line(task.pk, task.number, task.kind), place)
        return task

    def place(self, key: UUID, place: Place) -> None:
        self.touch(self.task(key))
        self.places.setdefault(key, self._stood.get(key) or self.outline.place_of(key))
        self.outline.move(key, place)

    @cached_property
    def _stood(self) -> dict[UUID, Place]:
        """Where everything stood before the first of them was put elsewhere, in order."""
        return self.outline.places()

    def remove(self, row: Scoped) -> None:
        self.touch(row)
        self.gone[row.pk] = self.rows.pop(row.pk)

    def remove_all(self, keys: set[UUID]) -> None:
        """Many tasks at once, each with everything below it and everything that hangs on it."""
        for first in range(0, len(keys), AT_ONCE):
            some = list(keys)[first : first + AT_ONCE]
            self.keep(Task.objects.filter(plan=self.plan, pk__in=some))
            for path in ("predecessor__in", "successor__in"):
                self.keep(Link.objects.filter(plan=self.plan, **{path: some}))
            for model, path in HANGING:
                self.keep(model.objects.filter(**{path: some}))
        places = self.outline.places()
        for key in keys:
            self.places.setdefault(key, places[key])
        for row in [one for one in self.rows.values() if _hangs_on(one, keys)]:
            self.remove(row)
        self.outline.remove_all(keys)

    def remove_task(self, key: UUID) -> list[Task]:
        """The task with everything below it, and every link, assignment and cover of those."""
        keys = self.outline.subtree(key)
        tasks = self.tasks(keys)
        for link in self.links_of(keys):
            self.remove(link)
        for model, path in HANGING:
            for row in self.keep(model.objects.filter(**{path: keys})):
                self.remove(row)
        for one in reversed(keys):
            self.places.setdefault(one, self.outline.place_of(one))
            self.outline.remove(one)
        for task in tasks:
            self.remove(task)
        return tasks

    # --- afterwards ---

    def is_new(self, task: Task) -> bool:
        """It is added by this edit: nothing stored can hang on it."""
        return self.before.get(task.pk, ...) is None

    @property
    def is_outline_read(self) -> bool:
        return "outline" in self.__dict__

    @property
    def touched_tasks(self) -> list[Task]:
        """Tasks whose entered values changed and that are still there."""
        return [row for key, row in self.rows.items() if isinstance(row, Task) and key in self.before]

    def images(self) -> list[dict[str, Any]]:
        """What changed, row by row: those that are there in the order of the outline, so that parents come first."""
        found = []
        places = self.outline.places() if self.places else {}
        for key, was in self._in_order():
            row = self.rows.get(key) or self.gone[key]
            before, after = self._pair(key, row, was, places)
            if (before is None and after is None) or before == after:
                continue
            found.append({
                "table": row._meta.model_name, "key": str(key), "name": self._name(row)[:120],
                "before": as_json(before), "after": as_json(after),
            })  # fmt: skip
        return found

    def _in_order(self) -> list[tuple[UUID, Image | None]]:
        """Tasks that were put elsewhere come last, in the order they stood in: put back so, each finds the one it stood
        behind in its place already."""
        if "_stood" not in self.__dict__:
            return list(self.before.items())
        ranks = {key: at for at, key in enumerate(self._standing_order()) if key in self.places}
        return sorted(self.before.items(), key=lambda pair: ranks.get(pair[0], -1))

    def _standing_order(self) -> list[UUID]:
        """As it was, from the top."""
        below: dict[UUID | None, list[UUID]] = {}
        for key, place in self._stood.items():
            below.setdefault(place.parent, []).append(key)
        found, waiting = [], list(reversed(below.get(None, [])))
        while waiting:
            key = waiting.pop()
            found.append(key)
            waiting.extend(reversed(below.get(key, ())))
        return found

    def _pair(
        self, key: UUID, row: Scoped, was: Image | None, places: dict[UUID, Place]
    ) -> tuple[Image | None, Image | None]:
        """Before and after: whole where the row came or went, else what differs."""
        if key in self.gone:
            return (None if was is None else {**was, **self._place(self.places.get(key), row)}), None
        if was is None:
            return None, {**image_of(row), **self._place(places.get(key), row)}
        now = image_of(row)
        before, after = changed_between(was, now)
        if "kind" in after and Task.Kind.SUMMARY in {was["kind"], now["kind"]}:
            before |= {name: was[name] for name in OF_LEAVES}
            after |= {name: now[name] for name in OF_LEAVES}
        if key in self.places and isinstance(row, Task) and self.places[key] != places[key]:
            before |= self._place(self.places[key], row)
            after |= self._place(places[key], row)
        return before, after

    def _place(self, place: Place | None, row: Scoped) -> Image:
        if not isinstance(row, Task) or place is None:
            return {}
        return {"parent": place.parent, "after": place.after}

    def _next_number(self) -> int:
        return self.numbers.pop() if self.numbers else next_number("task", self.plan.project_id)

    def _name(self, row: Scoped) -> str:
        """What it is called in a refusal; of a link or an assignment, by the task it belongs to."""
        if isinstance(row, Task):
            return str(row)
        key = getattr(row, "task_id", None) or getattr(row, "successor_id", None)
        task = key and (self.rows.get(key) or self.gone.get(key))
        return f"{row._meta.verbose_name}, {task}" if task else str(row._meta.verbose_name)

    def _found(self, model: type[R], key: Any, words: str) -> R:
        try:
            key = key if isinstance(key, UUID) else UUID(str(key))
        except ValueError as error:
            raise Invalid(task=words) from error
        row = self.rows.get(key)
        if row is None and key not in self.gone:
            row = model._default_manager.filter(plan=self.plan, pk=key).first()  # type: ignore[misc]  # all of these have one
        if not isinstance(row, model):
            raise Missing(words)
        self.rows[key] = row
        return row


def _hangs_on(row: Scoped, keys: set[UUID]) -> bool:
    """It is one of the tasks, or a link, an assignment or a cover of one."""
    if isinstance(row, Task):
        return row.pk in keys
    return any(getattr(row, name, None) in keys for name in ("task_id", "predecessor_id", "successor_id"))

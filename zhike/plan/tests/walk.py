"""A plan that lives through everything that can happen to it, and what its rows said after each step."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhike.core.errors import Refusal
from zhike.core.testing.world import World
from zhike.plan import actions
from zhike.plan.actions import imports
from zhike.plan.models import Plan, PlanImport, Task, WorkCalendar
from zhike.plan.queries.history import LineThen
from zhike.plan.tests.files import as_csv
from zhike.plan.tests.then import lines_now, plan_now

STATES = ("done", "in_progress", "blocked", "cancelled", "to_do")


class Walk:
    """Random edits of everything that changes what a plan says, each with what the rows said after it."""

    def __init__(self, inside: World, seed: int, work: Callable[[], int]) -> None:
        self.inside, self.draw, self.work = inside, Random(seed), work
        self.mark = inside.actor("mark")
        self.seen: list[tuple[datetime, dict[str, Any], list[LineThen]]] = []

    @property
    def plan(self) -> Plan:
        return Plan.objects.select_related("project").get(pk=self.inside.plan.pk)

    def task(self) -> Task:
        rows = list(Task.objects.filter(plan=self.inside.plan).select_related("project", "plan").order_by("position"))
        return self.draw.choice(rows)

    def steps(self) -> list[Callable[[], Any]]:
        mark, draw, task = self.mark, self.draw, self.task
        people = [self.inside.people["mia"], self.inside.cara_contact, None]
        return [
            lambda: actions.stretch_task(mark, task(), duration=f"{draw.randrange(1, 30)}d"),
            lambda: actions.move_task(mark, (one := task()), start=one.start + timedelta(days=draw.randrange(1, 20))),
            lambda: actions.change_task(mark, task(), name=f"任务 {draw.randrange(999)}"),
            lambda: actions.change_task(mark, task(), owner=draw.choice(people), deliverable=f"{draw.randrange(9)}"),
            lambda: actions.change_task(mark, task(), shared=draw.random() < 0.5),
            lambda: actions.change_task(mark, task(), progress=draw.randrange(101)),
            lambda: actions.change_task(mark, task(), state=draw.choice(STATES)),
            lambda: actions.change_task(mark, task(), deadline=f"2027-0{draw.randrange(1, 9)}-05"),
            lambda: actions.add_task(mark, self.inside.bridge, name=f"新 {draw.randrange(99)}", duration="2d"),
            lambda: actions.add_task(mark, self.inside.bridge, name="子", parent=task(), kind="milestone"),
            lambda: actions.remove_task(mark, task()),
            lambda: actions.shift_task(mark, task(), direction=draw.choice(["up", "down", "in", "out"])),
            lambda: actions.link_tasks(mark, task(), task()),
            lambda: actions.undo_edit(mark, self.plan),
            lambda: actions.undo_edit(mark, self.plan),
            lambda: actions.redo_edit(mark, self.plan),
            lambda: actions.set_up_plan(mark, self.plan, client_level=draw.randrange(1, 5)),
            lambda: actions.set_up_plan(mark, self.plan, start=f"2026-12-{draw.randrange(1, 28):02}T08:00"),
            self.day_off,
            self.import_file,
        ]  # fmt: skip

    def day_off(self) -> None:
        first = date(2027, 1, 1) + timedelta(days=self.draw.randrange(90))
        actions.add_exception(self.mark, WorkCalendar.objects.get(is_standard=True), first=first, name="停工")

    def import_file(self) -> None:
        run = imports.upload_import(
            self.mark, self.inside.bridge, file=as_csv(), file_name="计划.csv"
        )  # fmt: skip
        imports.start_import(self.mark, run)
        self.work()
        if self.draw.random() < 0.5:
            imports.undo_import(self.mark, PlanImport.objects.select_related("project").get(pk=run.pk))

    def go(self, steps: int) -> None:
        for step in self.draw.choices(self.steps(), k=steps):
            try:
                with transaction.atomic():
                    step()
            except Refusal:
                continue
            self.seen.append((timezone.now(), plan_now(self.inside.plan), lines_now(self.inside.plan)))

"""What a report over a large plan costs: `python -m bench.reports`.

On SQLite, or on the database named by --database. A plan of 10,000 tasks that began two years ago: a baseline, people
with rates, approved hours, progress, and a reading of every working day. Then, through the actions: the report of the
last week drafted (from a reading that holds, and after an edit, when the project is read anew), published, and made
into each of its files; what was read on days nobody chose. The plan of such days is measured by
`python -m bench.plans --only history`. Times are of the wall clock, in brackets of the processor. Beside each stands
its ratio to reading three columns of the same rows.
"""

import argparse
import os
import tempfile
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bench.plans import Time, _best, _median, _plan, _say, _timed, _world

COUNT, PEOPLE, DAYS = 10_000, 40, 730


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database")
    parser.add_argument("--tasks", type=int, default=COUNT)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--profile", help="write what drafting after an edit spends its time on to this file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _run(asked.database or f"sqlite:///{folder}/bench.sqlite3", asked)


def _run(database: str, asked: Any) -> None:
    os.environ["DATABASE_URL"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from zhike.core.processes import collect_rarely
    from zhike.core.scope import organisation as scope

    call_command("migrate", verbosity=0)
    collect_rarely()
    print(f"== {database.partition(':')[0]}")
    organisation, actor, project = _world()
    with scope(organisation.pk):
        plan = _worked_on(actor, project, asked.tasks)
        _read_every_day(project)
        _measure(actor, project, plan, asked)


def _measure(actor: Any, project: Any, plan: Any, asked: Any) -> None:
    from zhike.monitoring.actions.readings import take_reading
    from zhike.monitoring.queries import figures_of
    from zhike.plan.models import Link, Task
    from zhike.reports import actions
    from zhike.reports.models import Report

    def rows() -> None:
        list(Task.objects.filter(plan=plan).values_list("number", "duration", "percent_complete"))
        list(Link.objects.filter(plan=plan).values_list("kind", "lag"))

    draw, floor = Random(11), _best(rows)
    _say(f"{asked.tasks:,} tasks: three columns of the rows", floor)
    reports = actions.set_up_plan(actor, project, name="周报", readers=_readers(actor, project))
    _say(
        "the project read anew and kept",
        _median([_timed(lambda: take_reading(actor, project)) for _ in range(3)]),
        floor,
    )
    found: list[Any] = []

    def draft() -> None:
        found.append(actions.draft_report(actor, project, reports))

    def drafted() -> Time:
        for one in Report.objects.filter(project=project, state="draft"):
            actions.discard_report(actor, one, reason="基准")
        return _timed(draft)

    _say("a report drafted from the reading of today", _median([drafted() for _ in range(asked.times)]), floor)
    after = []
    for _ in range(asked.times):
        _edit(actor, plan, draw)
        after.append(drafted())
    _say("a report drafted right after an edit", _median(after), floor)
    if asked.profile:
        _edit(actor, plan, draw)
        _profiled(drafted, asked.profile)
    report = Report.objects.select_related("project__client", "plan").get(pk=found[-1].pk)
    _answer(actor, report)
    _say("published", _timed(lambda: actions.publish_report(actor, report)), floor)
    for kind in ("pdf", "xlsx", "pptx"):
        _files(actor, report, kind, floor)
    days = [(datetime.now() - timedelta(days=draw.randrange(DAYS))).date() for _ in range(40)]  # noqa: DTZ005
    times = [_timed(lambda day=day: figures_of(actor, project, day=day)) for day in days]  # type: ignore[misc]
    _say("what was read on any day, in the middle", _median(times), floor)
    _say("what was read on any day, at worst", max(times), floor)


def _files(actor: Any, report: Any, kind: str, floor: Time) -> None:
    from zhike.reports import actions

    made: list[bytes] = []
    times = [
        _timed(lambda one=one: made.append(actions.file_of(actor, one, kind)))  # type: ignore[misc]
        for one in report.publications.select_related("report__project__client")
    ]
    _say(f"its {kind}, the slowest variant ({max(map(len, made)) / 1e3:,.0f} kB)", max(times), floor)


def _answer(actor: Any, report: Any) -> None:
    from zhike.reports import actions
    from zhike.reports.queries import checked

    for one in checked(actor, report).open:
        actions.answer_contradiction(actor, report, key=one.key, answer="已在会上说明。")
    report.refresh_from_db()


def _readers(actor: Any, project: Any) -> list[Any]:
    """A variant of each kind: two for the client, in two languages, and one of ours."""
    from zhike.accounts.models import User
    from zhike.clients.models import Contact
    from zhike.projects.models import Participant
    from zhike.reports.models import Depth, Reader
    from zhike.reports.queries import Proposal

    told = []
    for language, depth, duty in (("en", Depth.MANAGEMENT, "sponsor"), ("zh-hans", Depth.USUAL, "client_lead")):
        contact = Contact.objects.create(name=f"读者 {language}", client=project.client)
        Participant.objects.create(
            project=project, contact=contact, duty=duty, since=project.planned_start, portal_role="contact"
        )
        told.append(Proposal(contact, None, language, depth, Reader.Channel.PORTAL, ""))
    user = User.objects.get(pk=actor.user_id)
    return [*told, Proposal(None, user, "zh-hans", Depth.TECHNICAL, Reader.Channel.PORTAL, "")]


def _edit(actor: Any, plan: Any, draw: Random) -> None:
    from zhike.plan import actions
    from zhike.plan.models import Task

    late = Task.objects.filter(plan=plan, kind="task", percent_complete=0).order_by("position")[:300]
    actions.stretch_task(actor, late[draw.randrange(len(late))], duration=f"{draw.randrange(1, 12)}d")


def _profiled(action: Any, path: str) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(action)
    with open(path, "w") as file:
        pstats.Stats(profile, stream=file).sort_stats("cumulative").print_stats(90)


def _worked_on(actor: Any, project: Any, count: int) -> Any:
    """The plan, agreed, staffed and two years on."""
    from django.utils import timezone

    from zhike.plan.actions.baselines import take_baseline
    from zhike.plan.models import Plan
    from zhike.projects.models import Transparency

    today = timezone.localdate()
    project.planned_start, project.budget, project.currency = today - timedelta(days=DAYS), Decimal(90_000_000), "CNY"
    project.save()
    Transparency.objects.create(project=project)
    plan = _plan(actor, project, count)
    people = _staffed(plan)
    baseline = take_baseline(actor, plan, name="合同计划")
    then = timezone.now() - timedelta(days=DAYS)
    type(baseline).objects.filter(pk=baseline.pk).update(taken_at=then, created_at=then)
    _progress(plan, people)
    return Plan.objects.get(pk=plan.pk)


def _staffed(plan: Any) -> list[Any]:
    from zhike.accounts.models import Membership, User
    from zhike.core.actors import Role
    from zhike.plan.models import Assignment, Resource, ResourceRate, Task

    people = [
        User.objects.create(email=f"{plan.pk.hex}-{at}@bench.example", name=f"同事 {at}", language="zh-hans")
        for at in range(PEOPLE)
    ]
    for user in people:
        Membership.objects.create(user=user, role=Role.MEMBER.value)
    resources = Resource.objects.bulk_create([Resource(name=user.name, user=user) for user in people])
    ResourceRate.objects.bulk_create([
        ResourceRate(resource=one, standard=Decimal(120 + 5 * at)) for at, one in enumerate(resources)
    ])  # fmt: skip
    leaves = Task.objects.filter(plan=plan, kind="task").order_by("position")
    Assignment.objects.bulk_create(
        [
            Assignment(plan=plan, task=task, resource=resources[at % PEOPLE], units=100, work=task.duration)
            for at, task in enumerate(leaves)
        ],
        batch_size=500,
    )
    return people


def _progress(plan: Any, people: list[Any]) -> None:
    """Done is what should be, mostly; hours were written for it, a tenth more than planned."""
    from django.utils import timezone

    from zhike.plan.editing import recompute
    from zhike.plan.models import Task, TimeEntry

    draw, now = Random(13), timezone.localtime().replace(tzinfo=None)
    done, hours = [], []
    for at, task in enumerate(Task.objects.filter(plan=plan, kind="task").order_by("position")):
        if task.finish is None or task.finish > now - timedelta(days=3) or draw.random() < 0.04:
            continue
        task.percent_complete, task.state = 100.0, Task.State.DONE
        task.actual_start, task.actual_finish = task.start, task.finish
        done.append(task)
        hours.append(
            TimeEntry(
                project=plan.project, task=task, user=people[at % PEOPLE], day=task.finish.date(),
                ticks=min(task.duration * 11 // 10, 14_400), state=TimeEntry.State.APPROVED,
            )
        )  # fmt: skip
    fields = ["percent_complete", "state", "actual_start", "actual_finish"]
    Task.objects.bulk_update(done, fields, batch_size=500)
    TimeEntry.objects.bulk_create(hours, batch_size=500)
    recompute(plan)
    print(f"{'done of them':>46} {len(done):10,}")


def _read_every_day(project: Any) -> None:
    """Readings as they would have been kept: a line from nothing to where the project stands."""
    from django.utils import timezone

    from zhike.monitoring.measuring import read
    from zhike.monitoring.models import Reading
    from zhike.monitoring.opening import now_here

    today, last = timezone.localdate(), read(project, now_here())
    kept = {field.attname: getattr(last, field.attname) for field in Reading._meta.concrete_fields}
    rows = []
    for back in range(DAYS, 0, -1):
        day, share = today - timedelta(days=back), Decimal(DAYS - back) / DAYS
        if day.weekday() >= 5:
            continue
        told = {name: value for name, value in kept.items() if name not in {"id", "day", "taken_at", "is_latest"}}
        moved = {name: (told[name] or 0) * share for name in ("pv", "ev", "ac", "cost_spent")}
        taken = timezone.now() - timedelta(days=back)
        rows.append(Reading(**told | moved | {"day": day, "taken_at": taken, "is_latest": False}))
    Reading.objects.bulk_create(rows, batch_size=100)


if __name__ == "__main__":
    main()

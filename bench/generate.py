"""Fill a database with believable data of a given size: `python -m bench.generate --database URL`.

Rows are written in bulk, but what the house promises holds: history is recorded by `record_all` (so that
`verify_history` passes), and with it everything gets into the search index.
"""

import argparse
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench import vocabulary

SLUG = "bench"
_BATCH = 200
_END = datetime(2026, 11, 1, tzinfo=UTC)
_DAYS = 720
_START = _END - timedelta(days=_DAYS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="sqlite:///path or postgres://user@host:port/name")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--projects", type=int, default=500)
    parser.add_argument("--activities", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=1, help="multiply all three")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ["DATABASE_URL"] = asked.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    started = time.time()
    Generator(Random(asked.seed)).run(
        asked.clients * asked.times, asked.projects * asked.times, asked.activities * asked.times
    )
    print(f"done in {time.time() - started:.0f} s")


class Generator:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = vocabulary.Vocabulary(random)
        self.people: list[Any] = []
        self.actors: list[Any] = []
        self.clients: list[Any] = []
        self.contacts: list[Any] = []
        self.contacts_of: dict[Any, list[Any]] = {}
        self.projects: list[Any] = []

    def run(self, clients: int, projects: int, activities: int) -> None:
        import time_machine

        from zhike.accounts.models import Organisation
        from zhike.core.models import Job
        from zhike.core.scope import organisation
        from zhike.core.search.upkeep import tend

        if Organisation.objects.filter(slug=SLUG).exists():
            sys.exit("This database already holds the benchmark's organisation. Use a new one.")
        home = Organisation.objects.create(name="基准咨询 Benchmark Consulting", slug=SLUG)
        with organisation(home.pk):
            with time_machine.travel(_START, tick=True):
                self._staff(home, max(12, clients // 50))
                self._in_parts("clients", clients, self._clients)
                self._in_parts("projects", projects, self._projects)
            self._history(activities)
            Job.objects.all().delete()  # nobody waits to be told of invented history
        tend()

    def _in_parts(self, what: str, count: int, make: Any) -> None:
        from django.db import transaction

        for at in range(0, count, _BATCH):
            with transaction.atomic():
                make(min(_BATCH, count - at))
            print(f"{what}: {min(at + _BATCH, count)} of {count}", flush=True)

    def _staff(self, home: Any, count: int) -> None:
        from zhike.accounts.models import Membership, User
        from zhike.core.actors import Actor, Role
        from zhike.core.search import reindex

        roles = [Role.OWNER, Role.MANAGER, Role.MANAGER, Role.FINANCE, Role.OBSERVER]
        memberships = []
        for number in range(count):
            role = roles[number] if number < len(roles) else Role.MEMBER
            user = User(email=f"staff{number}@bench.example", name=self.words.person(), language="zh-hans")
            user.set_unusable_password()
            user.save()
            memberships.append(Membership(user=user, role=role.value))
            self.people.append(user)
            self.actors.append(Actor(home.pk, role, user.pk, user.name))
        reindex(Membership.objects.bulk_create(memberships))

    def _clients(self, count: int) -> None:
        from zhike.activity.events import Happening, record_all
        from zhike.clients.events import CLIENT_CREATED, CONTACT_CREATED
        from zhike.clients.identity import keys_of
        from zhike.clients.models import Client, Contact, IdentityKey
        from zhike.clients.quality import rate
        from zhike.core.models import next_number

        first = next_number("client", count=count)
        made = [self._client(Client, first + at) for at in range(count)]
        for client in made:
            client.quality = rate(client, {})
        Client.objects.bulk_create(made)
        keys = [IdentityKey(client=one, kind=kind, value=value) for one in made for kind, value in sorted(keys_of(one))]
        IdentityKey.objects.bulk_create(keys, ignore_conflicts=True)
        contacts = [self._contact(Contact, client, at) for client in made for at in range(5)]
        Contact.objects.bulk_create(contacts)
        self.clients += made
        self.contacts += contacts
        for contact in contacts:
            self.contacts_of.setdefault(contact.client_id, []).append(contact)
        actor = self.actors[0]
        record_all(actor, [Happening(CLIENT_CREATED, client) for client in made])
        record_all(actor, [Happening(CONTACT_CREATED, one, details={"client": str(one.client)}) for one in contacts])

    def _client(self, model: Any, number: int) -> Any:
        from zhike.methods.identity.pinyin import sort_key

        name, short = self.words.client_name()
        pick = self.random.choice
        return model(
            number=number,
            name=f"{name}" if self.random.random() < 0.9 else f"{name}（分公司）",
            short_name=short,
            industry=pick(["制造", "医疗", "能源", "物流", "教育", "金融"]),
            size=pick(model.Size.values),
            region=name[:2],
            website=f"https://www.client{number}.example.cn",
            mail_domains=f"client{number}.example.cn",
            background=self.words.text(3),
            stage=pick(model.Stage.values),
            tier=pick(model.Tier.values),
            annual_value=self.random.randrange(5, 900) * 10_000,
            owner=pick(self.people[5:] or self.people),
            sort_key=sort_key(short, length=120),
        )

    def _contact(self, model: Any, client: Any, at: int) -> Any:
        from zhike.methods.identity.pinyin import sort_key

        name = self.words.person()
        return model(
            client=client,
            name=name,
            position=self.random.choice(vocabulary.POSITIONS),
            power=self.random.choice(model.Power.values),
            attitude=self.random.choice(model.Attitude.values),
            email=f"contact{at}@client{client.number}.example.cn",
            mobile=f"138{self.random.randrange(10**8):08}",
            note=self.words.text(1),
            is_main=at == 0,
            sort_key=sort_key(name, person=True, length=120),
        )

    def _projects(self, count: int) -> None:
        from zhike.activity.events import Happening, record_all
        from zhike.clients.models import AccountMember
        from zhike.core.models import next_number
        from zhike.projects.events import PROJECT_CREATED
        from zhike.projects.models import Participant, Party, Project, Stage, Transparency

        first = next_number("project", count=count)
        made = [self._project(Project, first + at) for at in range(count)]
        Project.objects.bulk_create(made)
        stages = [self._stage(Stage, one, at, kind) for one in made for at, kind in enumerate(Stage.Kind.values)]
        Stage.objects.bulk_create(stages)
        Transparency.objects.bulk_create([Transparency(project=one) for one in made])
        roles = (Party.Role.BENEFICIARY, Party.Role.FUNDER, Party.Role.USER)
        Party.objects.bulk_create([Party(project=one, client=one.client, role=role) for one in made for role in roles])
        people = [person for one in made for person in self._participants(Participant, one)]
        Participant.objects.bulk_create(people)
        helping = [AccountMember(client=one.project.client, user=one.user) for one in people if one.user]
        AccountMember.objects.bulk_create(helping, ignore_conflicts=True)
        by_project = {stage.project_id: stage for stage in stages if stage.entered_at and not stage.left_at}
        for project in made:
            project.stage = by_project[project.pk]
        Project.objects.bulk_update(made, ["stage"])
        self.projects += made
        told = [Happening(PROJECT_CREATED, one, details={"client": str(one.client)}) for one in made]
        record_all(self.actors[1], told)

    def _project(self, model: Any, number: int) -> Any:
        from zhike.methods.identity.pinyin import sort_key

        client = self.random.choice(self.clients)
        name = f"{client.short_name}{self.words.topic()}"
        start = (_END - timedelta(days=self.random.randrange(_DAYS))).date()
        health = self.random.choice(model.Health.values)
        return model(
            number=number,
            name=name,
            client=client,
            goal=self.words.text(2),
            manager=self.random.choice(self.people[5:] or self.people),
            status=self.random.choices(["active", "planned", "on_hold"], [8, 1, 1])[0],
            planned_start=start,
            planned_finish=start + timedelta(days=self.random.randrange(60, 500)),
            health=health,
            health_reason=self.random.choice(vocabulary.REASONS),
            budget=self.random.randrange(10, 500) * 10_000,
            sort_key=sort_key(name, length=120),
        )

    def _stage(self, model: Any, project: Any, position: int, kind: str) -> Any:
        now = 0 if project.status == "planned" else project.number % 5
        entered = _END - timedelta(days=200 - position * 30)
        return model(
            project=project,
            kind=kind,
            position=position,
            entered_at=entered if position <= now else None,
            left_at=entered + timedelta(days=30) if position < now else None,
        )

    def _participants(self, model: Any, project: Any) -> list[Any]:
        since = project.planned_start
        staff = {project.manager_id: project.manager}
        staff |= {user.pk: user for user in self.random.sample(self.people, 2)}
        contacts = self.contacts_of[project.client_id][:2]
        ours = [
            model(
                project=project,
                user=user,
                since=since,
                duty="project_manager" if user is project.manager else "consultant",
            )
            for user in staff.values()
        ]
        theirs = [
            model(project=project, contact=one, since=since, duty="key_user", portal_role="contact") for one in contacts
        ]
        return ours + theirs

    def _history(self, count: int) -> None:
        """Two years of changes, recorded by the code that records everything."""
        import time_machine
        from django.db import transaction

        from zhike.activity.events import record_all

        step = timedelta(days=_DAYS) / max(1, count // _BATCH)
        for batch, at in enumerate(range(0, count, _BATCH)):
            moment = _START + timedelta(hours=2) + batch * step
            with time_machine.travel(moment, tick=True), transaction.atomic():
                record_all(
                    self.random.choice(self.actors),
                    [self._happening() for _ in range(min(_BATCH, count - at))],
                )
            if batch % 50 == 0:
                print(f"activities: {at} of {count}", flush=True)

    def _happening(self) -> Any:
        from zhike.activity.declared import event
        from zhike.activity.events import Happening

        told = self.random.choices(
            [
                "client.changed",
                "contact.changed",
                "project.changed",
                "stage.entered",
                "participant.joined",
                "health.at_risk",
            ],
            [3, 3, 5, 2, 2, 2],
        )[0]
        rows = {"client": self.clients, "contact": self.contacts}.get(told.partition(".")[0], self.projects)
        details = {
            "fields": ["background", "promised finish"],
            "stage": "Execution",
            "person": self.words.person(),
            "reason": self.random.choice(vocabulary.REASONS),
        }
        return Happening(
            event(told), self.random.choice(rows), details=details, shown_to_client=told == "stage.entered"
        )


if __name__ == "__main__":
    main()

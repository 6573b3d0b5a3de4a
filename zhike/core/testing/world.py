"""A small cast, the same in every test: two firms, the people in them, and the people of their clients.

Rooms add their rows to the world by a function named in `BUILDERS`; a test asks for the fixture `world`.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.core.testing.snapshot import Snapshot

PASSWORD = "correct horse battery"


@dataclass
class World:
    """Acme delivers; Globex is another firm on the same installation that must never be seen."""

    acme: Any
    globex: Any
    people: dict[str, Any] = field(default_factory=dict)  # by first name
    roles: dict[str, Role] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)  # rows that rooms added, by name

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError as error:
            raise AttributeError(f"Nothing in this world is called {name}.") from error

    def actor(self, name: str, *, via: str = "page") -> Actor:
        home = self.globex if name == "gus" else self.acme
        return Actor(home.pk, self.roles[name], self.people[name].pk, str(self.people[name]), via)

    @property
    def staff(self) -> list[str]:
        return [name for name, role in self.roles.items() if name != "gus" and Actor(self.acme.pk, role).is_staff]

    @property
    def clients(self) -> list[str]:
        return [name for name, role in self.roles.items() if Actor(self.acme.pk, role).is_client]


CAST = {
    "olga": ("欧阳兰 Olga", Role.OWNER),
    "mark": ("马可 Mark", Role.MANAGER),
    "mia": ("米雅 Mia", Role.MEMBER),
    "fang": ("方芳 Fang", Role.FINANCE),
    "otto": ("奥托 Otto", Role.OBSERVER),
    "sun": ("孙总 Sun", Role.SIGNATORY),
    "kai": ("凯文 Kai", Role.CLIENT_MANAGER),
    "cara": ("卡拉 Cara", Role.CONTACT),
    "rita": ("丽塔 Rita", Role.CONTACT),  # of another client of Acme
}

BUILDERS: list[Callable[[World], None]] = []


Builders = tuple[Callable[[World], None], ...]

_snapshots: dict[Builders, Snapshot] = {}
standing: Builders | None = None  # whose rows lie in the database already, see standing.py


def build() -> World:
    """The world, with its rows in the database: built once a process, put back from then on."""
    builders = tuple(BUILDERS)
    if builders not in _snapshots:
        _snapshots[builders] = Snapshot(_build)
    elif builders != standing:
        _snapshots[builders].restore()
    return cast(World, pickle.loads(_snapshots[builders].pickled))


def take_away(builders: Builders) -> None:
    """Its rows, out of the database again."""
    _snapshots[builders].remove()


def _build() -> World:
    """Everybody, in their organisations, and what the rooms add."""
    from zhike.accounts.models import Membership, Organisation, User
    from zhike.core.models import Job

    acme = Organisation.objects.create(name="Acme 软件", slug="acme")
    globex = Organisation.objects.create(name="Globex", slug="globex")
    world = World(acme, globex)
    with organisation(acme.pk):
        for name, (full, role) in CAST.items():
            _enter(world, name, full, role, User, Membership)
    with organisation(globex.pk):
        _enter(world, "gus", "古斯 Gus", Role.OWNER, User, Membership)
    for builder in BUILDERS:
        builder(world)
    Job.objects.all().delete()  # the world is at rest: what a test finds waiting, the test has caused
    return world


def _enter(world: World, name: str, full: str, role: Role, user_model: Any, membership_model: Any) -> None:
    user = user_model.objects.create_user(f"{name}@example.com", PASSWORD, name=full, language="en")
    membership_model.objects.create(user=user, role=role.value)
    world.people[name], world.roles[name] = user, role

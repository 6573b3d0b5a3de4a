"""Believable people for the demo: through the same actions as everybody else."""

from dataclasses import dataclass

from django.db import transaction

from zhike.accounts.actions import accept_invitation, found_organisation, invite
from zhike.accounts.actors import actor_of
from zhike.accounts.models import Invitation, Membership, Organisation, User
from zhike.accounts.secrets import digest_of, new_secret
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation as inside

PASSWORD = "zhike-demo-2026"  # noqa: S105  printed by bin/run; the demo is for trying out


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: Role
    language: str = "zh-hans"


OWNER = Person("lan@demo.zhike.local", "欧阳兰", Role.OWNER)
STAFF = [
    Person("zhou@demo.zhike.local", "周明远", Role.MANAGER),
    Person("emma@demo.zhike.local", "Emma Larsen", Role.MANAGER, "en"),
    Person("chen@demo.zhike.local", "陈晓", Role.MEMBER),
    Person("wu@demo.zhike.local", "吴思齐", Role.MEMBER),
    Person("fang@demo.zhike.local", "方芳", Role.FINANCE),
    Person("gu@demo.zhike.local", "顾行之", Role.OBSERVER),
]


@transaction.atomic
def firm(name: str = "知行软件", slug: str = "demo") -> Organisation:
    """A firm with an owner and colleagues in every role. All sign in with `PASSWORD`."""
    home, _owner = found_organisation(
        name=name, slug=slug, owner_email=OWNER.email, owner_name=OWNER.name, password=PASSWORD
    )
    with inside(home.pk):
        for one in STAFF:
            join(owner(home), one)
    return home


def owner(home: Organisation) -> Actor:
    """Whoever runs the demo firm."""
    row = Membership.objects.select_related("user").filter(role=Role.OWNER.value, ended_at=None).earliest("pk")
    return actor_of(row, row.user)


@transaction.atomic
def join(actor: Actor, one: Person, grants: list[dict[str, str]] | None = None) -> User:
    """Invite somebody and accept for them at once; no mail goes out to addresses that do not exist."""
    invitation = invite(
        actor, email=one.email, name=one.name, role=one.role.value, language=one.language, grants=grants or []
    )
    _unsend(invitation)
    token = new_secret()
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest_of(token))
    return accept_invitation(token, password=PASSWORD)


def _unsend(invitation: Invitation) -> None:
    from zhike.core.models import Job

    waiting = Job.objects.filter(name="zhike.core.mail.deliver", state=Job.State.READY)
    waiting.filter(arguments__to=invitation.email).delete()

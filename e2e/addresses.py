"""Which addresses there are to open, and as whom. `tell` runs inside the installation, where resolver and rows are."""

import json
import re
from dataclasses import asdict, dataclass
from itertools import islice, product
from typing import Any

SLUG = "demo"
READERS = ("zhou@demo.zhike.local", "lan@demo.zhike.local", "sun@huaxia-zz.example")
WORDS = {"label": "clients.Client", "form": "csv"}  # what stands for no row
MEANT = {  # what stands before a parameter -> the rows it means, where its name does not say so
    **dict.fromkeys(("of-client/", "companies/", "label>/", "merge/", "different/"), "clients.Client"),
    **dict.fromkeys(("versions/", "portal/files/<uuid:pk>/"), "files.FileVersion"),
    "/people/": "projects.Participant",
}
SHOWN_AS_DATA = ("^", "(", "-/kit/", "api/")


@dataclass(frozen=True)
class Door:
    """One address, who may stand before it (nobody: ""), and how it can be written with rows of the demo."""

    name: str
    reader: str
    paths: list[str]


def tell() -> None:
    """Print, as JSON, every address that somebody of the demo may read."""
    from zhike.accounts.models import Organisation
    from zhike.core.scope import organisation

    home = Organisation.objects.get(slug=SLUG)
    with organisation(home.pk):
        print(json.dumps([asdict(door) for door in _doors(home)]))  # noqa: T201  read by the test


def told(installation: Any) -> list[Door]:
    said = installation.python("from e2e.addresses import tell; tell()")
    return [Door(**one) for one in json.loads(said.strip().splitlines()[-1])]


def _doors(home: Any) -> list[Door]:
    from tests.rules.addresses import addresses

    found = [one for one in addresses() if not any(part in one.route for part in SHOWN_AS_DATA)]
    people = _people()
    doors = []
    for address in found:
        reader = _reader(address, people)
        paths = _paths(address, people.get(reader) or people[READERS[1]], home)
        doors.append(Door(address.full_name or address.route, reader, paths))
    return doors


def _people() -> dict[str, Any]:
    from zhike.accounts.actors import actor_of
    from zhike.accounts.models import Membership

    rows = Membership.objects.select_related("user").filter(user__email__in=READERS)
    found = {row.user.email: actor_of(row, row.user) for row in rows}
    return {email: found[email] for email in READERS}


def _reader(address: Any, people: dict[str, Any]) -> str:
    """The first of the readers whom the door lets in; "" where nobody needs to be signed in."""
    from zhike.core.access import can

    surface, capability = address.doors.get("GET") or address.doors.get("") or ("public", "")
    if surface == "public":
        return ""
    for email, actor in people.items():
        if surface == "signed_in" or (actor.is_client == (surface == "client") and can(actor, capability)):
            return email
    return READERS[1]


def _paths(address: Any, actor: Any, home: Any) -> list[str]:
    """The address with rows the actor may see, a few different ones; none if no row could stand there."""
    from tests import sweep

    names = list(address.parameters)
    choices = [_values(address, name, actor, home) for name in names]
    filled = (dict(zip(names, values, strict=True)) for values in product(*choices))
    written = (sweep.written(address, values, SLUG) for values in islice(filled, 12))
    return [path for path in written if path]


def _model(address: Any, name: str) -> Any:
    """The model whose rows can stand here; None if no row can."""
    from django.apps import apps

    from tests import sweep

    before = re.split(rf"<(?:\w+:)?{name}>", address.route)[0]
    for ending, model in MEANT.items():
        if before.endswith(ending):
            return apps.get_model(model)
    return None if address.is_outside else sweep.model_of(address, name)


def _values(address: Any, name: str, actor: Any, home: Any) -> list[Any]:
    from tests import sweep
    from zhike.core.access import visible

    if name in WORDS:
        return [WORDS[name]]
    converter, model = address.parameters[name], _model(address, name)
    if model is None:
        found = sweep.rows_for(address, name, actor, home).own
        return [] if found is None else [found]
    try:
        rows = visible(actor, model).order_by("pk")[:4]
    except LookupError:
        rows = model.objects.order_by("pk")[:4]  # rows without a rule of their own are reached through others
    values = [sweep._value(row, name, converter) for row in rows]
    return [value for value in values if value is not None]

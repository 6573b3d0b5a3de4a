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
MOST = 12  # rows of one kind that are tried in one place of an address
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
    together = (picked for picked in product(*choices) if _belong_together([row for row, _value in picked]))
    filled = (dict(zip(names, (value for _row, value in picked), strict=True)) for picked in together)
    written = (sweep.written(address, values, SLUG) for values in islice(filled, 12))
    return [path for path in written if path]


def _belong_together(rows: list[Any]) -> bool:
    """No row is of another project than the one that stands beside it in the address."""
    projects = {row.pk for row in rows if row is not None and row._meta.model_name == "project"}
    return not projects or all(_project_of(row) in {None, *projects} for row in rows)


def _project_of(row: Any) -> Any:
    """The project a row lies in, told by itself or by where it lies; None if in none."""
    return getattr(row, "project_id", None) or getattr(getattr(row, "place", None), "project_id", None)


def _model(address: Any, name: str) -> Any:
    """The model whose rows can stand here; None if no row can."""
    from django.apps import apps

    from tests import sweep

    before = re.split(rf"<(?:\w+:)?{name}>", address.route)[0]
    for ending, model in MEANT.items():
        if before.endswith(ending):
            return apps.get_model(model)
    return None if address.is_outside else sweep.model_of(address, name)


def _values(address: Any, name: str, actor: Any, home: Any) -> list[tuple[Any, Any]]:
    """Rows and what stands for each in the address; None for the row where it is only a word."""
    from tests import sweep
    from zhike.core.access import visible

    if name in WORDS:
        return [(None, WORDS[name])]
    converter, model = address.parameters[name], _model(address, name)
    if model is None:
        found = sweep.rows_for(address, name, actor, home).own
        return [] if found is None else [(None, found)]
    try:
        known = visible(actor, model)
    except LookupError:
        known = model.objects.all()  # rows without a rule of their own are reached through others
    rows = [*known.order_by("pk")[: MOST // 2], *known.order_by("-pk")[: MOST // 2]]  # long settled, and still open
    values = [(row, sweep._value(row, name, converter)) for row in rows]
    return [(row, value) for row, value in values if value is not None]

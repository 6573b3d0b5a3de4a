"""What of a row can be found, said by its room in `apps.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from zhike.core.actors import Actor
from zhike.core.models import SearchEntry

STAFF, CLIENTS = SearchEntry.Audience.STAFF, SearchEntry.Audience.CLIENTS


def _no_words(row: Any) -> Iterable[str]:
    return ()


def _nothing(row: Any) -> str:
    return ""


def _always(row: Any) -> bool:
    return True


def _own_address(row: Any) -> str:
    return str(row.get_absolute_url())


@dataclass(frozen=True)
class Source:
    """How rows of one model are found and shown. See `source` for what each part means."""

    model: type[Model]
    audience: str
    title: Callable[[Any], str]
    text: Callable[[Any], str]
    names: Callable[[Any], Iterable[str]] = _no_words
    people: bool = False
    code: Callable[[Any], str] = _nothing
    detail: Callable[[Any], str] = _nothing
    url: Callable[[Any], str] = _own_address
    findable: Callable[[Any], bool] = _always
    icon: str = "file-text"
    label: Any = ""
    related: tuple[str, ...] = ()
    weight: int = 3
    order: int = 50

    @property
    def subject_type(self) -> str:
        return self.model._meta.label

    @property
    def kind(self) -> str:
        """The word in addresses: `?kind=client`."""
        return str(self.model._meta.model_name)

    @property
    def heading(self) -> str:
        return str(self.label or self.model._meta.verbose_name_plural)


_sources: dict[tuple[str, str], Source] = {}


def source(
    model: type[Model],
    *,
    title: Callable[[Any], str],
    text: Callable[[Any], str],
    for_clients: bool = False,
    **more: Any,
) -> Source:
    """Say how rows of `model` are found. Called in the room's `apps.py`.

    `title` heads the hit and counts most; `text` is everything else it is found by. `names` (found by pinyin
    and initials too; `people=True` reads the first character as a surname), `code` (C-12), `detail` (one
    quiet line beside the title), `url`, `icon`, `label` (plural heading), `related` (foreign keys these
    functions follow, loaded in bulk), `findable` (false: merged, withdrawn), `weight` 0–7 (clients above
    notes), `order` of the heading.

    Clients never search what the team searches: what they may find is declared a second time with
    `for_clients=True` and holds only what clients may read. Which rows one finds is decided by the model's
    row rule, as everywhere.
    """
    found = Source(model, CLIENTS if for_clients else STAFF, title, text, **more)
    if not 0 <= found.weight <= 7:
        raise ValueError(f"The weight of {model.__name__} is {found.weight}; use 0 to 7.")
    _sources[found.audience, found.subject_type] = found
    return found


def sources_of(model: type[Model]) -> list[Source]:
    """For each audience that may find rows of this model."""
    label = model._meta.label
    return [_sources[audience, label] for audience in (STAFF, CLIENTS) if (audience, label) in _sources]


def sources_for(actor: Actor) -> list[Source]:
    """What this actor's side may search, in the order of the headings."""
    audience = CLIENTS if actor.is_client else STAFF
    found = [one for (whose, _label), one in _sources.items() if whose == audience]
    return sorted(found, key=lambda one: (one.order, one.kind))


def every_source() -> list[Source]:
    return list(_sources.values())

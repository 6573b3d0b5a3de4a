"""The business-understanding sheet: strategy, motives, constraints, vocabulary, and the client's own customers."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.clients.access import CHANGE_CLIENT
from zhike.clients.actions.companies import refuse_archived
from zhike.clients.events import UNDERSTANDING_CHANGED
from zhike.clients.models import Client, EndCustomer, Term, Understanding
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.changes import check, put, told
from zhike.core.errors import Invalid
from zhike.core.models import lock

EDITABLE = frozenset({"strategy", "motives", "constraints", "decisions", "competitors", "success"})


@transaction.atomic
def change_understanding(actor: Actor, client: Client, *, version: int | None = None, **values: Any) -> Understanding:
    """Write down what we understand of the client's business. Saving unchanged says it was reviewed."""
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    sheet = Understanding.objects.filter(client=client).first() or Understanding(client=client)
    if sheet.version > 1 or not sheet._state.adding:
        sheet.expect(version)
    changes = put(sheet, values, EDITABLE)
    sheet.reviewed_at = timezone.now()
    sheet.save()
    record(actor, UNDERSTANDING_CHANGED, client, **told(changes))
    return sheet


@transaction.atomic
def write_sheet(
    actor: Actor, client: Client, *, terms: Any, end_customers: Any, version: int | None = None, **values: Any
) -> Understanding:
    """Save the whole sheet with its two lists, or nothing of it."""
    must(actor, CHANGE_CLIENT, client)
    sheet = change_understanding(actor, client, version=version, **values)  # records
    if [tuple(pair) for pair in terms] != list(client.terms.order_by("word").values_list("word", "meaning")):
        set_terms(actor, client, terms)
    if list(end_customers) != list(client.end_customers.order_by("name").values("name", "headcount", "needs")):
        set_end_customers(actor, client, end_customers)
    return sheet


@transaction.atomic
def set_terms(actor: Actor, client: Client, terms: Iterable[tuple[str, str]]) -> list[Term]:
    """The client's own words and what they mean by them, replacing those noted before."""
    rows = [Term(client=client, word=word.strip(), meaning=meaning.strip()) for word, meaning in terms if word.strip()]
    return _replace(actor, client, rows, key="word")


@transaction.atomic
def set_end_customers(actor: Actor, client: Client, customers: Iterable[dict[str, Any]]) -> list[EndCustomer]:
    """Who the client's own customers are, replacing those noted before."""
    rows = [EndCustomer(client=client, **values) for values in customers if str(values.get("name", "")).strip()]
    return _replace(actor, client, rows, key="name")


def _replace(actor: Actor, client: Client, rows: list[Any], *, key: str) -> list[Any]:
    must(actor, CHANGE_CLIENT, client)
    client = lock(client)
    refuse_archived(client)
    names = [getattr(row, key) for row in rows]
    if len(set(names)) < len(names):
        raise Invalid({key: _("Each may be listed once only.")})
    for row in rows:
        check(
            row,
            {field.name for field in row._meta.fields if field.name not in {"client", "organisation", "id"}},
        )
    model: Any = Term if key == "word" else EndCustomer
    model.objects.filter(client=client).delete()
    made = model.objects.bulk_create(rows)
    record(actor, UNDERSTANDING_CHANGED, client, fields=[str(model._meta.verbose_name)], after=names)
    return made

"""Rows that belong to exactly one organisation, and the lock every change takes first."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models.expressions import Value
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from zhike.core.errors import Conflict, Missing
from zhike.core.ids import uuid7
from zhike.core.prepared import ORGANISATION, is_writing, prepared
from zhike.core.scope import current_organisation_id


class Place(NamedTuple):
    """Where a row lies: in which client and in which project (either may be none)."""

    client_id: UUID | None = None
    project_id: UUID | None = None


class CurrentOrganisation(Value):
    """Stands for the current organisation; read when the SQL is written, not before.

    So a queryset may be built at import time (ModelForm fields, filters) and still fails closed when it
    runs outside an organisation. SQL that is kept (core/prepared) leaves it open until it is asked.
    """

    def __init__(self) -> None:
        super().__init__(None, output_field=models.UUIDField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if is_writing():
            return "%s", [ORGANISATION]
        return "%s", [models.UUIDField().get_db_prep_value(current_organisation_id(), connection)]


Row = TypeVar("Row", bound="Scoped")


@cache
def _scoped(model: type[Any], kind: type[Any]) -> models.QuerySet[Any]:
    """All rows of the current organisation, whichever that will be. Working the filter out costs ten times as
    much as copying it, and a page asks some thirty times."""
    rows: models.QuerySet[Any] = kind(model=model).filter(organisation_id=CurrentOrganisation())
    return rows


class ScopedManager(models.Manager[Row]):
    def get_queryset(self) -> models.QuerySet[Row]:
        mine: Any = self
        found: Any = _scoped(self.model, mine._queryset_class).all()
        found._db, found._hints = mine._db, mine._hints
        return cast("models.QuerySet[Row]", found)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        objs = list(objs)
        for obj in objs:
            obj.adopt_organisation()
        return super().bulk_create(objs, *args, **kwargs)


@cache
def _words_of(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Scoped(models.Model):
    """A row that belongs to exactly one organisation.

    `objects` sees the current organisation only and raises without one. `everywhere` is the bypass for
    migrations and support tools; it is named so that it can be searched for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, editable=False, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """The client and project whose timeline tells of this row."""
        return Place(getattr(self, "client_id", None), getattr(self, "project_id", None))

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802  Django's name for what get_…_display does
        """Django translates every choice of the field to find the one; a list would do so for each of its rows."""
        value = getattr(self, field.attname)
        return force_str(_words_of(field).get(value, value), strings_only=True)

    def adopt_organisation(self) -> None:
        """Take the current organisation, or refuse to be saved inside another."""
        here = current_organisation_id()
        if self.organisation_id is None:
            self.organisation_id = here
        if self.organisation_id != here:
            raise ValueError(f"{self!r} belongs to another organisation.")
        for field in self._meta.concrete_fields:
            other = field.is_relation and self._state.fields_cache.get(field.name)
            if isinstance(other, Scoped) and other.organisation_id != here:
                raise ValueError(f"{field.name} belongs to another organisation.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.adopt_organisation()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "updated_at"}
        super().save(*args, **kwargs)


class Versioned(Scoped):
    """A row two people may edit at once: a form sends back the version it was filled from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def expect(self, version: int | None) -> None:
        """Refuse a change that was made against an older version. Call it on a locked row."""
        if version is not None and version != self.version:
            raise Conflict(
                _("Someone changed this while you were editing. Look at the current values, then save again.")
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)


def lock(row: Row) -> Row:
    """Re-read a row for changing, so that of two people acting at once exactly one goes first.

    Not decoration: without it two people closing the same risk both succeeded in 4 of 10 runs on PostgreSQL.
    Its key is left free: whoever commits a row that points here asks for that alone, and may hold the timeline, for
    which the one who locked this row waits.
    """
    found: list[Row] = _locked(type(row), row.pk)
    if not found:
        raise Missing(_("It no longer exists."))
    return found[0]


@prepared
def _locked(model: type[Row], key: UUID) -> models.QuerySet[Row]:
    return cast(
        "models.QuerySet[Row]", model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=key)
    )


def made_before(actor_organisation: UUID, model: type[Row], key: UUID | None) -> Row | None:
    """The row an earlier, identical request already made with this client-supplied key, if any.

    A key in use anywhere else is refused without saying where.
    """
    if key is None:
        return None
    row = next(iter(_of_anybody(model, key)), None)
    if row is not None and row.organisation_id != actor_organisation:
        raise Conflict(_("This id is already in use. Make a new one and send again."))
    return row


@prepared
def _of_anybody(model: type[Row], key: UUID) -> models.QuerySet[Row]:
    return model.everywhere.filter(pk=key).only("organisation")

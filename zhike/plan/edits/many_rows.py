"""New rows, and other values for many rows of a table, in one statement for thousands of them.

A statement for each row looked as good and was not. SQLite keeps what a statement may have to take back in a chain
that it walks from its beginning after every statement of a nested transaction: 5,000 rows cost ten seconds. On
PostgreSQL each is a parse of its own. Django's own way writes a CASE of all rows, whose cost grows with their square.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from zhike.core.models import Scoped

FEW = 12  # rows up to which a table to hold them meanwhile costs more than it saves
AT_ONCE = 5_000  # rows in one statement: what PostgreSQL reads as one text
Fields = Sequence[Any]
Placed = Sequence[tuple[Any, int]]  # fields, and in which of the lists each has its values
Lists = Sequence[Sequence[Any]]  # keys first


def insert_rows(model: type[Scoped], rows: Sequence[Any]) -> None:
    """Store new rows. As `bulk_create`, without a call for each value: most columns hold the same few over and over."""
    now = timezone.now()
    for row in rows:
        row.adopt_organisation()
        row.created_at = row.updated_at = now
    fields = list(model._meta.concrete_fields)
    columns = [_converted(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    insert = _insert_arrays if connection.vendor == "postgresql" else _insert_one_by_one
    told = list(zip(*columns, strict=True))
    for first in range(0, len(told), AT_ONCE):
        insert(model, fields, told[first : first + AT_ONCE])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def write_rows(model: type[Scoped], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Set these columns in many rows: each is the values in order, then the key. Values as a model has them."""
    told = list(rows)
    fields = [*(column_of(model, name) for name in names), model._meta.pk]
    columns = [_converted(field, values) for field, values in zip(fields, zip(*told, strict=True), strict=False)]
    if told:
        write_columns(model, columns[-1], dict(zip(names, columns, strict=False)))


def write_columns(
    model: type[Scoped],
    keys: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Set these columns in the rows with these keys, and what is the `same` in all. Values as the database takes them:
    nothing is converted, which for thousands of dates would cost more than storing them. Columns that are one and the
    same list are handed to the database once."""
    lists = {id(values): values for values in columns.values()}
    places = {key: at for at, key in enumerate(lists, 1)}
    fields = [(column_of(model, name), places[id(values)]) for name, values in columns.items()]
    shared = {column_of(model, name).column: value for name, value in (same or {}).items()}
    write = _by_arrays if connection.vendor == "postgresql" else _one_by_one if len(keys) <= FEW else _by_table
    for first in range(0, len(keys), AT_ONCE):
        write(model, fields, [part[first : first + AT_ONCE] for part in (keys, *lists.values())], shared)


def column_of(model: type[Scoped], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in {field.name, field.attname})


# --- below -----------------------------------------------------------------------------------------------


def _converted(field: Any, values: Sequence[Any]) -> list[Any]:
    """As the database takes them; what occurs often is worked out once."""
    try:
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    except TypeError:  # lists and such, of which most are empty
        empty = {kind: field.get_db_prep_save(kind(), connection) for kind in (list, dict)}
        return [
            empty[type(value)] if value in ([], {}) else field.get_db_prep_save(value, connection) for value in values
        ]
    return [known[value] for value in values]


def _insert_one_by_one(model: type[Scoped], fields: Fields, rows: Sequence[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_into(model, fields)} VALUES ({places})", rows)  # noqa: S608  names of ours


def _insert_arrays(model: type[Scoped], fields: Fields, rows: Sequence[tuple[Any, ...]]) -> None:
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_into(model, fields)} SELECT * FROM unnest({arrays})",  # noqa: S608  names of ours
            [list(column) for column in zip(*rows, strict=True)],
        )


def _into(model: type[Scoped], fields: Fields) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"


def _by_arrays(model: type[Scoped], fields: Placed, lists: Lists, same: Mapping[str, Any]) -> None:
    kinds = {place: field.db_type(connection) for field, place in fields} | {0: model._meta.pk.db_type(connection)}
    arrays = ", ".join(f"%s::{kinds[place]}[]" for place in range(len(lists)))
    source = f"unnest({arrays}) AS told ({_names(lists)})"
    with connection.cursor() as cursor:
        keys, *values = lists
        told = [_array_text(key if isinstance(key, str) else key.hex for key in keys), *map(_array, values)]
        cursor.execute(_statement(model, fields, same, source), [*same.values(), *told])


def _array(values: Sequence[Any]) -> Any:
    """Numbers as text: the driver looks at each and packs it, which takes five times as long as writing them."""
    return _array_text(map(str, values)) if {*map(type, values)} == {int} else list(values)


def _array_text(values: Iterable[str]) -> str:
    """Of numbers or keys, which need no quotes."""
    return f"{{{','.join(values)}}}"


def _by_table(model: type[Scoped], fields: Placed, lists: Lists, same: Mapping[str, Any]) -> None:
    """The rows are put into a table of this connection first, and it is gone again afterwards."""
    places = ", ".join(["%s"] * len(lists))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE told ({_names(lists)})")
        cursor.executemany(f"INSERT INTO temp.told VALUES ({places})", list(zip(*lists, strict=True)))  # noqa: S608  names of ours
        cursor.execute(_statement(model, fields, same, "temp.told AS told"), list(same.values()))
        cursor.execute("DROP TABLE temp.told")


def _one_by_one(model: type[Scoped], fields: Placed, lists: Lists, same: Mapping[str, Any]) -> None:
    quote, key = connection.ops.quote_name, model._meta.pk
    sets = ", ".join(f"{quote(name)} = %s" for name in [*same, *(field.column for field, _place in fields)])
    statement = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(_name(key))} = %s"  # noqa: S608  names of ours
    with connection.cursor() as cursor:
        rows = zip(*(lists[place] for _field, place in fields), lists[0], strict=True)
        cursor.executemany(statement, [(*same.values(), *row) for row in rows])


def _names(lists: Lists) -> str:
    return ", ".join(f"c{at}" for at in range(len(lists)))


def _statement(model: type[Scoped], fields: Placed, same: Mapping[str, Any], source: str) -> str:
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    sets = [f"{quote(name)} = %s" for name in same]
    sets += [f"{quote(field.column)} = told.c{place}" for field, place in fields]
    key = f"{table}.{quote(_name(model._meta.pk))}"
    return f"UPDATE {table} SET {', '.join(sets)} FROM {source} WHERE {key} = told.c0"  # noqa: S608  names of ours


def _name(field: Any) -> str:
    return str(field.column)

"""Text that lists are ordered by: the same order on every database, straight from an index."""

from typing import Any

from django.db import models


class SortKeyField(models.CharField):
    """Compared by code point on every database; fill it with pinyin or another key that sorts well.

    Ordinary text is compared by the rules of the database's own locale on PostgreSQL, so that one list would
    have two orders; and an index in those rules does not serve the order we ask for.
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found

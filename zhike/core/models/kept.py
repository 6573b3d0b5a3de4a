"""Rows that are written once and kept: evidence."""

from typing import Any

from zhike.core.models.scoped import Scoped


class Kept(Scoped):
    """Written once; neither changed nor deleted. The model says so in words, `core.immutability` in the database.

    Whoever subclasses this also calls `immutability.guard` for its table.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once and never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{type(self).__name__} is kept.")

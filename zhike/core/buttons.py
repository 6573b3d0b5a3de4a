"""A button as a declaration: shown to those who may, pointing where it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhike.core.addresses import reverse


@dataclass(frozen=True)
class Button:
    """`url` is a URL name or a function of the row (of None above a list); `when(row)` says for which rows.

    `opens` "drawer" or "dialog" shows the page behind it without leaving this one.
    """

    label: Any
    url: str | Callable[[Any], str]
    capability: str
    kind: str = ""
    icon: str = ""
    opens: str = ""
    when: Callable[[Any], bool] | None = None

    def href(self, row: Any = None) -> str:
        if callable(self.url):
            return self.url(row)
        return reverse(self.url, args=[] if row is None else [row.pk])

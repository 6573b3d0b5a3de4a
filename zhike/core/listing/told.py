"""How a row of a bulk action is named when it was refused."""

from typing import Any

from django.utils.translation import gettext as _

MOST_TOLD = 200


def told(row: Any) -> str:
    return _("A row that is gone") if row is None else str(row)[:200]

"""The four ways an action can refuse. Pages and the API translate them (core/doors.py); nobody else does."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Something was asked that will not be done. Carries words a person can act on."""

    status = 400
    code = "refused"

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Missing(Refusal):
    """No such row, or none that this actor may know about."""

    status = 404
    code = "missing"


class Denied(Refusal):
    """The actor may know of the row but may not do this."""

    status = 403
    code = "denied"


class Conflict(Refusal):
    """The row moved on: already closed, changed by someone else meanwhile, name taken.

    `facts` go into the problem document as they are, for programs: where the row stands now.
    """

    status = 409
    code = "conflict"

    def __init__(self, message: Any = "", **facts: Any) -> None:
        super().__init__(message)
        self.facts = facts


class Invalid(Refusal):
    """The input cannot be used; `errors` says per field what to do about it. `_` is for the whole."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Mapping[str, Any] | None = None, **by_field: Any) -> None:
        self.errors: dict[str, Any] = {**(errors or {}), **by_field}
        super().__init__(" ".join(str(message) for message in self.errors.values()))

"""From where somebody acts: what evidence and the log of openings keep of a request."""

from dataclasses import dataclass
from ipaddress import ip_address

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Origin:
    """Network address and browser, as far as they are known."""

    ip: str | None = None
    user_agent: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Origin":
        return cls(_address(request.META.get("REMOTE_ADDR", "")), request.headers.get("User-Agent", "")[:400])


NOWHERE = Origin()


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None

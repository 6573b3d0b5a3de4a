"""Every address of the installation, and the door it is behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

Door = tuple[str, str]


@dataclass(frozen=True)
class Address:
    route: str  # as declared, with its parameters
    name: str
    view: Callable[..., Any]
    parameters: dict[str, Any]  # name -> converter
    namespaces: tuple[str, ...]

    @property
    def doors(self) -> dict[str, Door]:
        """Method -> door; "" for all methods."""
        by_method: dict[str, Door] = getattr(self.view, "doors", {})
        one: Door | None = getattr(self.view, "door", None)
        return by_method or ({"": one} if one else {})

    @property
    def full_name(self) -> str:
        return ":".join([*self.namespaces, self.name]) if self.name else ""

    @property
    def is_outside(self) -> bool:
        """Belongs to no organisation."""
        return self.route.startswith("-/")


def addresses(patterns: list[Any] | None = None) -> list[Address]:
    if patterns is None:
        from django.urls import get_resolver

        patterns = get_resolver().url_patterns
    return list(_below(patterns, "", {}, ()))


def _below(patterns: list[Any], before: str, given: dict[str, Any], spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^")
        parameters = {**given, **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            deeper = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _below(pattern.url_patterns, route, parameters, deeper)
        elif isinstance(pattern, URLPattern):
            yield Address(route, pattern.name or "", pattern.callback, parameters, spaces)


def without_door(found: list[Address], libraries: dict[str, str]) -> list[str]:
    return [
        f"/{one.route} ({one.view.__module__}.{getattr(one.view, '__name__', '?')}) has no door"
        for one in found
        if not one.doors and not any(_module(one.view).startswith(prefix) for prefix in libraries)
    ]


def libraries_in_use(found: list[Address], libraries: dict[str, str]) -> set[str]:
    return {prefix for one in found for prefix in libraries if not one.doors and _module(one.view).startswith(prefix)}


def public_names(found: list[Address]) -> set[str]:
    return {
        one.full_name or one.route for one in found if any(surface == "public" for surface, _ in one.doors.values())
    }


def unknown_capabilities(found: list[Address], known: set[str]) -> list[str]:
    """A door that asks for something nobody declared would refuse everybody, or worse."""
    asking = {(one.route, capability) for one in found for surface, capability in one.doors.values()
              if surface in {"staff", "client", "api"}}  # fmt: skip
    return [f"/{route} asks for {capability!r}, which nobody declared" for route, capability in sorted(asking)
            if capability not in known]  # fmt: skip


def _module(view: Callable[..., Any]) -> str:
    inner: Any = getattr(view, "view_class", view)
    return str(inner.__module__)

"""Addresses by name, as Django's `reverse` gives them, each worked out once: a list asks for one per row."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import urls
from django.conf import settings

MOST = 4096


def reverse(name: str, args: Iterable[Any] = ()) -> str:
    """The address within the organisation at hand."""
    return _address(settings.ROOT_URLCONF, urls.get_script_prefix(), name, tuple(args))


@lru_cache(maxsize=MOST)
def _address(_urlconf: str, _prefix: str, name: str, args: tuple[Any, ...]) -> str:
    """What else decides the address, where it begins and whose it is, is part of what it is kept under."""
    return urls.reverse(name, args=args)

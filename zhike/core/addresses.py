"""Addresses by name, as Django's `reverse` gives them, each worked out once: a list asks for one per row."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django import urls
from django.conf import settings

MOST = 4096


def reverse(name: str, args: Iterable[Any] = ()) -> str:
    """The address within the organisation at hand."""
    return _address(settings.ROOT_URLCONF, urls.get_script_prefix(), name, tuple(args))


@contextmanager
def addresses_of(slug: str) -> Iterator[None]:
    """Addresses are given as in a request to this organisation: for jobs and mails, which come by no address."""
    outside = urls.get_script_prefix()
    urls.set_script_prefix(f"/{slug}/")
    try:
        yield
    finally:
        urls.set_script_prefix(outside)


@lru_cache(maxsize=MOST)
def _address(_urlconf: str, _prefix: str, name: str, args: tuple[Any, ...]) -> str:
    """What else decides the address, where it begins and whose it is, is part of what it is kept under."""
    return urls.reverse(name, args=args)

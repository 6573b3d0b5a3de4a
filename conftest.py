"""Fixtures every room's tests share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from zhike.core.scope import organisation
from zhike.core.testing.world import BUILDERS, World, build


@pytest.fixture(scope="session", autouse=True)
def _builders(django_db_setup: None) -> None:
    """What each room adds to the world, lower rooms first."""
    from zhike.clients.testing import clients

    BUILDERS[:] = [clients]


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def inside(world: World) -> Iterator[World]:
    """The world, with Acme as the organisation at hand: for tests that call queries and actions."""
    with organisation(world.acme.pk):
        yield world


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    """A browser signed in as somebody of the cast, reading English."""

    def sign_in(name: str, **options: Any) -> Client:
        browser = Client(headers={"accept-language": "en"}, **options)
        browser.force_login(world.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return sign_in


@pytest.fixture
def work() -> Callable[[], int]:
    """Do the background work that is due, as the worker would."""
    from zhike.core.jobs.worker import WorkerLoop

    return lambda: WorkerLoop().drain()

"""Fixtures every room's tests share."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, SimpleTestCase
from django.utils import translation

from zhike.core.scope import organisation
from zhike.core.testing import migrated
from zhike.core.testing.standing import Standing
from zhike.core.testing.world import BUILDERS, World, build

ASKING = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
STANDING = Standing()
# How long one example takes says nothing on a machine that does something else meanwhile.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is the same on either: marked `still`, so that it runs once.

    pytest-django lets nobody near the database who did not ask for it, so nothing can slip through here. A test that
    starts processes of its own says by `own_database` that they use one.
    """
    for item in items:
        if not _asks_a_database(item):
            item.add_marker("still")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything of the test is made, its transaction least of all."""
    STANDING.prepare(item, _asks_a_database(item))


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_database"):
        return True
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return of_django or bool(ASKING & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector need not look at it again at every turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin from a copy of the migrated database; what Django then calls migrating finds nothing to do."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        place = Path(settings["TEST"]["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True)
        for beside in ("-wal", "-shm"):  # of a run that was killed: they would be read into the copy
            Path(f"{place}{beside}").unlink(missing_ok=True)
        shutil.copy(migrated.file(), place)
    else:
        settings["TEST"]["TEMPLATE"] = migrated.database(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """The copy is not thrown away by making another; PostgreSQL's is made anew from its template."""
    return connection.vendor == "sqlite" or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session", autouse=True)
def _builders(django_db_setup: None, django_db_blocker: Any) -> None:
    """What each room adds to the world, lower rooms first."""
    from zhike.clients.testing import clients
    from zhike.communications.testing import questions
    from zhike.monitoring.testing import readings
    from zhike.plan.testing import plans
    from zhike.projects.testing import projects
    from zhike.reports.testing import published_reports
    from zhike.requirements.testing import requirements
    from zhike.signoff.testing import signatures

    BUILDERS[:] = [clients, projects, signatures, requirements, questions, plans, readings, published_reports]
    STANDING.open(django_db_blocker)


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> Iterator[None]:
    """Sign-in limits are counted in the cache of the process: what other tests tried does not count here."""
    cache.clear()
    yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Tests read English unless they choose otherwise; a page speaks the language its reader asks for."""
    with translation.override("en"):
        yield


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


@pytest.fixture(autouse=True, scope="session")
def _history_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the database's guard over the history refuses: lift it
    for just that moment. Nothing but the tests does this."""
    from django.test import TransactionTestCase

    from zhike.core.immutability import unprotected

    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        with unprotected():
            flush(self)
        STANDING.emptied()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield

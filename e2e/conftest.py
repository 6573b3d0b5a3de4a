"""Browser journeys. `DATABASE_URL` chooses PostgreSQL; without it each run makes an SQLite file.

def test_somebody_signs_in(person, installed): ...           # in the looks of looks.py
@pytest.mark.parametrize("language", ["zh"])                  # or in those it names
def test_two_people(sit, installed): anna, ben = sit("zh"), sit("en", screen="phone")
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from e2e.browsing import EXECUTABLES, FLAGS, Person, sit_down
from e2e.installation import ROOT, Installation, install, remove
from e2e.looks import looks_of

RESULTS = ROOT / "test-results"
PLANNED = """
from zhike.clients.testing import clients
from zhike.core.testing.world import BUILDERS, build
from zhike.plan.testing import plans
from zhike.projects.testing import projects
BUILDERS[:] = [clients, projects, plans]
build()
"""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    setattr(item, f"report_{report.when}", report)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for path in EXECUTABLES if Path(path).exists()), None)
    if found is None:
        pytest.fail("Chromium is not on this machine: apt install chromium-headless-shell", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """All tables and no rows, copied for each installation; never started."""
    template = install(tmp_path_factory.mktemp("template"))
    yield template
    remove(template)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Iterator[Installation]:
    """One running installation for all journeys, with the people of the test world in it (see `world.py`)."""
    installation = install(tmp_path_factory.mktemp("installed"), migrated)
    installation.python("from zhike.core.testing.world import build; build()")
    installation.start()
    yield installation
    remove(installation)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Iterator[Installation]:
    """One running installation with the demo firm in it, where work was done (see lived_in.py)."""
    installation = install(tmp_path_factory.mktemp("demo"), migrated)
    installation.manage("load_demo")
    installation.python("from e2e.lived_in import work; work()")
    installation.start()
    yield installation
    remove(installation)


@pytest.fixture(scope="session")
def with_plans(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Iterator[Installation]:
    """The test world's projects and plans, to be copied; never started."""
    template = install(tmp_path_factory.mktemp("with-plans"), migrated)
    template.python(PLANNED)
    yield template
    remove(template)


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory, with_plans: Installation) -> Iterator[Installation]:
    """One running installation with the test world's projects and plans in it: who changes the plan of project 1 in a
    way that others would notice makes one of their own, as the board does."""
    installation = install(tmp_path_factory.mktemp("planned"), with_plans)
    installation.start()
    yield installation
    remove(installation)


@pytest.fixture
def fresh_installation(tmp_path: Path, migrated: Installation) -> Iterator[Installation]:
    """An installation of this test's own, empty and not started: for killing, and for first starts."""
    installation = install(tmp_path / "state", migrated)
    yield installation
    remove(installation)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "look" in metafunc.fixturenames:
        looks = looks_of(metafunc.definition.path.name)
        metafunc.parametrize("look", looks, ids=["-".join(look) for look in looks])


@pytest.fixture
def language(look: tuple[str, str]) -> str:
    return look[0]


@pytest.fixture
def screen(look: tuple[str, str]) -> str:
    return look[1]


@pytest.fixture
def scheme() -> str:
    return "light"


@pytest.fixture
def sit(browser: Browser, installed: Installation, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """`sit("zh", screen="phone", scheme="dark")`: as many people as the story needs."""
    people: list[Person] = []

    def new(language: Any = "zh", *, at: Installation | None = None, **options: Any) -> Person:
        person = sit_down(browser, (at or installed).address, language, **options)
        people.append(person)
        return person

    yield new
    _see_to(request, people)


@pytest.fixture
def person(sit: Callable[..., Person], language: str, screen: str, scheme: str) -> Person:
    """One person, in the look of this database or in both (see looks.py)."""
    return sit(language, screen=screen, scheme=scheme)


def _see_to(request: pytest.FixtureRequest, people: list[Person]) -> None:
    """Pictures of what failed; and whatever a page complained of while nobody looked fails the test."""
    report = getattr(request.node, "report_call", None)
    trouble = [f"{person.language}, {person.screen}: {line}" for person in people for line in person.trouble]
    if trouble or (report is not None and report.failed):
        for number, person in enumerate(people):
            person.picture(RESULTS, f"{re.sub(r'^.*::', '', request.node.nodeid)}-{number}")
    for person in people:
        person.context.close()
    if trouble:
        pytest.fail("\n".join(["The pages complained:", *trouble]), pytrace=False)

"""bin/test tries a browser test that failed once more, and says so where nobody can overlook it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.check import Result, Step, _run, _summary
from tools.second_try import Trial, only, worth_a_second

pytestmark = pytest.mark.still

Ran = Callable[..., Result]
SUMMARY = "ERROR    django:log.py:3 not of the summary\n== short test summary info ==\n"
TESTS = """
import os, pathlib
BEFORE = pathlib.Path(__file__).with_name("before")

def test_steady(): pass

def test_shaky():
    tried = BEFORE.read_text() if BEFORE.exists() else ""
    BEFORE.write_text(os.environ["ZHIKE_STATE"])
    assert tried and tried != os.environ["ZHIKE_STATE"]  # the second try has a place of its own

def test_broken(): assert {broken}
"""


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run three tests as a step of bin/test runs its own."""
    (tmp_path / "e2e").mkdir()
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir=.", "-q", "-rfE", "--color=no", "e2e"]
    bare = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # they take longer to load than all of this

    def run(*, broken: bool, twice: bool = True) -> Result:
        (tmp_path / "e2e/test_pages.py").write_text(TESTS.replace("{broken}", str(not broken)), encoding="utf-8")
        return _run(Step("e2e", command, ("", ""), environment=bare, twice=twice), tmp_path / "state")

    return run


def test_what_passes_at_the_second_try_is_well_and_is_said_loudly(
    ran: Ran, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = ran(broken=False)
    assert (result.status, result.counts) == (0, (3, 0, 0))
    monkeypatch.setenv("LC_ALL", "C")
    _summary([result], 1)
    assert "!!! e2e: passed at the second try" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    _summary([result], 1)
    said = capsys.readouterr().out
    assert "重试后才通过" in said
    assert "test_pages.py::test_shaky\n" in said


def test_what_fails_twice_fails_and_what_did_not_is_said_all_the_same(ran: Ran) -> None:
    result = ran(broken=True)
    assert (result.status, result.counts) == (1, (2, 1, 0))
    assert [name.rpartition("::")[2] for name in result.shaky] == ["test_shaky"]
    assert "1 failed, 1 passed" in result.again


def test_other_steps_have_one_try(ran: Ran) -> None:
    result = ran(broken=False, twice=False)
    assert (result.status, result.shaky, result.counts) == (1, (), (2, 1, 0))


@pytest.mark.parametrize(
    ("status", "lines", "tried"),
    [
        (1, ["FAILED e2e/a.py::b[zh-phone] - AssertionError: no - not yet"], ["e2e/a.py::b[zh-phone]"]),
        (1, ["FAILED e2e/a.py::b - X", "ERROR e2e/a.py::b - Failed: The pages complained"], ["e2e/a.py::b"]),
        (1, [f"FAILED e2e/a.py::{number}" for number in range(5)], [f"e2e/a.py::{number}" for number in range(5)]),
        (1, [f"FAILED e2e/a.py::{number}" for number in range(6)], []),
        (1, ["FAILED e2e/a.py::b", "ERROR e2e/c.py - SyntaxError"], []),
        (2, ["FAILED e2e/a.py::b - !! Interrupted !!"], []),
        (0, [], []),
    ],
)  # fmt: skip
def test_few_tests_that_ran_and_failed_are_worth_it(status: int, lines: list[str], tried: list[str]) -> None:
    assert worth_a_second(Trial(status, SUMMARY + "\n".join(lines))) == tried


def test_the_second_command_is_the_first_one_for_these_tests_alone() -> None:
    first = ["pytest", "-rfE", "e2e", "--ignore=e2e/test_portal.py", "-k", "board"]
    assert only(first, ["e2e/test_board.py::test_a"]) == ["pytest", "-rfE", "-k", "board", "e2e/test_board.py::test_a"]

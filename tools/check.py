"""bin/test: every check, two at a time, one line each; what failed is shown in full at the end."""

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from e2e.looks import POSTGRES_ALONE, SQLITE_ALONE
from tools import machine, prepare, second_try
from tools.speak import chinese, give_up, say
from zhike.core.processes import end, start, stop_on_signals

CORES = 2
NPM = ["npm", "run", "--silent"]
SWEEPS = ("tests/test_sweep.py", "tests/test_leaks.py")  # of doors and of words
JOURNEYS = ("e2e", "-rfE", "-p", "no:randomly")  # as they are written; what failed by name, for the second try
ON_SQLITE, ON_POSTGRES = (
    (*JOURNEYS, *(f"--ignore=e2e/{file}" for file in others)) for others in (POSTGRES_ALONE, SQLITE_ALONE)
)
MIGRATIONS = [str(prepare.PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]


@dataclass
class Step:
    """One check. `weight` is how many cores it keeps busy."""

    name: str
    command: list[str]
    about: tuple[str, str]
    weight: int = 1
    needs: tuple[str, ...] = ()
    database: str = "sqlite"
    environment: dict[str, str] = field(default_factory=dict)
    twice: bool = False  # whether a test that failed is tried once more, see second_try.py


@dataclass(frozen=True)
class Result:
    step: Step
    status: int
    seconds: float
    told: str
    shaky: tuple[str, ...] = ()  # what passed at the second try
    again: str = ""  # what the second try told

    @property
    def counts(self) -> tuple[int, int, int]:
        """Passed, failed, skipped: as the closing line of pytest or vitest says, else the step itself."""
        closing = re.findall(r"^[^\n]*\b\d+ (?:passed|failed|errors?)\b[^\n]*$", self.told, flags=re.M)
        if self.step.name not in COUNTED or not closing:
            return (0, 1, 0) if self.status else (1, 0, 0)
        found = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", closing[-1])}
        mended = len(self.shaky)
        failed = max(found.get("failed", 0) + found.get("error", 0) - mended, 1) if self.status else 0
        return found.get("passed", 0) + mended, failed, found.get("skipped", 0)


COUNTED = {"unit", "unit-postgres", "sweep", "e2e", "e2e-postgres", "vitest"}


def steps(more: list[str]) -> list[Step]:
    """In the order in which they are started: quick ones first, so that a slip is known early."""

    def tool(name: str, *arguments: str) -> list[str]:
        return [str(prepare.VENV / "bin" / name), *arguments]

    def tests(*arguments: str) -> list[str]:
        return tool("pytest", "-p", "no:cacheprovider", "--color=no", *arguments, *more)

    unit = ("zhike", "tests", *(f"--ignore={file}" for file in SWEEPS), "-n", str(CORES))
    page = ("chromium", "font", "frontend", "static", "poppler")
    return [
        Step("lint", tool("ruff", "check", "."), ("mistakes (ruff)", "代码问题（ruff）")),
        Step("format", tool("ruff", "format", "--check", "."), ("layout (ruff)", "代码格式（ruff）")),
        Step("imports", tool("lint-imports", "--no-cache"), ("directions of imports", "包之间的依赖方向")),
        Step("templates", tool("djlint", "zhike", "--lint", "--quiet"), ("templates", "模板")),
        Step("migrations", MIGRATIONS, ("models and migrations agree", "模型与迁移一致")),
        Step("tsc", [*NPM, "check"], ("types of TypeScript", "TypeScript 类型"), needs=("node",)),
        Step("vitest", [*NPM, "test"], ("tests of TypeScript", "TypeScript 测试"), needs=("node",)),
        Step("types", tool("mypy", "--no-error-summary"), ("Python types (mypy)", "Python 类型")),
        Step(
            "unit", tests(*unit),
            ("Python suite, SQLite", "Python 测试，SQLite"), CORES, ("gettext", "frontend", "poppler", "office"),
        ),
        Step(
            "unit-postgres", tests(*unit, "-m", "not still"),
            ("Python suite, PostgreSQL", "Python 测试，PostgreSQL"),
            CORES, ("postgresql", "frontend", "poppler"), "postgres",
        ),
        Step(  # it asks doors and row rules, which the suites above ask on either database
            "sweep", tests(*SWEEPS, "-n", str(CORES)),
            ("every address as everybody", "以每种身份打开每个地址"), CORES, ("frontend", "poppler"),
        ),
        # A browser keeps one core busy, so the two go side by side.
        Step("e2e", tests(*ON_SQLITE), ("browser journeys, SQLite", "浏览器测试，SQLite"), needs=page, twice=True),
        Step(
            "e2e-postgres", tests(*ON_POSTGRES),
            ("browser journeys, PostgreSQL", "浏览器测试，PostgreSQL"),
            needs=(*page, "postgresql"), database="postgres", twice=True,
        ),
    ]  # fmt: skip


def main() -> None:
    os.chdir(prepare.ROOT)
    stop_on_signals()
    chosen, _more = _chosen()
    _in_our_environment()
    began = time.monotonic()
    with ExitStack() as closing:
        state = Path(tempfile.mkdtemp(prefix="zhike-test-"))
        closing.callback(shutil.rmtree, state, ignore_errors=True)
        _make_ready(chosen, state, closing)
        results = [_told(result) for result in _run_all(chosen, state)]
    _summary(results, time.monotonic() - began)
    sys.exit(1 if any(result.status for result in results) else 0)


def _chosen() -> tuple[list[Step], list[str]]:
    known = steps([])
    names = [step.name for step in known]
    zh = chinese()
    lines = "\n".join(f"  {step.name:15}{step.about[1 if zh else 0]}" for step in known)
    parser = argparse.ArgumentParser(
        prog="bin/test",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="运行全部检查，或只运行指定的步骤。" if zh else "Run every check, or the steps named.",
        epilog=f"{'步骤' if zh else 'steps'}:\n{lines}\n\nbin/test unit -k merge  ·  bin/test lint types",
    )
    parser.add_argument("steps", nargs="*", metavar="STEP")
    options, more = parser.parse_known_args()
    unknown = [name for name in options.steps if name not in names]
    if unknown and (unknown[0].startswith("-") or not more):
        give_up(
            f"No such step: {unknown[0]}. See bin/test --help",
            f"没有这个步骤：{unknown[0]}。见 bin/test --help",
        )
    more = more + unknown
    wanted = [name for name in options.steps if name in names] or names
    return [step for step in steps(more) if step.name in wanted], more


def _in_our_environment() -> None:
    """Go on with the Python of .venv, made first if need be."""
    prepare.environment("dev")
    if sys.prefix != str(prepare.VENV):
        os.execv(prepare.PYTHON, [str(prepare.PYTHON), "-m", "tools.check", *sys.argv[1:]])


def _make_ready(chosen: list[Step], state: Path, closing: ExitStack) -> None:
    """Install what the steps need; start a database where one is asked for."""
    os.environ["ZHIKE_STATE"] = str(state)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of some hundred processes compiles the same files anew
    prepare.STATE, prepare.state.folder = state, state / "stamps"
    needs = {need for step in chosen for need in step.needs}
    machine.have(*sorted(needs & machine.NEEDS.keys()))
    if needs & {"node", "frontend"}:
        os.environ.update(prepare.node_modules())
    if "frontend" in needs:
        prepare.frontend()
        prepare.fonts()
        prepare.catalogues()
    if "static" in needs:
        prepare.static()
    if any(step.database == "postgres" for step in chosen):
        from tools import postgres

        url = closing.enter_context(postgres.throwaway())
        for step in chosen:
            if step.database == "postgres":
                step.environment["DATABASE_URL"] = url


def _run_all(chosen: list[Step], state: Path) -> Iterator[Result]:
    """As many at a time as there are cores for; in order otherwise."""
    running: dict[Future[Result], Step] = {}
    waiting, busy = list(chosen), 0
    with ThreadPoolExecutor(CORES) as lanes:
        try:
            while waiting or running:
                while waiting and busy + waiting[0].weight <= CORES:
                    step = waiting.pop(0)
                    busy += step.weight
                    running[lanes.submit(_run, step, state)] = step
                done: set[Future[Result]] = wait(running, return_when=FIRST_COMPLETED)[0]
                for future in done:
                    busy -= running.pop(future).weight
                    yield future.result()
        except BaseException:
            _stop_running()
            raise


_children: list[Callable[[], None]] = []


def _stop_running() -> None:
    for stop in _children:
        stop()


def _run(step: Step, state: Path) -> Result:
    began = time.monotonic()
    first = _tried(step, step.command, state, step.name)
    tests = second_try.worth_a_second(first) if step.twice else []
    if not tests:
        return Result(step, first.status, time.monotonic() - began, first.told)
    second = _tried(step, second_try.only(step.command, tests), state, f"{step.name}-again")
    shaky = tuple(second_try.passed_at_last(first, second))
    status = 0 if len(shaky) == len(tests) else first.status
    return Result(step, status, time.monotonic() - began, first.told, shaky, second.told)


def _tried(step: Step, command: list[str], state: Path, name: str) -> second_try.Trial:
    """Run a command of this step with a state folder of its own, in which its installations are made."""
    own = state / name
    own.mkdir(parents=True)
    log = own / "log"
    environment = {"ZHIKE_STATE": str(own), "ZHIKE_STATIC": str(state / "static"), **step.environment}
    child = start(command, env=environment, log=log)
    _children.append(lambda: end(child, patience=3))
    return second_try.Trial(child.wait(), log.read_text(encoding="utf-8", errors="replace"))


def _told(result: Result) -> Result:
    passed, failed, skipped = result.counts
    mark = "✗" if result.status else "✓"
    counted = (
        f"{passed} passed" + (f", {failed} failed" if failed else "") + (f", {skipped} skipped" if skipped else "")
    )
    note = counted if result.step.name in COUNTED else ""
    print(f"{mark} {result.step.name:15} {result.seconds:6.1f} s  {note}".rstrip(), flush=True)
    if result.status or result.shaky:
        print(result.told.strip()[-12000:] + "\n", flush=True)
    if result.again:
        say("— the second try:", "—— 重试：")
        print(result.again.strip()[-12000:] + "\n", flush=True)
    return result


def _summary(results: list[Result], seconds: float) -> None:
    passed, failed, skipped = (sum(parts) for parts in zip(*(result.counts for result in results), strict=True))
    wrong = [result.step.name for result in results if result.status]
    for result in results:
        if result.shaky:
            names = "".join(f"\n    {name}" for name in result.shaky)
            say(
                f"\n!!! {result.step.name}: passed at the second try, so shaky; find out why:{names}",
                f"\n!!! {result.step.name}：重试后才通过，说明不稳定，请查明原因：{names}",
            )
    if wrong:
        say(f"\nNot well: {', '.join(wrong)}", f"\n未通过：{'、'.join(wrong)}")
    print(f"\n{seconds:.0f} s")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)


if __name__ == "__main__":
    main()

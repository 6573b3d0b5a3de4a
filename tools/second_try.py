"""A browser test that failed is tried once more, by itself and on installations of its own.

A browser, two servers and a database share the machine with whatever else it does, so one of some hundred clicks meets
a moment nobody meant to test. Whatever fails twice is broken; whatever fails once is said loudly, and is to be mended.
"""

import re
from dataclasses import dataclass

MOST = 5  # more than this is no chance
FAILED_SOME = 1  # pytest's status when it ran to the end and tests failed; any other says that it did not


@dataclass(frozen=True)
class Trial:
    """What one run of pytest came to."""

    status: int
    told: str

    @property
    def ran_through(self) -> bool:
        return self.status in (0, FAILED_SOME)

    @property
    def failed(self) -> list[str]:
        """The node ids of what failed, at the test itself or around it, as pytest sums them up at the end."""
        summary = self.told.rpartition("short test summary info")[2]
        return list(dict.fromkeys(re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", summary, flags=re.M)))


def worth_a_second(first: Trial) -> list[str]:
    """The tests to try again; none if all is well, if too many failed, or if it did not get as far as running them."""
    failed = first.failed if first.status == FAILED_SOME else []
    whole = any("::" not in name for name in failed)  # a file that cannot even be read does not fail by chance
    return [] if whole or len(failed) > MOST else failed


def passed_at_last(first: Trial, second: Trial) -> list[str]:
    """What failed and then passed. A second run that broke off has shown nothing."""
    return [name for name in first.failed if name not in second.failed] if second.ran_through else []


def only(command: list[str], tests: list[str]) -> list[str]:
    """The same command for these tests alone."""
    kept = [part for part in command if part != "e2e" and not part.startswith("--ignore=")]
    return [*kept, *tests]

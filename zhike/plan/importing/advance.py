"""How far an import is, for the page that waits for it.

All of an import is one transaction, so nothing it writes is seen before it is through, and on SQLite nobody else can
write meanwhile: how far it has come is therefore told through the cache, which every process reads.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.plan.models import PlanImport
from zhike.plan.steps import listening

STAGES: dict[str, tuple[int, int, Promise]] = {  # from and to which percent of the work, and what it is called
    "read": (0, 18, _("Reading the file")),
    "merge": (18, 36, _("Comparing each task")),
    "task": (36, 52, _("Storing tasks")),
    "link": (52, 58, _("Storing links")),
    "assignment": (58, 60, _("Storing assignments")),
    "compute": (60, 66, _("Computing dates")),
    "index": (66, 90, _("Making tasks findable")),
    "lines": (90, 100, _("Noting what became of each line")),
}
EVERY = 0.5  # seconds
FORGOTTEN_AFTER = 3600


@dataclass(frozen=True)
class Advance:
    """Where an import stands: a share of its lines, and in words what is being done."""

    done: int
    stage: Promise | str


@contextmanager
def advancing(run: PlanImport) -> Iterator[None]:
    """Keep where it stands while it is taken, and nothing afterwards."""
    last: tuple[str, float] = "", 0.0

    def told(stage: str, done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if stage in STAGES and (stage != last[0] or now - last[1] >= EVERY):
            last = stage, now
            cache.set(_key(run), [stage, done / max(of, 1)], FORGOTTEN_AFTER)

    try:
        with listening(told), _rarely_collected():
            yield
    finally:
        cache.delete(_key(run))


def advance_of(run: PlanImport) -> Advance:
    stage, part = cache.get(_key(run)) or ("", 0.0)
    if stage not in STAGES:
        return Advance(run.done, "")
    first, last, words = STAGES[stage]
    return Advance(int((first + (last - first) * part) * run.total / 100), words)


# --- below -----------------------------------------------------------------------------------------------


def _key(run: PlanImport) -> str:
    return f"plan-import:{run.pk.hex}"


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """An import makes a million objects that all stay to its end: looking for garbage among them took a quarter of
    the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)

"""Several people at the same moment, each in a thread and with a connection of their own."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.models import Model

from zhike.core.errors import Conflict, Invalid
from zhike.core.scope import organisation
from zhike.core.testing.world import World

M = TypeVar("M", bound=Model)


def together(world: World, *acts: Callable[[], object]) -> list[str]:
    """These at the same moment; how each ended: done, nothing (the act gave False), told why not, or broken off by the
    database (a deadlock)."""
    ends, barrier = [], Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            with organisation(world.acme.pk):
                barrier.wait(30)
                ends.append("nothing" if act() is False else "done")
        except (Conflict, Invalid) as refusal:
            ends.append(f"told: {refusal}")
        except OperationalError as error:
            ends.append(f"broken off: {error}")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return sorted(ends)


def at_one_row(world: World, row: M, *acts: Callable[[M], object]) -> list[str]:
    """The same, each with a reading of the row from before all of them; in one word each."""
    with organisation(world.acme.pk):
        read = [type(row)._default_manager.get(pk=row.pk) for _ in acts]
    ends = together(world, *(partial(act, mine) for act, mine in zip(acts, read, strict=True)))
    return [one.partition(":")[0] for one in ends]

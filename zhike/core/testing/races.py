"""Several people at the same moment, each in a thread and with a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import OperationalError, connection

from zhike.core.errors import Conflict, Invalid
from zhike.core.scope import organisation
from zhike.core.testing.world import World


def together(world: World, *acts: Callable[[], object]) -> list[str]:
    """These at the same moment; how each ended: done, told why not, or broken off by the database (a deadlock)."""
    ends, barrier = [], Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            with organisation(world.acme.pk):
                barrier.wait(30)
                act()
            ends.append("done")
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

"""The loop that does background work. `kill -9` it at any moment: the next worker takes the job up again."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from zhike.core.jobs import queue, schedule
from zhike.core.jobs.declared import perform
from zhike.core.models import Worker

logger = logging.getLogger("zhike.jobs")


class WorkerLoop:
    def __init__(self, *, idle: float = 0.3) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{time.time_ns() % 100000}"
        self.idle = idle
        self.current: UUID | None = None
        self.stopping = threading.Event()

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop. Signs of life come from a thread of their own, so long jobs are not lost."""
        pulse = threading.Thread(target=self._pulse, daemon=True)
        pulse.start()
        while not self.stopping.is_set() and not until():
            if not self.step():
                self.stopping.wait(self.idle)
        self.stopping.set()
        pulse.join(timeout=5)
        Worker.objects.filter(pk=self.name).delete()

    def step(self) -> bool:
        """Do one job; False if there was none."""
        _fresh_connection()
        row = queue.take(self.name)
        if row is None:
            return False
        self.current = row.pk
        try:
            perform(row)
            queue.finish(row)
        except Exception as error:
            logger.exception("Job %s (%s) failed, attempt %s", row.name, row.pk, row.attempts)
            _fresh_connection()
            queue.fail(row, error)
        finally:
            self.current = None
        return True

    def drain(self) -> int:
        """Do everything that is due now: for tests and for `manage.py work --once`."""
        done = 0
        while self.step():
            done += 1
        return done

    def _pulse(self) -> None:
        """Heartbeat, rescue of dead workers' jobs, and the clock of scheduled work."""
        while not self.stopping.is_set():
            try:
                Worker.objects.update_or_create(name=self.name, defaults={"beat_at": timezone.now()})
                queue.beat(self.name, self.current)
                queue.rescue()
                schedule.enqueue_due()
            except Exception:
                logger.exception("The worker's pulse failed; it goes on.")
            self.stopping.wait(settings.JOB_BEAT)
        connection.close()


def _fresh_connection() -> None:
    """Drop a connection the database has closed meanwhile; never inside a transaction (tests drain jobs in one)."""
    if not connection.in_atomic_block:
        close_old_connections()

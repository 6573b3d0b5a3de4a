"""Keeping the web server and the background workers running, and ending all of them together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from zhike.core.processes import end, start

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds before a part that died is started again, doubling
SETTLED = 60.0  # seconds after which a part counts as running well


@dataclass
class Part:
    """One program of the installation."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    wait: float = FIRST_WAIT

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.child = start(self.command, env=self.environment)

    @property
    def status(self) -> int | None:
        """The exit status of a part that has died; None while it runs."""
        return self.child.poll() if self.child else None


class Supervisor:
    """Runs until told to stop. A part that dies is started again, later each time it dies young."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self.parts = list(parts)
        self.say = say
        self.told_to_stop = 0
        self.status = 0

    def run(self, when_up: Callable[[], bool]) -> int:
        """Start everything; call `when_up` until it says yes; keep everything running."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        is_up = False
        try:
            for part in self.parts:
                part.start()
            while not self.told_to_stop:
                is_up = is_up or when_up()
                if not is_up and self._failed_to_start():
                    return 1
                self._revive()
                time.sleep(0.2)
        finally:
            self._end_all()
        return self.status

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Stop in order; asked a second time, at once."""
        self.told_to_stop += 1
        if self.told_to_stop > 1:
            for part in self.parts:
                if part.child:
                    _kill_group(part.child.pid)

    def _failed_to_start(self) -> bool:
        """A web server that ends before it ever answered will not do better a second time."""
        return bool(self.parts[0].status)

    def _revive(self) -> None:
        now = time.monotonic()
        for part in self.parts:
            if part.status is None:
                continue
            if not part.start_at:
                lived = now - part.started_at
                part.wait = FIRST_WAIT if lived > SETTLED else min(part.wait * 2, LONGEST_WAIT)
                part.start_at = now + (FIRST_WAIT if lived > SETTLED else part.wait / 2)
                self.say(f"{part.name}: {part.status}")
                assert part.child
                _kill_group(part.child.pid)  # what it left behind still holds the port
            elif now >= part.start_at:
                part.start_at = 0.0
                part.start()

    def _end_all(self) -> None:
        """All are asked first, so that they stop side by side; the web server before the workers."""
        children = [part.child for part in self.parts if part.child]
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            end(child)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)

"""Demo data that has a past: stories that go on at moments they name, told side by side in the order of time.

    def bridge(actor):
        yield days_ago(40)
        project = create_project(actor, …)
        yield days_ago(38, hour=15)
        start_project(actor, project)

    tell(bridge(actor), tunnel(actor))

While a story goes on, the application's clock (`timezone.now`) stands at the moment it named, so that actions write the
dates they would have written then, and the history of several stories is in order. For demo data only: nothing that
serves people may move the clock.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import mock

from django.utils import timezone

Story = Generator[datetime, None, None]
STEP = timedelta(seconds=7)  # between two looks at the clock


def days_ago(days: float, hour: int = 10) -> datetime:
    """That many days ago at a full hour of the firm's time; what would lie ahead happened a minute ago."""
    now = datetime.now(UTC)  # the real one, also while a story is told
    moment = timezone.localtime(now - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return min(moment, now - timedelta(minutes=1))


def tell(*stories: Story) -> None:
    """Let each story go on whenever its moment has come, the earliest first, until all are told."""
    clock = _Clock(datetime.min.replace(tzinfo=UTC))
    waiting: list[tuple[datetime, int, Story]] = []
    for order, story in enumerate(stories):
        _go_on(waiting, story, order, clock)
    with mock.patch.object(timezone, "now", clock.look):
        while waiting:
            moment, order, story = heapq.heappop(waiting)
            clock.forward_to(moment)
            _go_on(waiting, story, order, clock)


@dataclass
class _Clock:
    """Stands while nobody looks, and never goes back, so that what two stories do at one hour is in order too."""

    moment: datetime

    def look(self) -> datetime:
        self.moment = min(self.moment + STEP, datetime.now(UTC))
        return self.moment

    def forward_to(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)


def _go_on(waiting: list[tuple[datetime, int, Story]], story: Story, order: int, clock: _Clock) -> None:
    """Until it names its next moment; one that has passed already is told at once."""
    for moment in story:
        heapq.heappush(waiting, (max(moment, clock.moment), order, story))
        return

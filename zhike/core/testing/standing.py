"""The world stands in the database from test to test: a test takes back what it did, and finds the world as it was.

Most tests ask for the world. Putting its rows in for each of them took a tenth of the whole suite, so they are put in
once, outside the transaction of any test, and taken out again for a test that wants an empty installation.
"""

from typing import Any

import pytest
from django.utils import translation

from zhike.core.testing import world


class Standing:
    """What lies in the database between two tests. `prepare` is called before a test begins its transaction."""

    def __init__(self) -> None:
        self.blocker: Any = None  # pytest-django's, once there is a database
        self.wants_world = False

    def open(self, blocker: Any) -> None:
        """There is a database now: make it as the test at hand wants it."""
        self.blocker = blocker
        self._make_it_so()

    def prepare(self, item: pytest.Item, asks_a_database: bool) -> None:
        if not asks_a_database or not isinstance(item, pytest.Function):
            return
        asked = item._fixtureinfo.name2fixturedefs.get("world", ())
        self.wants_world = bool(asked) and asked[-1].baseid == ""  # a room may have a smaller world of its own
        if self.blocker is not None:
            self._make_it_so()

    def emptied(self) -> None:
        """A test that committed was cleaned up after: nothing is left."""
        world.standing = None

    def _make_it_so(self) -> None:
        if self.wants_world == (world.standing is not None):
            return
        with self.blocker.unblock(), translation.override("en"):  # in which tests read what the rooms wrote
            if world.standing is None:
                world.build()
                world.standing = tuple(world.BUILDERS)
            else:
                world.take_away(world.standing)
                world.standing = None

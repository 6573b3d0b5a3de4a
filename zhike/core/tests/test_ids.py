import threading
import time
from uuid import RFC_4122, UUID

import pytest

from zhike.core import ids
from zhike.core.ids import uuid7


def test_keys_are_version_seven_and_carry_the_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ids, "_last", 0)  # tests before this one may have been in another year
    key = uuid7()
    assert (key.version, key.variant) == (7, RFC_4122)
    assert abs((key.int >> 80) - time.time() * 1000) < 2000


def test_keys_of_one_process_sort_in_the_order_they_were_made():
    keys = [uuid7() for _ in range(20_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_threads_never_make_the_same_key():
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000

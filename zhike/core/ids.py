"""UUIDv7 (RFC 9562): keys that sort by the time they were made and can be made anywhere."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new key: 48 bits of Unix milliseconds, 12 bits that count within them, 62 random bits.

    Keys made by one process strictly increase, also within a millisecond and when the clock steps back.
    """
    global _last
    with _lock:
        tick = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = tick
    value = (tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62
    return UUID(int=value | int.from_bytes(os.urandom(8), "big") >> 2)

"""Broken in a thousand ways, a file gives a plan or a clear refusal, and nothing else."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from zhike.methods.schedule.files.errors import Reading, Unreadable
from zhike.methods.schedule.files.json_plan import dump_json, read_json
from zhike.methods.schedule.files.mspdi import dump_mspdi, read_mspdi
from zhike.methods.schedule.files.sources import form_of
from zhike.methods.tests.schedule.sample_plans import rich_plan
from zhike.methods.tests.schedule.test_splits import split_plan

Read = Callable[[bytes], Reading]
SAMPLES = [
    (read_mspdi, dump_mspdi(rich_plan())),
    (read_mspdi, dump_mspdi(split_plan())),
    (read_json, dump_json(rich_plan())),
    (read_json, dump_json(read_mspdi(dump_mspdi(split_plan())).plan)),
]
WORDS = [
    b"-1", b"0", b"99999999999999999999", b"", b"NaN", b"1e308", b"2026-13-45T99:99:99", b"9999-12-31T00:00:00", b"PT",
    b"<", b">", b"&", b"\x00", b"\xff", "é好".encode(), b"null", b"true", b"[]", b"{}", b'"', b"PT-5H",
    b"0001-01-01T00:00:00", b"<UID>1</UID>", b"<Task>", b"</Task>", b"<!DOCTYPE x>", b"\\ud800", b"2199-12-31T23:59:59",
]  # fmt: skip


def readable_or_refused(read: Read, data: bytes) -> None:
    """And what could be read can be written, and gives itself again."""
    refusal = None
    try:
        plan = read(data).plan
    except Unreadable as raised:
        refusal = raised
    if refusal is not None:
        assert refusal.code
        assert "\n" not in str(refusal)
        return
    assert read_json(dump_json(plan)).plan == plan
    assert read_mspdi(dump_mspdi(plan)).plan.tasks is not None


def broken(data: bytes, chance: random.Random) -> bytes:
    place, other = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    other = min(other, place + 400)
    kind = chance.randrange(6)
    if kind == 0:
        return data[:place]
    if kind == 1:
        return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    if kind == 2:
        return data[:place] + data[place:other] * 2 + data[other:]
    if kind == 3:
        return data[:place] + data[other:]
    if kind == 4:
        return data[:place] + chance.choice(WORDS) + data[place:]
    return swapped_value(data, chance)


def swapped_value(data: bytes, chance: random.Random) -> bytes:
    """Another value where one stands: the XML or JSON stays whole, what it says does not."""
    marks = (b">", b"<") if data.startswith(b"<") else (b":", b",")
    begins = data.find(marks[0], chance.randrange(len(data)))
    ends = data.find(marks[1], begins)
    return data if begins < 0 or ends < 0 else data[: begins + 1] + chance.choice(WORDS) + data[ends:]


@pytest.mark.parametrize("sample", range(len(SAMPLES)))
def test_files_broken_at_random_are_read_or_refused(sample: int) -> None:
    read, data = SAMPLES[sample]
    chance = random.Random(sample)
    for _ in range(60):
        found = data
        for _ in range(chance.choice((1, 1, 3))):
            found = broken(found, chance) or b"<"
        readable_or_refused(read, found)


@pytest.mark.parametrize("sample", [0, 2])
def test_files_that_end_too_early_are_refused(sample: int) -> None:
    read, data = SAMPLES[sample]
    for length in range(0, len(data) - 20, 997):
        with pytest.raises(Unreadable):
            read(data[:length])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some.binary(max_size=300), some.sampled_from([b"", b"<Project>", b"<Project><Tasks><Task>", b'{"format":', b"MPX"])
)
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes) -> None:
    assert isinstance(form_of(head + data), str)
    readable_or_refused(read_mspdi, head + data)
    readable_or_refused(read_json, head + data)


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.data(), anything)
def test_any_value_at_any_place_of_json_is_read_or_refused(data: Any, value: Any) -> None:
    document = json.loads(SAMPLES[2][1])
    at: Any = document
    while isinstance(at, dict | list) and at:
        key = data.draw(some.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(some.integers(0, 3)) == 0:
            at[key] = value
            break
        at = at[key]
    readable_or_refused(read_json, json.dumps(document).encode())

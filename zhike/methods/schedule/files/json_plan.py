"""Zhike's own JSON of a plan: everything a plan holds, and nothing else.

    {"format": "zhike-plan", "version": 1, "plan": {"start": "2026-11-26T08:00:00", "tasks": [{"id": 1, …}, …], …}}

Names are those of `plan.py`. What has its usual value is left out. Moments and days are ISO 8601 on the plan's wall
clock; ticks, enumerations and percentages are numbers; money is a string, exact; tuples are arrays, None is null.
Unknown names are an error: a later version of this format gets a higher number.
"""

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, Union, get_args, get_origin, get_type_hints

from zhike.methods.schedule.files.errors import Reading, Remarks, Unreadable
from zhike.methods.schedule.files.soundness import check_amounts, make_sound
from zhike.methods.schedule.files.sources import Limits, Source, whole
from zhike.methods.schedule.files.values import Beyond, decimal, moment, plain
from zhike.methods.schedule.files.xml_rows import is_one_element
from zhike.methods.schedule.plan import Kept, Plan

FORMAT, VERSION = "zhike-plan", 1
LARGEST = 2**53
Convert = Callable[[Any], Any]


class Bad(ValueError):
    """A value that does not belong where it stands; `path` grows from the inside out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []


def dump_json(plan: Plan) -> bytes:
    document = {"format": FORMAT, "version": VERSION, "plan": _written(plan)}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair is a valid escape in JSON


def write_json(plan: Plan, target: BinaryIO | Path) -> None:
    if isinstance(target, Path):
        target.write_bytes(dump_json(plan))
    else:
        target.write(dump_json(plan))


def as_json(value: Any) -> Any:
    """One row of a plan as it stands in such a file, for whoever keeps rows elsewhere."""
    return _written(value)


def read_as(kind: Any, value: Any) -> Any:
    """The row back again. Bad: it is none."""
    return _reader(kind)(value)


def read_json(source: Source, limits: Limits | None = None) -> Reading:
    """The plan in the file, and what in it could not stand. Unreadable: it is no such file, or too much."""
    limits = limits or Limits()
    document = parsed_json(whole(source, limits))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unreadable("not_a_plan", reason=f'it does not say "format": "{FORMAT}"')
    version = document.get("version")
    if not isinstance(version, int) or version < 1:
        raise Unreadable("not_a_plan", reason="its version is no number")
    if version > VERSION:
        raise Unreadable("newer_version", found=version, known=VERSION)
    try:
        plan: Plan = _reader(Plan)(document.get("plan"))
        check_amounts(plan, limits)
    except Bad as bad:
        where = "".join(reversed(bad.path)).lstrip(".") or "plan"
        raise Unreadable("bad_value", where=where, reason=bad.reason) from None
    remarks = Remarks()
    make_sound(plan, remarks)
    return Reading(plan, remarks.all())


def parsed_json(data: bytes) -> Any:
    """What the bytes say. Unreadable: no JSON, too deep, numbers that are none."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable("too_deep", limit=900) from None
    except json.JSONDecodeError as problem:
        raise Unreadable("not_json", problem.lineno, reason=problem.msg) from None
    except UnicodeDecodeError:
        raise Unreadable("bad_encoding") from None
    except ValueError as problem:  # a number of more than 4,300 digits, or NaN
        raise Unreadable("not_json", reason=str(problem)) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _written(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        usual = _usual(type(value))
        return {
            name: _written(found)
            for name in _names(type(value))
            if (found := getattr(value, name)) != usual[name] or usual[name] is MISSING
        }
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    if isinstance(value, IntEnum):
        return int(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@cache
def _usual(kind: type) -> dict[str, Any]:
    """The value of each field that is left out; MISSING for those that must be said."""
    return {
        one.name: one.default_factory() if one.default_factory is not MISSING else one.default for one in fields(kind)
    }


@cache
def _reader(kind: Any) -> Convert:
    """What turns a value of JSON into one of that type, or raises Bad."""
    origin = get_origin(kind)
    if kind == Kept:
        return _kept
    if origin in (Union, types.UnionType):
        inner = _reader(next(one for one in get_args(kind) if one is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is list:
        return _many(_reader(get_args(kind)[0]), list)
    if origin is tuple:
        parts = get_args(kind)
        return _many(_reader(parts[0]), tuple) if parts[-1] is Ellipsis else _few([_reader(part) for part in parts])
    if origin is dict:
        return _texts
    if is_dataclass(kind):
        return _rows(kind)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return lambda value: _enumeration(kind, value)
    return PLAIN[kind]


def _rows(kind: Any) -> Convert:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in _names(kind)}
    needed = [name for name, usual in _usual(kind).items() if usual is MISSING]

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Bad("here belongs an object")
        found = {}
        for name, given in value.items():
            if name not in readers:
                raise Bad(f"{name[:40]} is not a field of {kind.__name__}")
            try:
                found[name] = readers[name](given)
            except Bad as bad:
                bad.path.append(f".{name}")
                raise
        missing = next((name for name in needed if name not in found), None)
        if missing:
            raise Bad(f"{missing} is missing")
        return kind(**found)

    return read


def _many(inner: Convert, make: type) -> Convert:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise Bad("here belongs an array")
        found = []
        for index, one in enumerate(value):
            try:
                found.append(inner(one))
            except Bad as bad:
                bad.path.append(f"[{index}]")
                raise
        return make(found)

    return read


def _few(inner: list[Convert]) -> Convert:
    def read(value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(inner):
            raise Bad(f"here belongs an array of {len(inner)}")
        return tuple(convert(one) for convert, one in zip(inner, value, strict=True))

    return read


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Bad("here belongs an object of strings")
    return value


def _kept(value: Any) -> Kept:
    """Elements of XML are written as they are: each must be one, and the one it says."""
    if not isinstance(value, list):
        raise Bad("here belongs an array")
    for entry in value:
        if not isinstance(entry, list) or len(entry) != 2 or not is_one_element(entry[0], entry[1]):
            raise Bad("here belong pairs of an element's name and its XML")
    return tuple((name, xml) for name, xml in value)


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > LARGEST:
        raise Bad("here belongs a whole number")
    return value


def _float(value: Any) -> float:
    if type(value) not in (int, float) or not isfinite(value) or abs(value) > LARGEST:
        raise Bad("here belongs a number")
    return float(value)


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Bad("here belongs true or false")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Bad("here belongs a string")
    return value


def _money(value: Any) -> Decimal:
    try:
        return decimal(_text(value))
    except ValueError:
        raise Bad("here belongs an amount, as a string") from None


def _moment(value: Any) -> datetime:
    try:
        return moment(_text(value))
    except (ValueError, Beyond):
        raise Bad("here belongs a moment from 1900 to 2199, like 2026-11-26T08:00:00") from None


def _day(value: Any) -> date:
    try:
        return moment(_text(value)).date()
    except (ValueError, Beyond):
        raise Bad("here belongs a day from 1900 to 2199, like 2026-11-26") from None


def _enumeration(kind: type[IntEnum], value: Any) -> IntEnum:
    try:
        return kind(_whole(value))
    except ValueError:
        raise Bad(f"here belongs a number of {kind.__name__}") from None


PLAIN: dict[Any, Convert] = {
    int: _whole, float: _float, bool: _flag, str: _text, Decimal: _money, datetime: _moment, date: _day,
}  # fmt: skip

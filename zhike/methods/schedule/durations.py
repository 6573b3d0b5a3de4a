"""Durations, lags and links as people type and read them, in English and Chinese.

    parse_duration("1.5 天")      Duration(ticks=7200, unit="d", …)
    format_duration(7200, "d")    "1.5d"
    parse_lag("-50%")             Lag(-500, LagUnit.PERCENT, "%")
    parse_links("5FS+2d; 7")      [WrittenLink("5", FINISH_TO_START, Lag(9600, WORKING, "d")), WrittenLink("7", …)]

Units are those of Microsoft Project: m h d w mo, and with an e before them for time around the clock. How long a day, a
week and a month are is given with `Units`; around the clock a day has 24 hours, a week 7 days, a month 30. A number
without a unit means days. What cannot be read is refused with NotReadable; the words for it are the caller's.
"""

import re
import unicodedata
from dataclasses import dataclass

from zhike.methods.schedule.plan import DAY, HOUR, MINUTE, LagUnit, LinkKind

MOST = 100_000 * DAY  # ticks: nothing that is planned takes longer, and sums stay small


class NotReadable(ValueError):
    """This is no duration, no lag, or no list of links. `part` is what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Units:
    """How long a day, a week and a month of work are in a plan."""

    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20

    def ticks(self, unit: str) -> int:
        """One of this unit, in ticks."""
        day = self.minutes_per_day * MINUTE
        working = {
            "m": MINUTE,
            "h": HOUR,
            "d": day,
            "w": self.minutes_per_week * MINUTE,
            "mo": self.days_per_month * day,
        }
        return AROUND_THE_CLOCK[unit] if unit.startswith("e") else working[unit]


AROUND_THE_CLOCK = {"em": MINUTE, "eh": HOUR, "ed": DAY, "ew": 7 * DAY, "emo": 30 * DAY}
USUAL = Units()


@dataclass(frozen=True, slots=True)
class Duration:
    """`unit` is how it was written, with e before it around the clock; `is_estimated`: it ended in a question mark."""

    ticks: int
    unit: str = "d"
    is_estimated: bool = False

    @property
    def is_elapsed(self) -> bool:
        return self.unit.startswith("e")


@dataclass(frozen=True, slots=True)
class Lag:
    """`amount` is in ticks, or in tenths of a percent; `shown` is the unit it was written in."""

    amount: int = 0
    unit: LagUnit = LagUnit.WORKING
    shown: str = "d"


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A predecessor by its number or WBS code, as it was written."""

    reference: str
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: Lag = Lag()


_WORDS = {
    "m": "m min mins minute minutes 分 分钟",
    "h": "h hr hrs hour hours 时 小时 个小时 工时",
    "d": "d dy day days wd workday workdays 天 日 个工作日 工作日 个工日 工日",
    "w": "w wk wks week weeks 周 个周 星期 个星期 个工作周 工作周",
    "mo": "mo mon mons month months 月 个月",
    "em": "em emin emins eminute eminutes 连续分钟",
    "eh": "eh ehr ehrs ehour ehours 连续小时 个连续小时",
    "ed": "ed eday edays 自然日 个自然日 日历天 个日历天 日历日 个日历日",
    "ew": "ew ewk ewks eweek eweeks 自然周 个自然周",
    "emo": "emo emon emons emonth emonths 自然月 个自然月",
}
UNITS = {word: unit for unit, words in _WORDS.items() for word in words.split()}
_NUMERALS = {
    "半": 0.5,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_NUMBER = r"(?:\d+(?:[.,]\d+)?|\.\d+|[半一两二三四五六七八九十]+)"
_PART = re.compile(rf"\s*({_NUMBER})\s*([^\W\d_]*)\s*", re.IGNORECASE)
_CHINESE = {
    "m": "分钟", "h": "小时", "d": "天", "w": "周", "mo": "个月",
    "em": "连续分钟", "eh": "连续小时", "ed": "个自然日", "ew": "个自然周", "emo": "个自然月",
}  # fmt: skip
_KINDS = {
    "FF": LinkKind.FINISH_TO_FINISH, "FS": LinkKind.FINISH_TO_START, "SF": LinkKind.START_TO_FINISH,
    "SS": LinkKind.START_TO_START, "完成-完成": LinkKind.FINISH_TO_FINISH, "完成-开始": LinkKind.FINISH_TO_START,
    "开始-完成": LinkKind.START_TO_FINISH, "开始-开始": LinkKind.START_TO_START,
}  # fmt: skip
SHORT = {kind: name for name, kind in _KINDS.items() if name.isascii()}
_LINK = re.compile(
    r"(?:t-)?(\d+(?:\.\d+)*)\s*(?:\(?([fs]{2}|(?:完成|开始)-(?:完成|开始))\)?(?:\(?[fs]{2}\)?)?)?\s*(.*)", re.IGNORECASE
)


def parse_duration(text: str, units: Units = USUAL) -> Duration:
    """How long, from what somebody typed; several parts add up ("1d 4h"). The unit of the first part is kept."""
    words = _plain(text)
    is_estimated = words.endswith("?")
    words = words.rstrip("?").strip()
    total, first, rest = 0.0, "", words
    while rest:
        part = _PART.match(rest)
        unit = UNITS.get(part[2].lower() or "d") if part else None
        if part is None or unit is None or (first and unit.startswith("e") != first.startswith("e")):
            raise NotReadable(text.strip())
        total += _number(part[1]) * units.ticks(unit)
        first, rest = first or unit, rest[part.end() :]
    if not first or not total <= MOST:
        raise NotReadable(text.strip())
    return Duration(round(total), first, is_estimated)


def format_duration(
    ticks: int, unit: str = "d", language: str = "en", units: Units = USUAL, *, is_estimated: bool = False
) -> str:
    """As people read it: "3d", "1.5w", "2ed"; in Chinese "3 天". Reads back as the same, to a hundredth."""
    unit = unit if unit in AROUND_THE_CLOCK or unit in _CHINESE else "d"
    amount = f"{ticks / units.ticks(unit):.2f}".rstrip("0").rstrip(".")
    mark = "?" if is_estimated else ""
    return f"{amount} {_CHINESE[unit]}{mark}" if language.startswith("zh") else f"{amount}{unit}{mark}"


def parse_lag(text: str, units: Units = USUAL) -> Lag:
    """How much later (or, with a minus, earlier); nothing means at once."""
    words = _plain(text).replace(" ", "")
    if not words:
        return Lag()
    sign = -1 if words[0] in "-–−" else 1
    words = words.lstrip("+-–−")
    percent = re.fullmatch(rf"({_NUMBER})(e?)%", words)
    if percent:
        amount = round(_number(percent[1]) * 10) * sign
        if abs(amount) > 1_000_000:
            raise NotReadable(text.strip())
        return Lag(amount, LagUnit.ELAPSED_PERCENT if percent[2] else LagUnit.PERCENT, f"{percent[2]}%")
    found = parse_duration(words, units)
    return Lag(found.ticks * sign, LagUnit.ELAPSED if found.is_elapsed else LagUnit.WORKING, found.unit)


def format_lag(lag: Lag, language: str = "en", units: Units = USUAL) -> str:
    """With its sign: "+2d", "-50%"; "" for none."""
    if not lag.amount:
        return ""
    sign = "-" if lag.amount < 0 else "+"
    if lag.unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}:
        share = f"{abs(lag.amount) / 10:.1f}".rstrip("0").rstrip(".")
        return f"{sign}{share}{'e' if lag.unit == LagUnit.ELAPSED_PERCENT else ''}%"
    shown = lag.shown if lag.shown in _CHINESE else "d"
    if (lag.unit == LagUnit.ELAPSED) != shown.startswith("e"):
        shown = f"e{shown}" if lag.unit == LagUnit.ELAPSED else shown.removeprefix("e")
    return sign + format_duration(abs(lag.amount), shown, language, units)


def parse_links(text: str, units: Units = USUAL) -> list[WrittenLink]:
    """A list of predecessors as Microsoft Project writes them: "5FS+2d, 7; 9SS-50%"."""
    found = []
    for part in re.split(r"[,;、]", _plain(text)):
        if not part.strip():
            continue
        link = _LINK.fullmatch(part.strip())
        if link is None:
            raise NotReadable(part.strip())
        kind = _KINDS[link[2].upper()] if link[2] else LinkKind.FINISH_TO_START
        found.append(WrittenLink(link[1], kind, parse_lag(link[3], units)))
    return found


def format_link(reference: str, kind: LinkKind, lag: Lag, language: str = "en", units: Units = USUAL) -> str:
    """As it is written in a column of predecessors: "5", "5SS", "5FS+2d"."""
    written = format_lag(lag, language, units)
    shows_kind = written or kind != LinkKind.FINISH_TO_START
    return f"{reference}{SHORT[kind] if shows_kind else ''}{written}"


# --- below -----------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Full-width digits, commas and signs as the usual ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _number(written: str) -> float:
    if written[0].isdigit() or written[0] == ".":
        return float(written.replace(",", "."))
    if len(written) > 1 and "十" in written:
        tens, ones = written.split("十", 1)
        return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)
    if len(written) > 1:
        raise NotReadable(written)
    return _NUMERALS[written]

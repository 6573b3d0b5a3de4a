"""What the cells of a file become: clean text, whatever the file format."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""First characters by which a spreadsheet takes a cell for a formula (OWASP, CSV Injection)."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x000D_\n?", re.IGNORECASE)


def clean(text: str) -> str:
    """`text` without control and invisible characters, with plain line breaks and nothing blank around it.

    The apostrophe by which our own export shows a spreadsheet that no formula follows is taken off again.
    """
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_STARTS:
        return text[1:]
    return text


def cell_text(value: object, number_format: str = "General") -> str:
    """A typed spreadsheet value as a person would type it: ISO dates, no exponents, TRUE/FALSE, 12.5%,
    000123.
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            return _number(value, number_format)
        case datetime():
            return _moment(value, number_format)
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return clean(_ESCAPED.sub("\n", str(value)))


def _number(value: float | Decimal, number_format: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    shown = Decimal(f"{value:.15g}")
    if "%" in number_format:
        return f"{_plain(shown * 100)}%"
    text = _plain(shown)
    if re.fullmatch(r"0+", number_format) and re.fullmatch(r"\d+", text):
        return text.zfill(len(number_format))
    return text


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime, number_format: str) -> str:
    """A date when the time is midnight and the cell shows none."""
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if (value.hour, value.minute, value.second) == (0, 0, 0) and "h" not in number_format.lower():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")

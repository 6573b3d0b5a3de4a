"""Looks become inks. A series is told by its dashes, points and patterns; colours come on top of that.

On a page an ink is a class of the stylesheet (`frontend/styles/charts.css`), so that dark mode, the portal's colour and
forced colours reach it. On paper it is written out: inks that stay apart when printed in black.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhike.core.charts.chart import EXPECTED, MEASURED, REFERENCE, SECOND, Series
from zhike.core.papers.typefaces import FAMILY

HUES = ("#0d6163", "#b4570b", "#3f4fa3", "#8a2f6b", "#5a7316", "#5b6b75")
QUIET, INK, SOFT, GRID, WHITE = "#5d686c", "#1c2427", "#4e5a5f", "#d5dcde", "#ffffff"
TINTS = (0.3, 0.12, 0.42, 0.2, 0.36, 0.08)  # how full an area is: neighbours differ in black and white, too
DASHES = ("", "7 3", "2 2.4", "9 3 2 3", "4 2", "12 3")
POINTS = ("disc", "square", "triangle", "diamond", "ring", "cross")
PATTERNS = ("", "slant", "dots", "back", "level", "grid")
OPEN = {"ring", "cross"}


@dataclass(frozen=True, slots=True)
class Look:
    """`hue` is 0 for quiet, else 1 to 6."""

    hue: int
    dash: str
    point: str
    pattern: str
    is_strong: bool = False


def looks(series: Sequence[Series]) -> list[Look]:
    """One for each series: by its look, else by its place."""
    found: list[Look] = []
    place = 0
    for one in series:
        if one.look == REFERENCE:
            look = Look(0, "7 3.5", "", "slant")
        elif one.look == MEASURED:
            look = Look(1, "", "disc", "", is_strong=True)
        elif one.look == SECOND:
            look = Look(2, "", "square", "dots")
        elif one.look == EXPECTED:
            look = Look(found[-1].hue if found else 1, "2.5 3", "ring", "back")
        else:
            look = Look(*_plain(place))
            place += 1
        found.append(look)
    return found


def _plain(place: int) -> tuple[int, str, str, str]:
    """Hue and pattern change with each; after six, dashes and points are paired anew."""
    turn = place // 6
    return place % 6 + 1, DASHES[(place + turn) % 6], POINTS[(place + 2 * turn) % 6], PATTERNS[(place + turn) % 6]


def paper_attributes(ink: str, key: str) -> str:
    """`line-2` as attributes. What is filled with a pattern refers to it by the picture's key."""
    name, _, rest = ink.partition("-")
    if ink in _FIXED:
        return _FIXED[ink]
    hue = colour(int(rest[0]))
    if name == "area":
        return f'fill="url(#{key}-{rest})"'
    return {
        "line": f'fill="none" stroke="{hue}" stroke-width="1.3"',
        "bold": f'fill="none" stroke="{hue}" stroke-width="2"',
        "edge": f'fill="none" stroke="{hue}" stroke-width=".8"',
        "point": f'fill="{hue}" stroke="{WHITE}" stroke-width=".5"',
        "open": f'fill="{WHITE}" stroke="{hue}" stroke-width="1.1"',
        "soft": f'fill="{hue}" fill-opacity=".1"',
        "name": f'fill="{hue}"',
    }[name]


def page_attributes(ink: str, key: str) -> str:
    name, _, rest = ink.partition("-")
    if not rest:
        return f'class="{ink}"'
    fill = f' fill="url(#{key}-{rest})"' if name == "area" else ""
    return f'class="{name} hue-{rest[0]}"{fill}'


def patterns(inks: Iterable[str], key: str, *, paper: bool) -> str:
    """The patterns that are used, as definitions under names nobody else on the page has."""
    names = sorted({ink.partition("-")[2] for ink in inks if ink.startswith("area-")})
    found = "".join(_pattern(name, f"{key}-{name}", paper=paper) for name in names)
    return f"<defs>{found}</defs>" if found else ""


# --- below -----------------------------------------------------------------------------------------------

_FIXED = {
    "grid": f'fill="none" stroke="{GRID}" stroke-width=".5"',
    "axis": f'fill="none" stroke="{SOFT}" stroke-width=".8"',
    "today": 'fill="none" stroke="#1a6b3c" stroke-width="1"',
    "status": 'fill="none" stroke="#6b3fa0" stroke-width="1"',
    "event": f'fill="none" stroke="{SOFT}" stroke-width=".7"',
    "level": f'fill="none" stroke="{INK}" stroke-width=".8"',
    "leader": f'fill="none" stroke="{SOFT}" stroke-width=".4"',
    "past": f'fill="{INK}" fill-opacity=".05"',
    "words": f'fill="{INK}"',
    "strong": f'fill="{INK}" font-weight="700"',
    "quiet": f'fill="{SOFT}"',
}
_STROKES = {
    "slant": "M-1 7 7-1M-1 1 1-1M5 7 7 5",
    "back": "M-1-1 7 7M-1 5 1 7M5-1 7 1",
    "level": "M0 1.5H6M0 4.5H6",
    "grid": "M0 3H6M3 0V6",
    "dots": "M1.5 1.5h.01M4.5 4.5h.01",
}


def colour(hue: int) -> str:
    """On paper and in files."""
    return HUES[hue - 1] if hue else QUIET


def _pattern(name: str, known_as: str, *, paper: bool) -> str:
    """`2dots`: a tint of the hue with strokes of it."""
    hue, kind = int(name[0]), name[1:]
    wide = "1.6" if kind == "dots" else ".9"
    tint = 0.75 if not kind else TINTS[hue - 1] if hue else 0.08
    if paper:
        ground = f'fill="{colour(hue)}" fill-opacity="{tint:g}"'
        stroke = f'fill="none" stroke="{colour(hue)}" stroke-width="{wide}" stroke-linecap="round"'
    else:
        ground = f'class="tint hue-{hue}" fill-opacity="{tint:g}"'
        stroke = f'class="stroke hue-{hue}" stroke-width="{wide}" stroke-linecap="round"'
    strokes = f'<path d="{_STROKES[kind]}" {stroke}/>' if kind else ""
    return (
        f'<pattern id="{known_as}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0h6v6H0Z" {ground}/>{strokes}</pattern>'
    )


FONT = f'font-family="{FAMILY}"'

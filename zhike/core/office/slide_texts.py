"""Paragraphs as points, over as many slides as they need."""

import re
from collections.abc import Sequence
from typing import Any

from zhike.core.charts.letters import wrapped
from zhike.core.office.parts import Text
from zhike.core.office.slide_frames import ACCENT, FOOT, INK, LEFT, ROOM, TOP, element, line_height, new_slide, run

SIZE, BETWEEN, INDENT = 18.0, 9.0, 20.0
ACROSS = (ROOM - INDENT) / SIZE * 0.96  # ems of a line, less what a program may break earlier
DOWN = FOOT - TOP - 6
ENDS = re.compile(r"(?<=[。！？；])|(?<=[.!?;]) ")


def text_slides(deck: Any, part: Text) -> None:
    """The points in order. One that is longer than a slide goes on, between sentences, on the next one."""
    pages = _pages([piece for one in part.paragraphs if one.strip() for piece in pieces(one)])
    for number, points in enumerate(pages, 1):
        _points(new_slide(deck, part.title, number, len(pages)), points)


def pieces(paragraph: str) -> list[str]:
    """The paragraph, or parts of it that fit a slide each."""
    most = int((DOWN - BETWEEN) / line_height(SIZE))
    lines = wrapped(paragraph, ACROSS, 10_000)
    if len(lines) <= most:
        return [paragraph]
    found, text = [], ""
    for sentence in filter(None, ENDS.split(paragraph)):
        if text and len(wrapped(text + sentence, ACROSS, 10_000)) > most:
            found.append(text.strip())
            text = ""
        text += sentence if sentence[-1:] not in ".!?;" else sentence + " "
    found.append(text.strip())
    return [part for piece in found for part in _by_lines(piece, most)]


def high(paragraph: str) -> float:
    return len(wrapped(paragraph, ACROSS, 10_000)) * line_height(SIZE) + BETWEEN


# --- below -----------------------------------------------------------------------------------------------


def _by_lines(piece: str, most: int) -> list[str]:
    """A single sentence longer than a slide is parted where its lines are."""
    lines = wrapped(piece, ACROSS, 10_000)
    joint = "" if len(piece) == len("".join(lines)) else " "
    return [joint.join(lines[at : at + most]) for at in range(0, len(lines), most)]


def _pages(points: Sequence[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    left = DOWN
    for point in points:
        if pages[-1] and high(point) > left:
            pages.append([])
            left = DOWN
        pages[-1].append(point)
        left -= high(point)
    return pages


def _points(slide: Any, points: Sequence[str]) -> None:
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(Pt(LEFT), Pt(TOP), Pt(ROOM), Pt(FOOT - TOP))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, point in enumerate(points):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run(paragraph, point, SIZE, INK)
        paragraph.space_after = Pt(BETWEEN)
        _bullet(paragraph._p.get_or_add_pPr())


def _bullet(properties: Any) -> None:
    from pptx.util import Pt

    properties.set("marL", str(int(Pt(INDENT))))
    properties.set("indent", str(-int(Pt(INDENT))))
    colour = element("a:buClr")
    colour.append(element("a:srgbClr", val=ACCENT))
    for one in (colour, element("a:buFont", typeface="Arial"), element("a:buChar", char="•")):
        properties.append(one)

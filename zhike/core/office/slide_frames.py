"""What every slide has: its title, its place among the others, whose it is. All lengths are points."""

import io
from copy import deepcopy
from typing import Any

from zhike.core.charts.letters import LINE, wrapped
from zhike.core.office.parts import Firm

WIDE, HIGH = 960.0, 540.0
LEFT, TOP, FOOT = 48.0, 112.0, 500.0  # where content begins and ends
ROOM = WIDE - 2 * LEFT
LATIN, CHINESE = "Arial", "Microsoft YaHei"
ACCENT, INK, SOFT, PALE = "0D6163", "1C2427", "5D686C", "E7F0F0"
TITLE_SIZE, SMALL = 26.0, 11.0
TITLE_ONLY, TITLE_SLIDE = 5, 0  # layouts of the template of python-pptx


def title_slide(deck: Any, title: str, subtitle: str, firm: Firm) -> None:
    """Whose report, about what, of when."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    bar(slide, 0, 0, 14, HIGH)
    heading, below = slide.shapes.title, slide.placeholders[1]
    size = 40.0 if len(wrapped(title, (ROOM - 20) / 40.0, 9)) <= 2 else 30.0
    put(heading, LEFT + 12, 170, ROOM - 12, 110, anchor="b")
    write(heading, wrapped_title(title, (ROOM - 20) / size, 3), size, INK, bold=True)
    put(below, LEFT + 12, 292, ROOM - 12, 90)
    write(below, subtitle, 20, SOFT)
    if firm.logo:
        _logo(slide, firm.logo, LEFT + 12, 48, 60)
    if firm.name:
        words(slide, firm.name, LEFT + 12, 470, ROOM - 12, 24, size=14, colour=ACCENT, bold=True)


def new_slide(deck: Any, title: str, part: int = 1, of: int = 1) -> Any:
    """A slide with its title; of several with one title, each says which it is."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    put(slide.shapes.title, LEFT, 34, ROOM, 56, anchor="ctr")
    counted = f" ({part}/{of})" if of > 1 else ""
    shown = wrapped_title(title, ROOM / TITLE_SIZE - len(counted), 1) + counted
    write(slide.shapes.title, shown, TITLE_SIZE, INK, bold=True)
    bar(slide, LEFT, 94, 56, 3)
    return slide


def wrapped_title(title: str, room: float, lines: int) -> str:
    """What does not fit ends in …; the whole is in the outline of no slide, but in the report."""
    return " ".join(wrapped(title, room * 0.97, lines))


def closing_numbers(deck: Any, firm: Firm, title: str) -> None:
    """Every slide but the first says whose it is and its number."""
    for slide in list(deck.slides)[1:]:
        left = "  ·  ".join(filter(None, [firm.name, title]))
        words(slide, wrapped_title(left, (ROOM - 80) / SMALL, 1), LEFT, 508, ROOM - 80, 20, size=SMALL, colour=SOFT)
        _number(words(slide, "‹#›", WIDE - LEFT - 60, 508, 60, 20, size=SMALL, colour=SOFT, align="r"))


def words(
    slide: Any, text: str, left: float, top: float, width: float, height: float, *, size: float,
    colour: str = INK, bold: bool = False, align: str = "l",
) -> Any:  # fmt: skip
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height))
    _no_insets(shape)
    write(shape, text, size, colour, bold=bold, align=align)
    return shape


def write(shape: Any, text: str, size: float, colour: str, *, bold: bool = False, align: str = "l") -> None:
    """One paragraph, in typefaces of both scripts."""
    frame = shape.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.text = ""
    run(paragraph, text, size, colour, bold=bold)
    paragraph._p.get_or_add_pPr().set("algn", align)


def run(paragraph: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    made = paragraph.add_run()
    made.text = text
    made.font.size, made.font.bold, made.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    typefaces(made._r.get_or_add_rPr())


def typefaces(properties: Any) -> None:
    """Latin and Chinese letters each in a typeface that has them: without one, PowerPoint guesses."""
    from pptx.oxml.ns import qn

    for tag, face in (("a:latin", LATIN), ("a:ea", CHINESE)):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        properties.append(element(tag, typeface=face))


def put(shape: Any, left: float, top: float, width: float, height: float, *, anchor: str = "t") -> None:
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)
    _no_insets(shape)
    shape.text_frame._txBody.bodyPr.set("anchor", anchor)


def bar(slide: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Pt

    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(top), Pt(width), Pt(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
    shape.line.fill.background()
    shape.shadow.inherit = False


def line_height(size: float) -> float:
    return size * LINE


def element(tag: str, **attributes: str) -> Any:
    """An element of Office Open XML, such as `a:ln`."""
    from pptx.oxml.xmlchemy import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


# --- below -----------------------------------------------------------------------------------------------


def _no_insets(shape: Any) -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _logo(slide: Any, logo: bytes, left: float, top: float, height: float) -> None:
    from pptx.util import Pt

    picture = slide.shapes.add_picture(io.BytesIO(logo), Pt(left), Pt(top), height=Pt(height))
    if picture.width > Pt(360):
        picture.height = int(picture.height * Pt(360) / picture.width)
        picture.width = Pt(360)


def _number(shape: Any) -> None:
    """The text becomes a field, so that slides taken out or put in are counted anew."""
    old = shape.text_frame.paragraphs[0].runs[0]._r
    field = element("a:fld", id="{2C3A0E66-5D8B-4B43-9D7C-5F4D2C1B7A10}", type="slidenum")
    for child in old:
        field.append(deepcopy(child))
    old.getparent().replace(old, field)

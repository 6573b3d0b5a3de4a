"""Slides for a meeting: a title, then each part on as many slides as it needs, never smaller letters."""

import io
from collections.abc import Sequence
from typing import Any

from zhike.core.charts import Chart
from zhike.core.office.parts import Firm, Part, Sheet, Text
from zhike.core.office.slide_charts import chart_slides
from zhike.core.office.slide_frames import HIGH, WIDE, closing_numbers, title_slide
from zhike.core.office.slide_tables import table_slides
from zhike.core.office.slide_texts import text_slides


def slides(parts: Sequence[Part], *, title: str, subtitle: str = "", firm: Firm | None = None) -> bytes:
    """The parts as a PPTX file. Chinese is set in a Chinese typeface whatever program shows it."""
    from pptx import Presentation
    from pptx.util import Pt

    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)  # type: ignore[assignment]
    deck.core_properties.title, deck.core_properties.author = title, firm.name if firm else "Zhike"
    title_slide(deck, title, subtitle, firm or Firm())
    for part in parts:
        _SLIDES[type(part)](deck, part)
    closing_numbers(deck, firm or Firm(), title)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


# --- below -----------------------------------------------------------------------------------------------

_SLIDES: dict[type, Any] = {Text: text_slides, Sheet: table_slides, Chart: chart_slides}

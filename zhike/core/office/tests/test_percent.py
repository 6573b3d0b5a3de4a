"""A chart in percent of a whole ends at the whole, in both files."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from pptx import Presentation

from zhike.core.charts import LINES, PERCENT, Chart, Series
from zhike.core.office import Firm, slides, workbook

DAYS = tuple(date(2026, 9, 1) + timedelta(days=7 * at) for at in range(6))


@pytest.mark.parametrize(("most", "top"), [(100.0, 1.0), (130.0, None)])
def test_an_axis_in_percent_ends_at_the_whole_unless_something_is_beyond(most: float, top: float | None) -> None:
    chart = Chart("s-curve", LINES, "进度", DAYS, (Series("计划", (0.0, 20.0, 40.0, 60.0, 80.0, most)),), PERCENT)
    deck = Presentation(io.BytesIO(slides([chart], title="周报", firm=Firm("知客"))))
    (drawn,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert drawn.value_axis.maximum_scale == top
    book = zipfile.ZipFile(io.BytesIO(workbook([chart], title="周报")))
    told = "".join(book.read(name).decode() for name in book.namelist() if "/charts/chart" in name)
    assert ('<max val="1"' in told) == (top is not None)

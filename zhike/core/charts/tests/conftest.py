"""Charts the tests draw."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from zhike.core import charts
from zhike.core.charts import Chart, Series, Value

FIRST = date(2026, 3, 2)


@pytest.fixture
def lines() -> Callable[..., Chart]:
    """A chart of lines over as many days as there are values."""

    def make(*values: tuple[Value, ...], kind: str = charts.LINES, every: int = 1, **more: object) -> Chart:
        days = tuple(FIRST + timedelta(days=place * every) for place in range(len(values[0])))
        series = tuple(Series(f"Series {place}", one) for place, one in enumerate(values, 1))
        return Chart("test", kind, "A chart", days, series, **more)  # type: ignore[arg-type]

    return make

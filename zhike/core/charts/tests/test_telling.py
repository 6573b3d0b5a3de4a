"""A chart in words and as a table, for who does not see it."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from zhike.core import charts
from zhike.core.charts import Chart, Series, in_words, money
from zhike.core.charts.figure import figure
from zhike.core.charts.telling import figures, table
from zhike.core.views.kit_charts import s_curve, samples, slip

from .conftest import FIRST


def test_first_and_last_figure_of_each_series_are_told_after_the_callers_sentence() -> None:
    days = (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16))
    series = (
        Series("Spent", (100, None, 1200.5)),
        Series("Once", (None, 5, None)),
        Series("Never", (None, None, None)),
    )
    chart = Chart("x", charts.LINES, "Money", days, series, money("EUR"), "It rises.")
    assert in_words(chart) == (
        "It rises. Spent: €100 on March 2, 2026, €1,200.50 on March 16, 2026. Once: €5 on March 9, 2026."
    )
    with translation.override("zh-hans"):
        assert "2026年3月16日" in in_words(chart)


def test_milestones_are_told_by_how_far_they_moved() -> None:
    day = date(2026, 9, 1)
    moved = (
        Series("A", (day, day + timedelta(days=9))),
        Series("B", (day, day - timedelta(days=1))),
        Series("C", (day, day)),
    )
    chart = Chart("x", charts.SLIP, "Slip", (FIRST, FIRST + timedelta(days=7)), moved, charts.DAY)
    assert in_words(chart) == (
        "A: from Sept. 1, 2026 to Sept. 10, 2026, 9 days later. "
        "B: from Sept. 1, 2026 to Aug. 31, 2026, 1 day earlier. C: Sept. 1, 2026, not moved."
    )
    heads, rows, _left_out = table(chart)
    assert heads == ["Forecast on", "March 2, 2026", "March 9, 2026", "Moved, in days"]
    assert [row[-1] for row in rows] == ["+9", "-1", "0"]


def test_groups_are_told_with_all_their_figures_up_to_a_dozen() -> None:
    names = tuple(f"G{place}" for place in range(15))
    chart = Chart("x", charts.BARS, "Bars", names, (Series("Spent", tuple(range(15))),), charts.HOURS)
    assert in_words(chart).startswith("G0: Spent 0 hours. G1: Spent 1 hour.")
    assert in_words(chart).endswith("3 more are in the table.")


def test_a_long_table_has_the_last_day_of_each_week_or_month_and_the_first_day() -> None:
    days = tuple(FIRST + timedelta(days=count) for count in range(730))
    chart = Chart("x", charts.LINES, "Long", days, (Series("S", tuple(range(730))),))
    heads, rows, is_thinned = table(chart)
    assert heads == ["Day", "S"]
    assert is_thinned
    assert len(rows) == 25
    assert rows[0] == ["March 2, 2026", "0"]
    assert rows[1] == ["March 31, 2026", "29"]
    assert rows[-1] == ["Feb. 29, 2028", "729"]
    assert len(figures(chart).rows) == 730  # files have all


@pytest.mark.parametrize("chart", samples(), ids=lambda chart: chart.key)
def test_a_figure_has_a_name_words_and_a_table_with_heads(chart: Chart) -> None:
    page = figure(chart)
    assert f'<figcaption id="chart-{chart.key}">' in page
    assert f'role="img" aria-labelledby="chart-{chart.key} chart-{chart.key}-words"' in page
    assert f'<p hidden id="chart-{chart.key}-words">' in page
    assert page.count("<svg") == page.count('aria-hidden="true"') == 2
    assert '<th scope="col">' in page
    assert '<th scope="row">' in page
    assert "<caption" in page


def test_ids_of_charts_on_one_page_are_their_own() -> None:
    import re

    page = figure(s_curve()) + figure(slip())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))

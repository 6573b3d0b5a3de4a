"""What is drawn: values at their places, gaps, names that cover nobody, and nothing of strangers' markup."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as some

from zhike.core import charts
from zhike.core.charts import Chart, Level, Marker, Series, svg
from zhike.core.charts.drawing import laid_out
from zhike.core.charts.ends import covers
from zhike.core.charts.figure import NARROW, WIDE, figure, height
from zhike.core.charts.picture import Picture, Point, simple
from zhike.core.views.kit_charts import samples

from .conftest import FIRST

Lines = Callable[..., Chart]
SIZES = [(*WIDE, False), (*NARROW, True), (510.0, 7.5, False)]


def points(path: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def runs(picture: Picture, name: str) -> list[list[Point]]:
    """The lines of a series, without its points."""
    path = next(s.path for s in picture.shapes if s.about == name and s.ink.partition("-")[0] in ("line", "bold"))
    return [points(run) for run in path.split("M") if run]


def axis(picture: Picture) -> Callable[[float], float]:
    """Where a value lies, read off the labels of the axis at the left."""
    found = {}
    for label in picture.labels:
        if label.anchor == "end" and label.ink == "quiet" and re.fullmatch(r"-?[\d,.]+", label.text):
            found[float(label.text.replace(",", ""))] = label.y
    low, high = min(found), max(found)
    middle = (found[low] - found[high]) / (high - low)
    lift = 0.34 * picture.labels[0].size
    return lambda value: found[low] - (value - low) * middle - lift


def test_each_value_lies_where_the_axis_says(lines: Lines) -> None:
    values = (0, 12, 7, 40, 33)
    picture = laid_out(lines(values), 640, 300)
    at = axis(picture)
    drawn = runs(picture, "Series 1")[0]
    assert [y for _x, y in drawn] == pytest.approx([at(value) for value in values], abs=0.3)
    across = [x for x, _y in drawn]
    assert across == sorted(across)
    steps = [after - before for before, after in pairwise(across)]
    assert max(steps) - min(steps) < 0.3  # days are equally long


def test_a_day_without_a_figure_is_a_gap_and_no_zero(lines: Lines) -> None:
    picture = laid_out(lines((1, 2, None, None, 5, 6)), 640, 300)
    assert [len(run) for run in runs(picture, "Series 1")] == [2, 2]
    picture = laid_out(lines((1, 2, None, None, 5, 6), kind=charts.STEPS), 640, 300)
    assert len(runs(picture, "Series 1")) == 1  # it holds until it changes


def test_milestones_about_which_nothing_was_said_are_joined(lines: Lines) -> None:
    day = FIRST + timedelta(days=90)
    chart = lines((day, None, day + timedelta(days=9)), kind=charts.SLIP, every=7, unit=charts.DAY)
    assert len(runs(laid_out(chart, 640, 300), "Series 1")) == 1


@pytest.mark.parametrize("kind", [charts.LINES, charts.STEPS, charts.AREAS])
@pytest.mark.parametrize(
    "values", [(5,), (0, 0, 0), (-4, -9, 3), (None, 2, None), (0.001, 0.002, 0.003), (10**9, 1, 0)]
)
def test_odd_figures_make_a_picture_all_the_same(lines: Lines, kind: str, values: tuple[float | None, ...]) -> None:
    picture = laid_out(lines(values, kind=kind), 640, 300)
    assert all(0 <= x <= 640 and 0 <= y <= 300 for shape in picture.shapes for x, y in _corners(shape.path))
    assert not covers([label.box for label in picture.labels])


def test_a_single_figure_is_a_point_with_its_name(lines: Lines) -> None:
    picture = laid_out(lines((5,)), 640, 300)
    assert any(shape.ink.startswith(("point", "open")) for shape in picture.shapes)
    assert "Series 1" in {label.text for label in picture.labels}


def test_no_figures_at_all_is_said_in_words(lines: Lines) -> None:
    assert [label.text for label in laid_out(lines((None, None)), 640, 300).labels] == [
        "There are no figures for this yet."
    ]
    nothing = Chart("empty", charts.BARS, "Nothing", (), ())
    assert "There are no figures" in figure(nothing)
    assert "<details>" not in figure(nothing)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("width", "size", "is_narrow"), SIZES)
def test_no_words_cover_others_or_leave_the_picture(width: float, size: float, is_narrow: bool, language: str) -> None:
    with translation.override(language):
        for chart in samples():
            picture = laid_out(chart, width, height(chart, is_narrow=is_narrow), size)
            boxes = [label.box for label in picture.labels]
            assert not covers(boxes), chart.key
            assert all(left >= -1 and right <= width + 1 for left, _top, right, _bottom in boxes), chart.key
            assert all(top >= -1 and bottom <= picture.height + 1 for _left, top, _right, bottom in boxes), chart.key
            assert not picture.unnamed, chart.key


@settings(max_examples=60)
@given(
    some.lists(some.lists(some.none() | some.floats(-1e6, 1e6), min_size=12, max_size=12), min_size=1, max_size=9),
    some.sampled_from(SIZES), some.sampled_from([charts.LINES, charts.STEPS, charts.AREAS]),
)  # fmt: skip
def test_names_keep_clear_of_each_other_whatever_the_figures(
    values: list[list[float | None]], size: tuple[float, float, bool], kind: str
) -> None:
    days = tuple(FIRST + timedelta(days=9 * place) for place in range(12))
    series = tuple(Series(f"系列 {place} with a longer name", tuple(one)) for place, one in enumerate(values))
    marks = (Marker(days[4], "状态日"), Marker(days[5], "Today", charts.TODAY), Marker(days[5], "Twice"))
    chart = Chart("any", kind, "Any", days, series, markers=marks, levels=(Level(5000, "Budget"),))
    picture = laid_out(chart, size[0], height(chart, is_narrow=size[2]), size[1])
    assert not covers([label.box for label in picture.labels])


def test_forty_milestones_are_drawn_and_those_that_moved_most_are_named() -> None:
    weeks = tuple(FIRST + timedelta(weeks=week) for week in range(20))
    series = tuple(
        Series(
            f"里程碑 {place}", tuple(FIRST + timedelta(days=200 + 6 * place + place * week // 4) for week in range(20))
        )
        for place in range(40)
    )
    chart = Chart("many", charts.SLIP, "Many", weeks, series, charts.DAY)
    picture = laid_out(chart, WIDE[0], height(chart), WIDE[1])
    named = {label.text.rpartition(" ")[0] for label in picture.labels} | {label.text for label in picture.labels}
    assert sum(shape.ink.startswith("line") for shape in picture.shapes) == 40
    assert picture.unnamed > 0
    assert any("里程碑 39" in text for text in named)
    assert not covers([label.box for label in picture.labels])
    assert (
        f"{laid_out(chart, NARROW[0], height(chart, is_narrow=True), NARROW[1]).unnamed} lines have no name"
        in figure(chart)
    )


def test_two_years_of_five_series_stay_small() -> None:
    days = tuple(FIRST + timedelta(days=count) for count in range(730))
    wild = tuple(
        Series(f"S{place}", tuple((day.toordinal() * 7919 * (place + 1)) % 997 for day in days)) for place in range(5)
    )
    calm = tuple(Series(f"S{place}", tuple(count**1.5 * (place + 1) for count in range(730))) for place in range(5))
    for series, most in ((calm, 12_000), (wild, 60_000)):
        assert len(svg(Chart("big", charts.LINES, "Big", days, series), *WIDE[:1], 300)) < most


def test_what_is_left_out_of_a_line_is_never_seen() -> None:
    line = [(float(x), (x % 17) ** 2 / 9 + x / 3) for x in range(400)]
    kept = simple(line)
    assert len(kept) < len(line)
    for x, y in line:
        before = max((point for point in kept if point[0] <= x), key=lambda point: point[0])
        after = min((point for point in kept if point[0] >= x), key=lambda point: point[0])
        share = (x - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0
        assert abs(before[1] + share * (after[1] - before[1]) - y) <= 0.25 + 1e-9


def test_areas_stand_on_each_other(lines: Lines) -> None:
    chart = lines((10, 20), (5, 5), kind=charts.AREAS)
    picture = laid_out(chart, 640, 300)
    at = axis(picture)
    lower, upper = (points(s.path) for s in picture.shapes if s.ink.startswith("area"))
    assert {round(y) for _x, y in lower} == {round(at(value)) for value in (0, 10, 20)}
    assert {round(y) for _x, y in upper} == {round(at(value)) for value in (10, 20, 15, 25)}


def test_bars_are_as_long_as_their_values_and_go_left_below_nothing() -> None:
    groups = ("A", "B", "C")
    chart = Chart("bars", charts.BARS, "Bars", groups, (Series("Spent", (10, 20, -5)), Series("Planned", (5, None, 0))))
    picture = laid_out(chart, 640, 260)
    boxes = {
        shape.about: _box(shape.path) for shape in picture.shapes if shape.about.startswith(("Spent:", "Planned:"))
    }
    long = {name: right - left for name, (left, _top, right, _bottom) in boxes.items()}
    assert long["Spent: B"] == pytest.approx(2 * long["Spent: A"], abs=0.3)
    assert long["Planned: C"] == 0
    assert "Planned: B" not in boxes  # not known is no bar; the picture says — there
    assert boxes["Spent: C"][2] == pytest.approx(boxes["Spent: A"][0], abs=0.2)
    assert "—" in {label.text for label in picture.labels}


def test_series_are_told_apart_without_colours() -> None:
    from zhike.core.charts.inks import looks

    plain = looks([Series(str(place), ()) for place in range(12)])
    assert len({(look.dash, look.point) for look in plain}) == 12
    assert len({look.pattern for look in plain[:6]}) == 6
    kinds = looks(
        [Series(look, (), look) for look in (charts.REFERENCE, charts.MEASURED, charts.SECOND, charts.EXPECTED)]
    )
    assert len({(look.dash, look.point, look.is_strong) for look in kinds}) == 4
    assert kinds[3].hue == kinds[2].hue  # what is expected belongs to what was


def test_the_today_line_stands_on_its_day_and_names_keep_off_it(lines: Lines) -> None:
    chart = lines(tuple(range(11)), markers=(Marker(FIRST + timedelta(days=5), "Today", charts.TODAY),))
    picture = laid_out(chart, 640, 300)
    (line,) = (points(shape.path) for shape in picture.shapes if shape.about == "Today")
    run = runs(picture, "Series 1")[0]
    assert line[0][0] == pytest.approx((run[0][0] + run[-1][0]) / 2, abs=0.3)
    outside = lines((1, 2), markers=(Marker(date(2031, 1, 1), "Far away"),))
    assert "Far away" not in svg(outside, 640, 300)


EVIL = '"><script>alert(1)</script>&'


@pytest.mark.parametrize("kind", charts.chart.KINDS)
def test_nothing_of_a_name_becomes_markup(kind: str) -> None:
    across = (EVIL, "B") if kind == charts.BARS else (FIRST, FIRST + timedelta(days=30))
    value = FIRST + timedelta(days=60) if kind == charts.SLIP else 5
    chart = Chart(
        EVIL, kind, EVIL, across, (Series(EVIL, (value, value)),), charts.DAY if kind == charts.SLIP else charts.COUNT,
        EVIL, EVIL, (Marker(FIRST, EVIL),), () if kind == charts.SLIP else (Level(3, EVIL),),
    )  # fmt: skip
    assert "<script" not in figure(chart)
    for paper in (True, False):
        drawn = svg(chart, 640, 300, paper=paper)
        assert "<script" not in drawn
        ElementTree.fromstring(drawn)


def test_a_page_may_show_it_and_paper_needs_nothing_else() -> None:
    for chart in samples():
        page, paper = figure(chart), svg(chart, 510, 230, paper=True)
        assert " style=" not in page  # the policy refuses it
        assert "<style" not in paper
        assert "class=" not in paper
        assert "http" not in paper.replace("http://www.w3.org/2000/svg", "")
        referred = set(re.findall(r"url\(#([\w-]+)\)", paper))
        assert referred <= set(re.findall(r'id="([\w-]+)"', paper))


def test_a_chart_that_cannot_be_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="one value for each"):
        Chart("x", charts.LINES, "x", (FIRST,), (Series("x", (1, 2)),))
    with pytest.raises(ValueError, match="in order"):
        Chart("x", charts.LINES, "x", (FIRST, FIRST), (Series("x", (1, 2)),))
    with pytest.raises(ValueError, match="no kind"):
        Chart("x", "pie", "x", (), ())


def test_series_with_days_of_their_own_are_lined_up() -> None:
    days, (one, other) = charts.lined_up([(date(2026, 1, 1), 1), (date(2026, 1, 3), 3)], [(date(2026, 1, 2), 7)])
    assert days == (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
    assert (one, other) == ((1, None, 3), (None, 7, None))


def _corners(path: str) -> Sequence[Point]:
    return points(path.split("a")[0] if "a" in path else path) if "h" not in path else []


def _box(path: str) -> tuple[float, float, float, float]:
    left, top, width, high = (float(one) for one in re.findall(r"-?[\d.]+", path)[:4])
    return left, top, left + width, top + high

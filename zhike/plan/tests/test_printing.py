"""A plan on paper: what is on its pages, how much of it at most, and who gets it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from zhike.activity.models import Activity
from zhike.clients.testing import MARKER
from zhike.core.errors import Invalid
from zhike.core.scope import organisation
from zhike.plan import actions
from zhike.plan.models import Task
from zhike.plan.portal import shared_plan_pdf
from zhike.plan.printing import choosing
from zhike.plan.printing.choosing import Choices, chosen
from zhike.plan.printing.drawing import drawn
from zhike.plan.printing.pages import laid_out, shortened
from zhike.plan.printing.setting import plan_pdf, prepared
from zhike.plan.printing.sheet import Head, Line, Sheet, Week
from zhike.plan.printing.staff import sheet_of
from zhike.plan.printing.timescale import TimeScale

MORNING, EVENING = datetime.fromisoformat("2026-11-02T08:00"), datetime.fromisoformat("2026-11-06T17:00")
HEAD = Head("Acme", "P-1 Bridge", "Plan", (("Client", "Kite"),), datetime(2026, 11, 26, 9, tzinfo=UTC))


def line(key: int, **values: object) -> Line:
    told = {"level": 1, "wbs": str(key), "name": f"Task {key}", "kind": "task", "start": MORNING, "finish": EVENING}
    return Line(key=key, progress=0, **(told | values))  # type: ignore[arg-type]


def sheet(*lines: Line, **values: object) -> Sheet:
    return Sheet(HEAD, lines, MORNING + timedelta(days=2), **values)  # type: ignore[arg-type]


# --- the time scale ---


@pytest.mark.parametrize(
    ("days", "zoom"), [(20, "day"), (120, "week"), (500, "month"), (1_800, "quarter"), (9_000, "year")]
)
def test_headings_are_as_fine_as_the_width_allows(days: int, zoom: str) -> None:
    scale = TimeScale(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days), 500)
    assert scale.zoom == zoom
    for cells in scale.headings():
        assert cells[0].x == 0
        assert cells[-1].x + cells[-1].width == pytest.approx(500, abs=0.05)
        assert all(one.x + one.width == pytest.approx(two.x, abs=0.05) for one, two in pairwise(cells))


def test_months_and_quarters_are_called_as_the_reader_calls_them() -> None:
    scale = TimeScale(date(2026, 1, 1), date(2027, 6, 30), 500)
    with translation.override("en"):
        assert [one.words for one in scale.headings()[1][:2]] == ["Jan", "Feb"]
    with translation.override("zh-hans"):
        assert [one.words for one in scale.headings()[1][:2]] == ["1月", "2月"]
        assert scale.headings()[0][0].words == "2026年"


# --- pages ---


def test_lines_go_on_over_pages_which_say_what_they_are_within() -> None:
    lines = [line(0, kind="summary", name="Build"), *(line(one, level=2, above=0) for one in range(1, 100))]
    with translation.override("en"):
        data, pictures = laid_out(sheet(*lines, paper="a4"))
    assert sum(len(page["rows"]) for page in data["pages"]) == 100
    assert len(data["pages"]) > 2
    assert data["pages"][0]["path"] == ""
    assert data["pages"][1]["path"] == "(continued) 0 Build"
    assert set(pictures) == {f"page-{one + 1}.svg" for one in range(len(data["pages"]))}


def test_a_small_plan_is_on_a4_and_a_large_one_on_a3() -> None:
    assert laid_out(sheet(line(1)))[0]["width"] < 850
    assert laid_out(sheet(*map(line, range(100))))[0]["width"] > 1_000
    assert laid_out(sheet(*map(line, range(100)), paper="a4"))[0]["width"] < 850


def test_what_is_critical_is_told_by_its_shape_too() -> None:
    plain = laid_out(sheet(line(1)))[1]["page-1.svg"].decode()
    critical = laid_out(sheet(line(1, is_critical=True)))[1]["page-1.svg"].decode()
    hatched = drawn([("hatch", "")], 1, 1).split("stroke-width=")[1][:6]
    assert hatched not in plain
    assert hatched in critical


def test_days_off_are_shaded_while_they_are_wide_enough() -> None:
    week = Week(frozenset({5, 6}), off=frozenset({date(2026, 11, 4)}), worked=frozenset({date(2026, 11, 7)}))
    assert [week.is_free(date(2026, 11, day)) for day in (3, 4, 7, 8)] == [False, True, False, True]
    near = laid_out(sheet(line(1), week=week))[0]
    far = laid_out(sheet(line(1), line(2, finish=EVENING + timedelta(days=900)), week=week))[0]
    assert (near["has_free_days"], far["has_free_days"]) == (True, False)


def test_only_dependencies_that_can_be_followed_are_drawn_and_the_rest_is_counted() -> None:
    lines = [line(one) for one in range(80)]
    links = tuple((one, one + 1, "FS") for one in range(79))
    with translation.override("en"):
        data, _pictures = laid_out(sheet(*lines, links=links, paper="a4"))
    away = len(data["pages"]) - 1  # one from each page to the next
    assert data["notes"] == [
        f"{79 - away} of 79 dependencies are drawn: those that lie on one page and can be followed there."
    ]
    assert laid_out(sheet(line(1), line(2), links=((1, 2, "FS"),)))[0]["notes"] == []


def test_names_are_cut_where_their_column_ends() -> None:
    assert shortened("Short", 100, 7) == "Short"
    assert shortened("", -1, 7) == ""  # a column that is not there holds nothing, not a …
    assert shortened("接口开发与联调测试以及上线", 50, 7) == "接口开发与联…"


def test_the_legend_names_what_is_on_the_pages_only() -> None:
    with translation.override("en"):
        words = dict(prepared(sheet(line(1), line(2, kind="milestone", is_done=True)))[0]["legend"])
    assert set(words) == {"task", "milestone", "reached", "free"}


def test_the_same_plan_printed_again_is_the_same_file() -> None:
    one = sheet(line(1, name='[#"*_`$', said="∆ <b>"), line(2, kind="milestone", deadline=MORNING, is_missed=True))
    made = plan_pdf(one)
    assert made.startswith(b"%PDF-")
    assert made == plan_pdf(one)


# --- what is chosen ---


def test_critical_tasks_come_with_what_they_are_part_of() -> None:
    lines = [line(0, kind="summary"), line(1, level=2, above=0), line(2, level=2, above=0, is_critical=True), line(3)]
    found, notes = chosen(lines, Choices(only_critical=True))
    assert [one.key for one in found] == [0, 2]
    assert notes == []


def test_a_range_keeps_what_reaches_into_it() -> None:
    late = MORNING + timedelta(days=90)
    lines = [line(1), line(2, start=late, finish=late), line(3, finish=late)]
    found, _notes = chosen(lines, Choices(first=date(2026, 12, 1), last=date(2026, 12, 31)))
    assert [one.key for one in found] == [3]
    with pytest.raises(Invalid, match="Nothing of the plan is left"):
        chosen(lines, Choices(first=date(2030, 1, 1)))


def test_too_many_lines_are_printed_less_deep_or_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 10)
    lines = [line(0, kind="summary"), *(line(one, level=2, above=0) for one in range(1, 40))]
    found, notes = chosen(lines, Choices())
    assert len(found) == 1
    assert notes == ["Only 1 level of the outline is printed: 40 lines in all would be too many."]
    with pytest.raises(Invalid, match="These are 40 lines; at most 10 are printed"):
        chosen(lines, Choices(depth=2))
    with pytest.raises(Invalid, match="at most 10"):
        chosen([line(one) for one in range(11)], Choices())


# --- doors ---


@pytest.mark.django_db
def test_a_plan_is_printed_in_either_language_and_that_is_kept(world, as_) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/print/"
    mark = as_("mark")
    page = mark.get(here + "?only_critical=1&with_links=0").content.decode()
    assert 'name="only_critical" id="id_only_critical" checked' in page
    assert 'name="with_links" id="id_with_links" checked' not in page
    for language in ("en", "zh-hans"):
        made = mark.post(here, {"language": language, "with_baseline": "on", "with_links": "on"})
        assert made.status_code == 200, made.content.decode()[:400]
        assert made["Content-Type"] == "application/pdf"
        assert made.content.startswith(b"%PDF-")
    with organisation(world.acme.pk):
        assert Activity.objects.filter(verb="plan.exported", details__form="PDF").count() == 2


@pytest.mark.django_db
def test_what_cannot_be_printed_is_said_on_the_form(world, as_) -> None:
    here = f"/acme/projects/{world.bridge.number}/plan/print/"
    mark = as_("mark")
    refused = mark.post(here, {"first": "2026-03-02", "last": "2026-03-01"})
    assert refused.status_code == 422
    assert "It ends before it begins." in refused.content.decode()
    empty = mark.post(here, {"first": "2090-03-02"})
    assert empty.status_code == 422
    assert "Nothing of the plan is left" in empty.content.decode()
    assert as_("cara").get(here).status_code == 403
    assert as_("gus").get(here).status_code in {403, 404}


@pytest.mark.django_db
def test_the_sheet_holds_the_baseline_the_owners_and_the_deadlines(world) -> None:
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        kept = actions.take_baseline(mark, world.plan, name="合同基线")
        actions.change_task(mark, world.build, duration="20d")
        with translation.override("en"):
            found = sheet_of(world.plan, Choices())
        lines = {one.key: one for one in found.lines}
        task = Task.objects.get(pk=world.build.pk)
        assert lines[task.pk].baseline_finish < lines[task.pk].finish == task.finish
        assert lines[task.pk].said == str(world.people["mia"])
        assert lines[world.task.pk].deadline is not None
        assert len(found.links) == 5
        assert ("Baseline", kept.name) in found.head.facts
        assert sheet_of(world.plan, Choices(with_links=False, with_owners=False, with_baseline=False)).links == ()


@pytest.mark.django_db
def test_a_clients_paper_holds_shared_lines_and_no_inner_word(world, as_, monkeypatch) -> None:
    taken = []
    monkeypatch.setattr("zhike.plan.portal.plan_pdf", lambda one: taken.append(one) or plan_pdf(one))
    here = f"/acme/portal/projects/{world.bridge.number}/plan/pdf/"
    made = as_("cara").get(here)
    assert made.status_code == 200
    assert made.content.startswith(b"%PDF-")
    names = [one.name for one in taken[0].lines]
    assert "联调" in names
    assert not {"内部复盘", "接口开发"} & set(names)
    assert MARKER not in str(taken[0])
    assert taken[0].links == ()
    assert not any(one.is_critical or one.deadline for one in taken[0].lines)
    assert as_("mark").get(here).status_code == 403
    assert as_("rita").get(here).status_code == 404


@pytest.mark.django_db
def test_without_dates_there_is_no_paper_for_the_client(world, as_) -> None:
    with organisation(world.acme.pk):
        world.bridge.transparency.planned_dates = False
        world.bridge.transparency.save()
        assert shared_plan_pdf(world.actor("cara"), world.bridge.number) is None
    page = as_("cara").get(f"/acme/portal/projects/{world.bridge.number}/plan/").content.decode()
    assert "plan/pdf/" not in page

"""When the next draft comes, and which words tell good news: without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.reports.models import ReportPlan
from zhike.reports.periods import next_draft, period_of
from zhike.reports.queries import claims

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "Pacific/Apia")]
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=5_800)).map(lambda past: BEGAN + past)
zones, days, hours = st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 23)


@given(moments, zones, days, hours, st.sampled_from(["weekly", "fortnightly"]))
def test_the_next_draft_lies_ahead_on_its_weekday_at_its_hour(
    after: datetime, zone: ZoneInfo, weekday: int, hour: int, cadence: str
) -> None:
    found = next_draft(ReportPlan(cadence=cadence, weekday=weekday, hour=hour), after, zone)
    assert found is not None
    assert after < found <= after + timedelta(days=8)
    assert (found.astimezone(zone).weekday(), found.hour) == (weekday, hour)


@given(moments, zones, days, hours)
def test_every_second_week_counts_from_the_last_report(
    after: datetime, zone: ZoneInfo, weekday: int, hour: int
) -> None:
    plan = ReportPlan(cadence="fortnightly", weekday=weekday, hour=hour, reported_until=after)
    found = next_draft(plan, after, zone)
    assert found is not None
    assert timedelta(days=10) < found - after < timedelta(days=19)


@given(moments, zones, st.integers(1, 28), hours)
def test_a_monthly_draft_comes_on_its_day(after: datetime, zone: ZoneInfo, day: int, hour: int) -> None:
    found = next_draft(ReportPlan(cadence="monthly", day_of_month=day, hour=hour), after, zone)
    assert found is not None
    assert after < found <= after + timedelta(days=32)
    assert (found.day, found.hour) == (day, hour)


def test_the_hour_stays_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    plan = ReportPlan(cadence="weekly", weekday=0, hour=9)
    before = next_draft(plan, datetime(2026, 10, 20, tzinfo=UTC), berlin)
    assert before == datetime(2026, 10, 26, 8, tzinfo=UTC)
    assert next_draft(plan, datetime(2026, 10, 19, 7, tzinfo=UTC), berlin) == before


@pytest.mark.parametrize("cadence", ["milestone", "on_demand"])
def test_some_plans_wait_for_no_day(cadence: str) -> None:
    assert next_draft(ReportPlan(cadence=cadence), datetime(2026, 1, 1, tzinfo=UTC), ZONES[0]) is None


@given(moments, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_a_period_never_begins_before_the_project_and_never_ends_before_it_begins(
    now: datetime, age: timedelta
) -> None:
    period = period_of(ReportPlan(cadence="monthly"), now, now - age)
    assert now - age <= period.start <= period.end == now < period.ahead


GOOD = ["We are on track.", "No risks so far", "Everything went as planned.", "整体按计划推进。", "目前一切顺利",
        "我们提前完成了联调", "没有风险。", "Finished ahead of schedule"]  # fmt: skip
PLAIN = ["We are not on track.", "It is no longer on schedule.", "Unless we are on time, tell us.", "未按期完成。",
         "按计划外的方式", "联调无法如期完成", "There are two risks.", "We didn't finish on time."]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_good_news_is_found_in_both_languages(text: str) -> None:
    assert claims(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_denies_it_is_no_good_news(text: str) -> None:
    assert claims(text) == []


@given(st.text(max_size=200))
def test_every_claim_stands_in_the_text(text: str) -> None:
    assert all(one in text for one in claims(text))

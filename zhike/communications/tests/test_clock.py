"""The answer clock: promises in working hours, reminders once, settling by itself."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from zhike.activity.models import Activity, Notification
from zhike.communications import actions, queries
from zhike.communications.jobs import watch_the_clock
from zhike.communications.models import AnswerPromise, Question
from zhike.core.errors import Conflict, Denied, Invalid

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def put(row, **values):
    Question.objects.filter(pk=row.pk).update(**values)
    return Question.objects.get(pk=row.pk)


def verbs(row):
    told = Activity.objects.filter(subject_id=row.pk).order_by("sequence").values_list("verb", flat=True)
    return [verb for verb in told if verb in {"question.due_soon", "question.overdue", "question.settled_itself"}]


def test_a_working_day_is_promised_for_a_question_and_half_a_day_for_a_complaint(inside):
    promise = queries.the_promise()
    assert queries.answer_due(promise, "question", at("2026-11-26 10:00")).at == at("2026-11-27 10:00")
    assert queries.answer_due(promise, "concern", at("2026-11-26 10:00")).at == at("2026-11-26 15:00")
    assert queries.answer_due(promise, "question", at("2026-09-30 17:00")).at == at("2026-10-08 17:00")


def test_a_year_whose_holidays_are_not_published_makes_a_promise_provisional(inside):
    promise = queries.the_promise()
    assert not queries.answer_due(promise, "question", at("2026-12-30 10:00")).is_provisional
    assert queries.answer_due(promise, "question", at("2029-12-31 10:00")).is_provisional


def test_the_firm_sets_its_own_week_days_and_hours(inside):
    olga = inside.actor("olga")
    hours = {**queries.the_promise().hours, "question": 4, "praise": 0}
    week = [[["08:00", "12:00"]]] * 6 + [[]]
    actions.set_answer_promise(
        olga, week=week, hours=hours, country="", days_off=["2026-11-27"], workdays=["2026-11-29"]
    )
    promise = queries.the_promise()
    assert queries.answer_due(promise, "question", at("2026-11-26 10:00")).at == at("2026-11-28 10:00")
    assert queries.answer_due(promise, "question", at("2026-11-28 10:00")).at == at("2026-11-29 10:00")
    assert queries.answer_due(promise, "praise", at("2026-11-26 10:00")) is None
    assert actions.ask_question(inside.actor("cara"), inside.bridge, text="好！", kind="praise").due_at is None


def test_a_promise_already_made_stands(inside):
    before = inside.asked.due_at
    hours = {**queries.the_promise().hours, "question": 100}
    actions.set_answer_promise(inside.actor("olga"), hours=hours)
    assert Question.objects.get(pk=inside.asked.pk).due_at == before


@pytest.mark.parametrize(
    "values",
    [
        {"week": [[]] * 7}, {"week": [[["12:00", "09:00"]]] * 7}, {"week": [[["9", "x"]]] * 7}, {"week": [[]] * 5},
        {"week": [[["09:00", "12:00"], ["11:00", "13:00"]]] * 7}, {"hours": {"question": 8}}, {"country": "XX"},
        {"days_off": ["morgen"]}, {"settle_after": 99}, {"remind_before": 999},
    ],
)  # fmt: skip
def test_what_nobody_could_keep_is_refused_and_nothing_is_written(inside, values):
    with pytest.raises(Invalid):
        actions.set_answer_promise(inside.actor("olga"), **values)
    assert not AnswerPromise.objects.exists()


def test_only_those_who_run_the_firm_promise_in_its_name_and_never_over_each_other(inside):
    with pytest.raises(Denied):
        actions.set_answer_promise(inside.actor("mia"), settle_after=3)
    row = actions.set_answer_promise(inside.actor("mark"), settle_after=3)
    with pytest.raises(Conflict):
        actions.set_answer_promise(inside.actor("olga"), settle_after=4, version=row.version - 1)


def test_who_answers_is_reminded_once_and_of_a_broken_promise_told_once(inside, work):
    row = put(inside.asked, due_at=timezone.now() + timedelta(minutes=5))
    for _turn in range(2):
        watch_the_clock()
    assert verbs(row) == ["question.due_soon"]
    put(row, due_at=timezone.now() - timedelta(minutes=1))
    for _turn in range(2):
        watch_the_clock()
    assert verbs(row) == ["question.due_soon", "question.overdue"]
    work()
    mine = Notification.objects.filter(user=inside.people["mark"], activity__subject_id=row.pk)
    assert mine.filter(activity__verb="question.overdue").count() == 1
    assert not Notification.objects.filter(user=inside.people["cara"], activity__verb="question.overdue").exists()


def test_it_is_quiet_while_there_is_time_and_after_the_answer(inside):
    put(inside.asked, due_at=timezone.now() + timedelta(days=15))
    watch_the_clock()
    row = put(inside.answered, due_at=timezone.now() - timedelta(days=1))
    watch_the_clock()
    assert verbs(inside.asked) == verbs(row) == []


def test_an_answer_nobody_objects_to_settles_by_itself_once(inside):
    row = put(inside.answered, settles_at=timezone.now() - timedelta(minutes=1))
    for _turn in range(2):
        watch_the_clock()
    row.refresh_from_db()
    assert row.is_settled
    assert row.ending == Question.Ending.BY_ITSELF
    assert verbs(row) == ["question.settled_itself"]


def test_after_it_was_asked_again_the_old_time_settles_nothing(inside):
    row = actions.follow_up(inside.actor("sun"), inside.answered, body="还有……")
    watch_the_clock()
    assert Question.objects.get(pk=row.pk).is_open


def test_the_clock_speaks_as_people_do(inside):
    row = put(inside.asked, due_at=at("2031-11-27 14:00"), due_is_provisional=True)
    with timezone.override(SHANGHAI):
        assert queries.clock_words(row).startswith("answer promised by Thu 27 Nov 2031, 14:00 (provisional")
        with translation.override("zh-hans"):
            assert "2031年11月27日" in queries.clock_words(row)
    assert queries.clock_words(inside.answered) == "Answered"
    assert queries.clock_words(put(row, due_at=None)) == "no time promised"

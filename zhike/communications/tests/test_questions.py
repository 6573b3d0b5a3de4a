"""Asking, answering, asking further, settling: what happens, who may, and who reads it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from zhike.activity.actions import share_comment, write_comment
from zhike.activity.models import Activity, Comment
from zhike.clients.testing import MARKER
from zhike.communications import actions
from zhike.communications.models import Question
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.projects import actions as projects
from zhike.projects.models import Participant

pytestmark = pytest.mark.django_db


def again(row):
    return Question.objects.get(pk=row.pk)


def test_what_the_client_asks_goes_to_the_project_manager_with_a_promise(inside):
    row = inside.asked
    assert row.assigned_to == inside.people["mark"]
    assert row.contact == inside.cara_contact
    assert row.code == f"Q-{row.number}"
    assert row.due_at > row.asked_at
    assert row.is_open


def test_it_is_asked_once_however_often_it_is_sent(inside):
    key = uuid4()
    for _turn in range(2):
        row = actions.ask_question(inside.actor("cara"), inside.bridge, text="发了两次", id=key)
    assert Question.objects.filter(text="发了两次").count() == 1
    assert row.pk == key


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": "  "}, "text"), ({"text": "长" * 10_001}, "text"), ({"text": "x", "kind": "joke"}, "kind")],
)
def test_what_makes_no_sense_is_refused_at_its_field(inside, values, field):
    with pytest.raises(Invalid) as refusal:
        actions.ask_question(inside.actor("cara"), inside.bridge, **values)
    assert field in refusal.value.errors


def test_nobody_asks_in_a_project_they_do_not_see(inside):
    for name in ("cara", "rita"):
        with pytest.raises(Missing):
            actions.ask_question(inside.actor(name), inside.tunnel, text="?")
    with pytest.raises(Denied):
        actions.ask_question(inside.actor("mark"), inside.bridge, text="?")


def test_it_can_be_about_a_row_of_the_same_project_only(inside):
    cara = inside.actor("cara")
    there = {"subject_type": "projects.Project", "subject_words": "大桥"}
    row = actions.ask_question(cara, inside.bridge, text="?", subject_id=inside.bridge.pk, **there)
    assert row.subject_words == "大桥"
    with pytest.raises(Invalid):
        actions.ask_question(cara, inside.bridge, text="?", subject_id=inside.harbour.pk, **there)


def test_the_answer_stops_the_clock_and_reaches_who_asked(inside):
    mark = inside.actor("mark")
    row = actions.answer_question(mark, inside.asked, body="可以，**离线** 24 小时内自动同步。")
    assert row.is_answered
    assert row.answer.is_shared
    assert row.first_answered_at is not None
    assert row.kept_promise is True
    assert row.settles_at > timezone.now()
    read = visible(inside.actor("cara"), Comment).filter(subject_id=row.pk)
    assert [one.body for one in read] == ["可以，**离线** 24 小时内自动同步。"]


def test_a_shared_word_that_is_no_answer_leaves_it_open(inside):
    write_comment(inside.actor("mark"), inside.asked, body="在查，周三前答复。", visibility="shared")
    assert again(inside.asked).is_open


def test_it_is_answered_once(inside):
    mark = inside.actor("mark")
    actions.answer_question(mark, inside.asked, body="能。")
    with pytest.raises(Conflict):
        actions.answer_question(inside.actor("mia"), inside.asked, body="不能。")
    with pytest.raises(Conflict):
        actions.settle_question(mark, inside.wondered)


def test_the_same_answer_sent_twice_is_given_once(inside):
    key = uuid4()
    for _turn in range(2):
        actions.answer_question(inside.actor("mark"), inside.asked, body="能。", id=key)
    assert Comment.objects.filter(subject_id=inside.asked.pk, visibility="shared").count() == 1


def test_who_asked_asks_further_and_a_new_clock_runs(inside):
    sun = inside.actor("sun")
    row = actions.follow_up(sun, inside.answered, body="副总签可以吗？")
    assert row.is_open
    assert row.times_reopened == 1
    assert row.due_at > timezone.now()
    assert row.settles_at is None
    assert row.reminded_at is None


def test_adding_a_word_while_it_is_open_changes_nothing_but_the_talk(inside):
    row = actions.follow_up(inside.actor("cara"), inside.asked, body="是 3 号仓。")
    assert row.is_open
    assert row.times_reopened == 0
    assert row.due_at == inside.asked.due_at


def test_who_asked_confirms_and_says_they_understood(inside):
    sun = inside.actor("sun")
    row = actions.confirm_understood(sun, inside.answered)
    assert row.understood_by_name == "孙总 Sun"
    with pytest.raises(Conflict):
        actions.confirm_understood(sun, inside.answered)
    row = actions.settle_question(sun, inside.answered)
    assert row.is_settled
    assert row.ending == Question.Ending.CONFIRMED
    with pytest.raises(Conflict):
        actions.settle_question(sun, inside.answered)


def test_what_has_no_answer_can_be_neither_confirmed_nor_understood(inside):
    for act in (actions.settle_question, actions.confirm_understood):
        with pytest.raises(Conflict):
            act(inside.actor("cara"), inside.asked)


def test_our_side_settles_with_a_reason_the_client_never_reads(inside):
    with pytest.raises(Invalid):
        actions.settle_question(inside.actor("mark"), inside.asked)
    row = actions.settle_question(inside.actor("mark"), inside.asked, reason=f"{MARKER} 电话里说不用了")
    assert row.is_settled
    told = visible(inside.actor("cara"), Activity).filter(subject_id=row.pk)
    assert all(MARKER not in str(one.details) for one in told)


def test_our_side_reopens_with_a_reason(inside):
    with pytest.raises(Invalid):
        actions.reopen_question(inside.actor("mark"), inside.answered, reason=" ")
    row = actions.reopen_question(inside.actor("mark"), inside.answered, reason="孙总说没答到点上")
    assert row.is_open
    assert row.times_reopened == 1
    with pytest.raises(Conflict):
        actions.reopen_question(inside.actor("mark"), row, reason="x")


def test_we_ask_the_client_and_they_answer(inside):
    cara = inside.actor("cara")
    with pytest.raises(Denied):
        actions.answer_question(inside.actor("mark"), inside.wondered, body="我猜是月底")
    row = actions.answer_question(cara, inside.wondered, body="以 6 月 30 日为准。")
    assert row.is_answered
    assert row.answered_by_name == "卡拉 Cara"
    row = actions.follow_up(inside.actor("mark"), row, body="含在途吗？")
    assert row.is_open
    assert row.due_at is None
    row = actions.answer_question(cara, row, body="不含。")
    assert actions.settle_question(inside.actor("mark"), row).ending == Question.Ending.CONFIRMED


def test_nobody_is_asked_who_could_not_read_it(inside):
    mark = inside.actor("mark")
    with pytest.raises(Invalid) as refusal:
        actions.ask_client(mark, inside.tunnel, inside.cara_contact, text="?")
    assert "contact" in refusal.value.errors
    with pytest.raises(Invalid):
        actions.ask_client(mark, inside.bridge, inside.rita_contact, text="?")
    assert not Question.objects.filter(text="?").exists()


def test_what_was_noted_for_the_team_no_client_sees_until_it_is_shared(inside):
    cara, mark = inside.actor("cara"), inside.actor("mark")
    assert inside.noted not in visible(cara, Question)
    row = actions.answer_question(mark, inside.noted, body=f"{MARKER} 电话里道过歉了")
    assert not row.answer.is_shared
    with pytest.raises(Invalid):
        write_comment(mark, row, body="?", visibility="shared")
    actions.share_question(mark, row)
    assert row in visible(cara, Question)
    assert not visible(cara, Comment).filter(subject_id=row.pk).exists()
    share_comment(mark, row.answer)
    assert visible(cara, Comment).filter(subject_id=row.pk).count() == 1
    with pytest.raises(Conflict):
        actions.share_question(mark, row)


def test_who_of_the_client_sees_which_questions(inside):
    seen = {
        name: {one.text for one in visible(inside.actor(name), Question)} for name in ("cara", "sun", "kai", "rita")
    }
    theirs = {"断网时仓库还能盘点吗？", "期初库存以哪一天为准？"}
    assert seen["cara"] == theirs
    assert seen["sun"] == seen["kai"] == theirs | {"验收由谁签字？"}  # signatory of the project, manager of the company
    assert seen["rita"] == set()


def test_a_colleague_on_the_same_project_reads_and_hears_nothing_of_a_question_that_is_not_theirs(inside):
    """Sun asked in person. Cara takes part in the same project."""
    cara = inside.actor("cara")
    talk = Comment.objects.filter(subject_id=inside.answered.pk)
    assert talk.exists()
    assert not visible(cara, Comment).filter(subject_id=inside.answered.pk).exists()
    keys = [inside.answered.pk, *talk.values_list("pk", flat=True)]
    assert Activity.objects.filter(subject_id__in=keys, shown_to_client=True).exists()
    assert not visible(cara, Activity).filter(subject_id__in=keys).exists()
    assert visible(inside.actor("kai"), Activity).filter(subject_id=inside.answered.pk).exists()


def test_who_leaves_the_project_no_longer_sees_what_they_asked(inside):
    seat = Participant.objects.get(project=inside.bridge, contact=inside.cara_contact, until=None)
    projects.end_participation(inside.actor("mark"), seat)
    assert not visible(inside.actor("cara"), Question).exists()


def test_a_question_of_another_kind_has_the_time_promised_for_that_kind(inside):
    mark = inside.actor("mark")
    row = actions.change_question(mark, inside.asked, kind="concern")
    assert row.due_at < inside.asked.due_at
    mine = timezone.now() + timedelta(days=30)
    assert actions.change_question(mark, row, due_at=mine).due_at == mine
    with pytest.raises(Conflict):
        actions.change_question(mark, row, kind="praise", version=1)
    with pytest.raises(Conflict):
        actions.change_question(mark, inside.answered, kind="praise")


def test_it_is_given_to_a_colleague_who_is_told(inside, work):
    from zhike.activity.models import Notification

    mark, mia = inside.actor("mark"), inside.people["mia"]
    actions.reassign_question(mark, inside.asked, assigned_to=mia)
    with pytest.raises(Conflict):
        actions.reassign_question(mark, inside.asked, assigned_to=mia)
    with pytest.raises(Invalid):
        actions.reassign_question(mark, inside.asked, assigned_to=inside.people["cara"])
    work()
    assert Notification.objects.filter(user=mia, activity__verb="question.assigned").count() == 1


def test_the_answer_is_told_once_to_who_asked(inside, work):
    from zhike.activity.models import Notification

    actions.follow_up(inside.actor("cara"), inside.asked, body="补充一下")
    actions.answer_question(inside.actor("mark"), inside.asked, body="能。")
    work()
    told = Notification.objects.filter(user=inside.people["cara"]).values_list("activity__verb", flat=True)
    assert list(told) == ["question.answered"]


def test_those_who_may_not_are_refused(inside):
    for name in ("otto", "fang"):
        with pytest.raises(Denied):
            actions.answer_question(inside.actor(name), inside.asked, body="x")
    with pytest.raises(Denied):
        actions.answer_question(inside.actor("cara"), inside.asked, body="我自己答")
    with pytest.raises(Denied):
        actions.settle_question(inside.actor("rita"), inside.asked)
    with pytest.raises(Denied):
        actions.remind_of_question(inside.actor("olga"), inside.asked)


def test_what_was_said_lately_counts_from_when_it_was_said(inside):
    mark = inside.actor("mark")
    before = timezone.now() - timedelta(days=30)
    values = {"text": "上月电话里问的", "channel": "phone"}
    row = actions.record_question(mark, inside.bridge, inside.sun_contact, asked_at=before, **values)
    assert row.is_overdue
    with pytest.raises(Invalid):
        actions.record_question(
            mark, inside.bridge, inside.sun_contact, asked_at=timezone.now() + timedelta(hours=1), **values
        )
    with pytest.raises(Invalid):
        actions.record_question(mark, inside.bridge, inside.sun_contact, text="x", channel="portal")

"""What the people of a client get of questions: what is theirs, and not a word more."""

import dataclasses
import sys
from dataclasses import replace

import pytest

from zhike.activity.queries import timeline
from zhike.clients.testing import MARKER
from zhike.communications import actions, portal
from zhike.core.errors import Denied, Missing
from zhike.projects import actions as projects

pytestmark = pytest.mark.django_db


def everything(thing) -> str:
    return str(dataclasses.asdict(thing))


def test_one_sees_what_one_asked_and_what_is_asked_of_one(inside):
    mine = portal.my_questions(inside.actor("cara"))
    assert {one.text for one in mine} == {"断网时仓库还能盘点吗？", "期初库存以哪一天为准？"}
    assert [one.text for one in portal.questions_waiting_for_me(inside.actor("cara"))] == ["期初库存以哪一天为准？"]
    assert len(portal.my_questions(inside.actor("sun"), inside.bridge.number)) == 3
    assert portal.my_questions(inside.actor("sun"), inside.harbour.number) == []
    assert portal.my_questions(inside.actor("rita")) == []


@pytest.mark.parametrize("near", [0, 4000], ids=["place by place", "the newest first"])
def test_nobody_hears_of_what_a_colleague_asked(inside, monkeypatch, near):
    """However the timeline looks for its rows: what a room above takes away is taken away there too."""
    monkeypatch.setattr(sys.modules[timeline.__module__], "NEAR", near)
    heard = {name: {row.subject_id for row in timeline(inside.actor(name)).items} for name in ("cara", "sun")}
    assert inside.asked.pk in heard["cara"]
    assert inside.answered.pk not in heard["cara"]
    assert inside.answered.pk in heard["sun"]


def test_no_internal_word_is_in_any_copy(inside):
    mark = inside.actor("mark")
    actions.settle_question(mark, inside.asked, reason=f"{MARKER} 算了")
    for name in ("cara", "sun", "kai"):
        actor = inside.actor(name)
        for one in portal.my_questions(actor):
            assert MARKER not in everything(one)
            assert MARKER not in everything(portal.shared_question(actor, one.number))


def test_what_is_not_theirs_does_not_exist(inside):
    for number in (inside.noted.number, inside.answered.number, 10**12):
        with pytest.raises(Missing):
            portal.shared_question(inside.actor("cara"), number)


def test_the_talk_says_what_one_can_do_next(inside):
    cara = inside.actor("cara")
    talk = portal.shared_question(cara, inside.asked.number)
    assert (talk.may_answer, talk.may_follow_up, talk.may_settle, talk.may_confirm) == (False, True, False, False)
    assert talk.question.clock.startswith("answer promised by ")
    assert "project team will see this" in talk.readers
    assert talk.thread == ()
    actions.answer_question(inside.actor("mark"), inside.asked, body="**能**。")
    talk = portal.shared_question(cara, inside.asked.number)
    assert (talk.may_settle, talk.may_confirm) == (True, True)
    assert "<strong>能</strong>" in talk.answer
    asked = portal.shared_question(cara, inside.wondered.number)
    assert (asked.may_answer, asked.may_follow_up, asked.may_settle) == (True, False, False)
    assert asked.question.clock == "waits for your answer"


def test_looking_as_a_contact_shows_the_same_and_lets_nobody_act(inside):
    cara = inside.actor("cara")
    looking = replace(cara, contact_id=inside.cara_contact.pk, viewed_by=inside.people["mark"].pk)
    assert portal.my_questions(looking) == portal.my_questions(cara)
    assert portal.shared_question(looking, inside.asked.number) == portal.shared_question(cara, inside.asked.number)
    with pytest.raises(Denied):
        actions.follow_up(looking, inside.asked, body="冒名")


def test_where_our_people_are_not_shown_the_firm_answers(inside):
    projects.choose_transparency(inside.actor("mark"), inside.bridge, shown={"stage", "files"})
    actions.answer_question(inside.actor("mark"), inside.asked, body="能。")
    talk = portal.shared_question(inside.actor("cara"), inside.asked.number)
    assert "马可" not in everything(talk)
    assert talk.question.answers == "Acme 软件"


def test_the_form_says_what_is_promised_and_who_reads_it(inside):
    form = portal.ask_form(inside.actor("cara"))
    assert form.projects == ((inside.bridge.number, "大桥 ERP 实施"),)
    assert {one.value: one.promise for one in form.kinds}["concern"] == "answer within 4 working hours"
    assert "Acme 软件" in form.readers
    assert portal.ask_form(inside.actor("cara"), inside.harbour.number).projects == ()


def test_a_list_of_many_asks_the_database_as_often_as_one_of_few(inside, django_assert_max_num_queries):
    cara = inside.actor("cara")
    for number in range(30):
        actions.ask_question(cara, inside.bridge, text=f"第 {number} 个")
    with django_assert_max_num_queries(3):
        assert len(portal.my_questions(cara)) == 32
    with django_assert_max_num_queries(30):
        portal.shared_question(cara, inside.asked.number)

"""Notes: internal unless shared on purpose, and never further than they were meant."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zhike.activity import actions
from zhike.activity.markup import rendered
from zhike.activity.models import Activity, Comment
from zhike.activity.queries import audience_words, comments, threads
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.ids import uuid7


def write(world, who="mark", **told):
    told.setdefault("body", "先打电话 INTERNAL")
    return actions.write_comment(world.actor(who), world.huaxia, **told)


def test_a_note_is_internal_unless_one_says_otherwise(inside):
    note = write(inside)
    assert not note.is_shared
    assert not visible(inside.actor("kai"), Comment).exists()
    assert not visible(inside.actor("kai"), Activity).filter(subject_id=note.pk).exists()
    assert visible(inside.actor("otto"), Comment).exists()


def test_a_shared_note_reaches_its_own_client_and_no_other(inside):
    note = write(inside, visibility="shared")
    assert [row.pk for row in comments(inside.actor("cara"), client=inside.huaxia.pk)] == [note.pk]
    assert not visible(inside.actor("rita"), Comment).exists()


def test_the_sentence_names_those_who_will_read_it(inside):
    words = audience_words(inside.huaxia)
    assert inside.people["kai"].name in words
    assert inside.people["rita"].name not in words


def test_sharing_later_is_a_recorded_act(inside):
    note = write(inside)
    with pytest.raises(Denied):
        actions.share_comment(inside.actor("otto"), note)
    actions.share_comment(inside.actor("mark"), note)
    told = Activity.objects.get(verb="comment.shared")
    assert told.shown_to_client
    assert visible(inside.actor("kai"), Comment).filter(pk=note.pk).exists()
    with pytest.raises(Conflict):
        actions.share_comment(inside.actor("mark"), note)


def test_a_note_of_the_client_is_always_shared(inside):
    with pytest.raises(Invalid):
        write(inside, who="kai")
    note = write(inside, who="kai", body="我们看过了", visibility="shared")
    assert note.by_client
    assert note.is_shared
    with pytest.raises(Missing):
        write(inside, who="rita", visibility="shared")


def test_an_answer_never_reaches_further_than_what_it_answers(inside):
    note = write(inside)
    with pytest.raises(Invalid):
        write(inside, visibility="shared", reply_to=note)
    answer = write(inside, who="olga", reply_to=note)
    deeper = write(inside, reply_to=answer)
    assert deeper.reply_to_id == note.pk
    with pytest.raises(Conflict):
        actions.share_comment(inside.actor("mark"), answer)
    (thread,) = threads(inside.actor("mark"), inside.huaxia)
    assert [one.comment.pk for one in thread.answers] == [answer.pk, deeper.pk]


def test_only_its_author_edits_a_note_and_only_while_it_is_fresh(inside):
    note = write(inside)
    with pytest.raises(Denied):
        actions.edit_comment(inside.actor("olga"), note, body="other")
    assert actions.edit_comment(inside.actor("mark"), note, body="改了").body == "改了"
    assert Activity.objects.get(verb="comment.edited").details["before"] == {"body": "先打电话 INTERNAL"}
    Comment.objects.update(written_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(Conflict):
        actions.edit_comment(inside.actor("mark"), note, body="too late")


def test_a_withdrawn_note_leaves_its_place(inside, as_):
    note = write(inside, body="oops SECRET")
    actions.withdraw_comment(inside.actor("mark"), note)
    page = as_("olga").get(f"/acme/comments/clients.Client/{inside.huaxia.pk}/").content.decode()
    assert "This note was withdrawn." in page
    assert "SECRET" not in page
    with pytest.raises(Conflict):
        actions.withdraw_comment(inside.actor("olga"), note)


def test_the_same_id_sent_twice_is_one_note(inside):
    key = uuid7()
    assert write(inside, id=key).pk == write(inside, id=key).pk == key
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 10_001, "\x00"])
def test_an_empty_or_endless_note_is_refused(inside, body):
    with pytest.raises(Invalid):
        write(inside, body=body)
    assert not Comment.objects.exists()


def test_a_page_writes_answers_shares_and_withdraws(as_, world):
    browser, there = as_("mark"), f"/acme/comments/clients.Client/{world.huaxia.pk}/"
    assert browser.post(f"{there}new/", {"text": "hello **you**"}).status_code == 302
    note = Comment.everywhere.get()
    browser.post(f"{there}new/", {"text": "answer", "reply_to": str(note.pk)})
    page = browser.get(there).content.decode()
    assert "<strong>you</strong>" in page
    assert "answer" in page
    refused = browser.post(f"{there}new/", {"text": " "}, headers={"hx-request": "true"})
    assert (refused.status_code, b"Write something first." in refused.content) == (422, True)
    browser.post(f"/acme/comments/{note.pk}/sharing/", headers={"hx-request": "true"})
    note.refresh_from_db()
    assert note.is_shared
    assert browser.post(f"/acme/comments/{note.pk}/withdrawal/").status_code == 302


def test_no_page_of_notes_opens_for_clients_or_other_firms(as_, world):
    there = f"/acme/comments/clients.Client/{world.huaxia.pk}/"
    assert as_("kai").get(there).status_code == 403
    assert as_("gus").get(there).status_code == 404
    assert as_("mark").get(f"/acme/comments/clients.Client/{world.foreign_client.pk}/").status_code == 404
    assert as_("mark").get(f"/acme/comments/accounts.User/{world.people['mia'].pk}/").status_code == 404
    assert as_("mark").get(f"/acme/comments/nonsense/{world.huaxia.pk}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "**<img src=x onerror=alert(1)>**",
        'https://x.example/"onmouseover="alert(1)',
        "javascript:alert(1)",
        "@[<b onclick=x>](00000000-0000-0000-0000-000000000000)",
        "https://a.example/<svg/onload=alert(1)>",
    ],
)
def test_nothing_typed_becomes_active(body):
    import re

    html = str(rendered(body))
    assert not re.search(r"<(?!/?(?:p|br|strong|ul|ol|li|a|b)\b)", html)
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert 'href="javascript' not in html


def test_simple_marks_become_html():
    assert rendered("a **b** c") == "<p>a <strong>b</strong> c</p>"
    assert rendered("- 一\n- 二") == "<ul><li>一</li><li>二</li></ul>"
    assert 'href="https://zhike.example/a?b=1&amp;c=2"' in rendered("见 https://zhike.example/a?b=1&c=2。")


def test_the_portal_receives_only_what_was_shared(inside):
    from zhike.activity.portal import shared_notes, shown_happenings

    write(inside, body="INTERNAL")
    shared = write(inside, body="**für euch**", visibility="shared")
    gone = write(inside, body="oops", visibility="shared")
    actions.withdraw_comment(inside.actor("mark"), gone)
    notes = shared_notes(inside.actor("kai"), subject=inside.huaxia.pk)
    assert [(one.key, one.words) for one in notes] == [
        (shared.pk, "<p><strong>für euch</strong></p>"), (gone.pk, "")
    ]  # fmt: skip
    told = shown_happenings(inside.actor("kai"), client=inside.huaxia.pk)
    assert not [one for one in told if "INTERNAL" in one.sentence]
    assert any("für euch" in one.sentence for one in told)

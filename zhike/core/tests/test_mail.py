import pytest
from django.core import mail
from django.db import transaction

from zhike.core.mail import compose, send
from zhike.core.mail_paper import as_html, as_text, palette, shield
from zhike.core.recording import NobodyRecords, declare, record
from zhike.core.sealing import seal, unseal

INVITATION = "accounts/mail/invitation.txt"
CONTEXT = {
    "name": "Ms <Chen> & Co",
    "inviter": "[x](https://evil.example)",
    "firm": "Acme",
    "grants": ["- not a list", "`1`"],
    "until": "today",
    "link": "https://zhike.example/-/invitation/a_b-c~d/",
    "colour": "plum",
}
pytestmark = pytest.mark.django_db


def test_a_mail_has_both_forms_from_one_template():
    message = compose("a@example.com", INVITATION, CONTEXT)
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "Ms <Chen> & Co" in message.body
    assert "Ms &lt;Chen&gt; &amp; Co" in html
    assert CONTEXT["link"] in message.body
    assert f'href="{CONTEXT["link"]}"' in html
    assert palette("plum")[0] in html


def test_what_people_typed_is_never_read_as_a_mark():
    message = compose("a@example.com", INVITATION, CONTEXT)
    html = message.alternatives[0][0]
    assert 'href="https://evil.example' not in html
    assert "[x](https://evil.example)" in message.body
    assert "<li>- not a list</li>" in html
    assert "<li>`1`</li>" in html


def test_the_subject_is_one_line():
    message = compose("a@example.com", INVITATION, {**CONTEXT, "firm": "Acme\nBcc: everybody@example.com"})
    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None


def test_marks_of_the_template_become_html_and_text():
    body = "# Title\n\n- one\n- [two](https://a.example)\n\n[Go](https://b.example)\n\n`42`\n\n~ small"
    html = as_html(body, ("#000", "#fff"))
    assert "<h1>Title</h1>" in html
    assert '<li>one</li><li><a href="https://a.example">two</a></li>' in html
    assert '<p class="code">42</p>' in html
    assert as_text(body) == "Title\n\n- one\n- two <https://a.example>\n\nGo:\nhttps://b.example\n\n42\n\nsmall"


def test_a_mail_never_links_to_a_script():
    with pytest.raises(ValueError, match="http"):
        as_html("[Go](javascript:alert`1`)", ("#000", "#fff"))


def test_values_within_lists_are_shielded_and_lines_kept():
    assert as_html(shield({"a": ["x\ny"]})["a"][0], ("#000", "#fff")) == "<p>x<br>y</p>"


def test_a_mail_of_a_change_that_was_rolled_back_is_not_sent(work):
    with transaction.atomic():
        send("a@example.com", INVITATION, CONTEXT, "en")
        transaction.set_rollback(True)
    work()
    assert mail.outbox == []


def test_one_can_unsubscribe_with_one_click(work):
    send("a@example.com", INVITATION, CONTEXT, "en", unsubscribe="https://zhike.example/-/stop/x/")
    work()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<https://zhike.example/-/stop/x/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://zhike.example/-/stop/x/" in mail.outbox[0].body


def test_a_mail_server_that_is_away_is_asked_again(work, monkeypatch):
    from django.core.mail.backends import locmem

    from zhike.core.models import Job

    def away(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(locmem.EmailBackend, "send_messages", away)
        send("a@example.com", INVITATION, CONTEXT, "en")
        work()
    row = Job.objects.get()
    assert (row.state, row.attempts) == (Job.State.READY, 1)


def test_what_is_sealed_is_opened_for_its_purpose_only():
    from cryptography.fernet import InvalidToken

    assert unseal(seal("秘密", "mail"), "mail") == "秘密"
    with pytest.raises(InvalidToken):
        unseal(seal("秘密", "mail"), "second factor")


def test_recording_before_anybody_said_how_stops_the_work(monkeypatch):
    from zhike.core import recording

    monkeypatch.setattr(recording, "_recorder", [])
    with pytest.raises(NobodyRecords):
        record(None, declare("test.recorded", "x"), None)
    recording._told.pop("test.recorded")

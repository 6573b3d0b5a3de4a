"""From freezing to the signed copy."""

import re

import pytest
from django.core import mail

from zhike.signoff import actions
from zhike.signoff.models import SignedCopy
from zhike.signoff.portal import shared_paper, waiting_for_me
from zhike.signoff.testing import freeze

pytestmark = pytest.mark.django_db


def seen(paper, language="en"):
    return actions.Seen(paper.content_sha256, paper.pdf_sha256, language)


@pytest.fixture
def code(work):
    """The six digits of the newest mail, after the worker has sent what waits."""

    def read(actor, signer):
        actions.ask_for_code(actor, signer)
        work()
        return re.search(r"\b(\d{6})\b", mail.outbox[-1].body)[1]

    return read


@pytest.fixture
def sent(inside):
    paper = freeze(inside)
    return actions.request_signatures(inside.actor("mark"), paper, signers=[inside.sun_contact])


def test_one_signer_approves_and_the_copy_is_made(inside, sent, code, work):
    sun = inside.actor("sun")
    signer = sent.signers.get()
    assert [one.code for one in waiting_for_me(sun)] == [sent.paper.code]
    digits = code(sun, signer)
    row = actions.sign(sun, signer, actions.Answer("approved"), seen=seen(sent.paper), code=digits)
    sent.refresh_from_db()
    assert (row.decision, sent.state) == ("approved", "completed")
    assert "I agree to this test paper." in row.statement
    work()
    assert SignedCopy.objects.get(request=sent).pdf_size
    assert shared_paper(sun, sent.paper.number, 1).about.has_signed_copy
    assert waiting_for_me(sun) == []

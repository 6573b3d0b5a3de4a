"""The demo shows one document that everybody signed and one that waits."""

from typing import Any

import pytest
from django.utils import timezone

from zhike.core.stories import tell
from zhike.signoff import actions, demo
from zhike.signoff.models import SignatureRequest
from zhike.signoff.testing import freeze

pytestmark = pytest.mark.django_db


def test_the_demo_signs_a_document_and_sends_its_next_version(inside: Any) -> None:
    def send(project: Any, people: list[Any]) -> SignatureRequest:
        paper = freeze(inside, project=project, more="演示")
        due = timezone.localdate() + demo.IN_DAYS
        return actions.request_signatures(inside.actor("mark"), paper, signers=people, due_on=due, message=demo.MESSAGE)

    before = set(SignatureRequest.objects.values_list("pk", flat=True))
    tell(*demo.stories(send, inside.bridge.name))
    first, second = SignatureRequest.objects.exclude(pk__in=before).order_by("number")
    assert (first.state, second.state) == ("completed", "open")
    assert first.signatures.get().remarks == demo.REMARK
    assert first.sent_at < first.signatures.get().signed_at < second.sent_at

"""The demo shows one document that everybody signed and one that waits."""

from typing import Any

import pytest
from django.utils import timezone

from zhike.signoff import actions, demo
from zhike.signoff.models import SignatureRequest
from zhike.signoff.testing import freeze

pytestmark = pytest.mark.django_db


def test_the_demo_signs_the_first_document_and_leaves_projects_without_signatories(inside: Any) -> None:
    def send(project: Any, people: list[Any]) -> SignatureRequest:
        paper = freeze(inside, project=project, more="演示")
        due = timezone.localdate() + demo.IN_DAYS
        return actions.request_signatures(inside.actor("mark"), paper, signers=people, due_on=due, message=demo.MESSAGE)

    made = demo.load([inside.bridge, inside.tunnel], send)
    assert [SignatureRequest.objects.get(pk=one.pk).state for one in made] == ["completed"]
    assert made[0].signatures.get().remarks == demo.REMARK

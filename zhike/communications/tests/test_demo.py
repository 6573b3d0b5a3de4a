"""The demo tells believable questions through the actions."""

import pytest

from zhike.communications.models import Question
from zhike.core.scope import organisation
from zhike.portal.demo import load

pytestmark = [pytest.mark.django_db, pytest.mark.still]  # the journeys load the demo on PostgreSQL


def test_the_demo_has_questions_in_every_state_and_none_leaks_a_note():
    home = load()
    with organisation(home.pk):
        states = set(Question.objects.values_list("state", flat=True))
        assert states == set(Question.State.values)
        assert Question.objects.filter(by_us=True).exists()
        assert Question.objects.filter(shared_with_client=False).exists()

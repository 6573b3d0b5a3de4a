"""Row rules are worked out once per actor and kept: that must never keep an answer, nor whose rows they are."""

import pytest
from django.utils import timezone

from zhike.core.access import row_rules, visible
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.projects.models import Participant
from zhike.signoff.models import Paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_no_row_rule_asks_the_database_while_it_is_worked_out(world, role, django_assert_num_queries):
    with organisation(world.acme.pk):
        actor = Actor(world.acme.pk, role, user_id=world.actor("sun").user_id)
        with django_assert_num_queries(0):
            assert all(visible(actor, model).query for model in row_rules())


def test_who_leaves_a_project_no_longer_sees_its_papers_though_the_rule_was_worked_out_before(world, send):
    paper = send(world.sun_contact)
    with organisation(world.acme.pk):
        cara = world.actor("cara")
        assert visible(cara, Paper).filter(pk=paper.pk).exists()
        Participant.objects.filter(contact=world.cara_contact).update(until=timezone.localdate())
        world.cara_contact.__class__.objects.filter(pk=world.cara_contact.pk).update(left_at=timezone.now())
        assert not visible(cara, Paper).filter(pk=paper.pk).exists()


def test_a_rule_worked_out_in_one_organisation_answers_about_the_one_at_hand(world, send):
    paper = send()
    with organisation(world.acme.pk):
        owner = world.actor("mark")
        assert visible(owner, Paper).filter(pk=paper.pk).exists()
    with organisation(world.globex.pk):
        assert not visible(owner, Paper).filter(pk=paper.pk).exists()


def test_a_queryset_made_narrower_leaves_the_next_one_whole(world, send):
    paper = send()
    with organisation(world.acme.pk):
        mark = world.actor("mark")
        assert not visible(mark, Paper).filter(pk=None).exclude(pk=paper.pk).exists()
        assert list(visible(mark, Paper).filter(pk=paper.pk)) == [paper]

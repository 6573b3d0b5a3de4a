"""Two people at the same report at the same moment."""

import pytest

from zhike.core.scope import organisation
from zhike.core.testing.races import together
from zhike.core.testing.world import build
from zhike.reports import actions
from zhike.reports.models import Delivery, Publication, Report

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_goes_out_once() -> None:
    world = build()
    mark, olga = world.actor("mark"), world.actor("olga")
    ends = together(
        world,
        lambda: actions.publish_report(mark, world.report_draft),
        lambda: actions.publish_report(olga, world.report_draft),
    )
    assert sorted(one.partition(":")[0] for one in ends) == ["done", "told"]
    with organisation(world.acme.pk):
        assert Publication.objects.filter(report=world.report_draft).count() == 3
        assert Delivery.objects.filter(report=world.report_draft).count() == 3


def test_of_two_drafts_at_once_there_is_one() -> None:
    world = build()
    mark, olga = world.actor("mark"), world.actor("olga")
    with organisation(world.acme.pk):
        actions.discard_report(mark, world.report_draft, reason="Anew.")
    ends = together(
        world,
        lambda: actions.draft_report(mark, world.bridge, world.report_plan),
        lambda: actions.draft_report(olga, world.bridge, world.report_plan),
    )
    assert ends == ["done", "done"]
    with organisation(world.acme.pk):
        assert Report.objects.filter(plan=world.report_plan, state="draft").count() == 1

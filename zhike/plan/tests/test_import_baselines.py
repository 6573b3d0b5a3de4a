"""Baselines out of files: what was taken here comes back in our own file, and stays one."""

from io import BytesIO

import pytest

from zhike.core.testing.world import World
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.plan import actions as verbs
from zhike.plan.exporting import as_plan, written
from zhike.plan.models import Baseline
from zhike.plan.tests.files import as_xml
from zhike.plan.tests.test_imports import plan_in, same, take, upload

pytestmark = pytest.mark.django_db


def test_a_baseline_taken_here_is_not_doubled_when_our_own_file_comes_back(inside: World, work) -> None:
    take(inside, upload(inside, as_xml()), work)
    mark, plan = inside.actor("mark"), plan_in(inside.tunnel)
    verbs.take_baseline(mark, plan, name="合同版")
    before = as_plan(mark, plan_in(inside.tunnel))
    sent = written(mark, plan_in(inside.tunnel), "xml")[0].read()
    for _time in range(2):
        again = take(inside, upload(inside, BytesIO(sent)), work)
        assert (again.created, again.changed, again.failed) == (0, 0, 0)
        assert sorted(Baseline.objects.filter(plan=plan).values_list("name", flat=True)) == sorted(
            ["Baseline", "Baseline 3", "合同版"]
        )
        same(as_plan(mark, plan_in(inside.tunnel)), before)


def test_a_file_of_who_may_not_see_costs_doubles_no_baseline_either(inside: World, work) -> None:
    mark, mia = inside.actor("mark"), inside.actor("mia")
    verbs.set_rate(inside.actor("olga"), verbs.resource_of(mark, inside.people["mia"]), standard=100)
    verbs.take_baseline(mark, plan_in(inside.bridge), name="合同版")
    assert Baseline.objects.get(name="合同版").cost
    sent = written(mia, plan_in(inside.bridge), "xml")[0].read()
    assert {one.cost for task in read_mspdi(sent).plan.tasks for one in task.baselines} == {None}
    take(inside, upload(inside, BytesIO(sent), project=inside.bridge), work)
    assert list(Baseline.objects.filter(plan=inside.plan).values_list("name", flat=True)) == ["合同版"]

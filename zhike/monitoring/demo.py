"""A believable past of figures: projects that were read every few days while they went on, and an answer to what strayed."""

from collections.abc import Sequence

from zhike.core.actors import Actor
from zhike.core.stories import Story as Told
from zhike.core.stories import days_ago
from zhike.monitoring import actions
from zhike.monitoring.models import Deviation, Kind
from zhike.projects.models import Project

EVERY = 4  # days between two readings that are kept of the past
ANSWER = (
    "接口文档比约定晚了一周才到，接口开发顺延；物料主数据的清洗量也比估计多。",
    "已请客户信息部每周三、五各交一批主数据；联调先用已清洗的三类物料开始，能追回三到四天。周五例会与客户商定上线日期。",
)


def stories(actor: Actor, names: Sequence[str]) -> list[Told]:
    """The first is late and somebody answers for it; of all running projects something is read in the end."""
    slipped, *others = names
    return [_watched(actor, slipped, 66), *(_read(actor, name, 34) for name in others), _everything(actor)]


def _watched(actor: Actor, name: str, since: int) -> Told:
    yield from _read(actor, name, since)
    yield days_ago(3, hour=19)
    project = Project.objects.get(name=name)
    actions.set_thresholds(actor, project, {str(Kind.FINISH): {"warn": 2.0, "alarm": 8.0, "is_watched": True}})
    yield days_ago(2, hour=10)
    actions.take_reading(_system(actor), Project.objects.get(name=name))
    row = Deviation.objects.filter(project=project, kind=Kind.FINISH).exclude(state=Deviation.State.OVER).first()
    if row is not None:
        row.project = project
        actions.answer_deviation(actor, row, cause=ANSWER[0], proposal=ANSWER[1])


def _read(actor: Actor, name: str, since: int) -> Told:
    for days in range(since, 1, -EVERY):
        yield days_ago(days, hour=20)
        project = Project.objects.filter(name=name).first()
        if project is not None and project.is_running:
            actions.take_reading(_system(actor), project)


def _everything(actor: Actor) -> Told:
    yield days_ago(0, hour=1)
    for project in Project.objects.exclude(status__in=[Project.Status.CLOSED, Project.Status.CANCELLED]):
        actions.take_reading(_system(actor), project)


def _system(actor: Actor) -> Actor:
    return Actor.system(actor.organisation_id)

"""How a report plan looks: who hears what and why, and when the next draft comes."""

from typing import Any

from zhike.core.access import abilities, can
from zhike.core.actors import Actor
from zhike.reports import queries
from zhike.reports.access import PLAN_REPORTS, WRITE_REPORT
from zhike.reports.composing import TITLES
from zhike.reports.models import Reader, Report, ReportPlan
from zhike.reports.showing import WAYS

LAST = 8


def page_of(actor: Actor, plan: ReportPlan) -> dict[str, Any]:
    able = frozenset() if actor.only_looks or plan.project.is_ended else abilities(actor, plan, PLAN_REPORTS)
    mine = queries.reports(actor).filter(plan=plan).order_by("-period_end", "-id")
    reports = list(mine[:LAST])
    return {
        "project": plan.project, "plan": plan, "readers": [_read(one) for one in plan.readers.all()],
        "topics": [TITLES[name] for name in plan.topics if name in TITLES], "reports": reports,
        "draft": next((one for one in reports if one.is_open), None), "may_change": PLAN_REPORTS in able,
        "may_draft": PLAN_REPORTS in able and can(actor, WRITE_REPORT),
        "theirs": plan.readers.filter(contact__isnull=False).exists(),
        "published": sum(one.state == Report.State.PUBLISHED for one in reports),
    }  # fmt: skip


def _read(one: Reader) -> dict[str, Any]:
    return {"reader": one, "way": WAYS[Reader.Channel(one.channel)]}

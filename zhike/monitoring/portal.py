"""What a client may know of effort and money between two reports: where the profile of the project shows the budget."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.monitoring.figures import HOUR
from zhike.monitoring.models import Reading
from zhike.projects.models import Project


@dataclass(frozen=True, slots=True)
class SharedMoney:
    """As it was read last, on `day`. None: nobody plans or tells it."""

    day: date
    currency: str
    spent: Decimal | None
    forecast: Decimal | None
    hours_spent: int | None
    hours_planned: int | None


def shared_money(actor: Actor, number: int) -> SharedMoney | None:
    """None: the profile does not show it, or there is nothing to tell."""
    project = find_in(visible(actor, Project).select_related("transparency"), number=number)
    if not project.transparency.budget:
        return None
    row = Reading.objects.filter(project=project, is_latest=True).first()
    if row is None or (row.cost_spent is None and not row.effort_planned):
        return None
    return SharedMoney(
        day=row.day, currency=row.currency, spent=row.cost_spent, forecast=row.cost_forecast,
        hours_spent=_hours(row.effort_spent), hours_planned=_hours(row.effort_planned) or None,
    )  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _hours(ticks: int | None) -> int | None:
    return None if ticks is None else round(ticks / HOUR)

"""Boards of Trello, Asana and Jira into arrivals."""

from typing import IO

from django.utils.translation import gettext as _

from zhike.core.tables.limits import Unreadable
from zhike.plan.importing.arrivals import Arrivals
from zhike.plan.models import Plan


def read(file: IO[bytes], form: str, plan: Plan) -> Arrivals:
    raise Unreadable(_("This is no kind of file a plan can be taken from."))

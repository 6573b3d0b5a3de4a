"""The REST API of the house: one line per room that offers something."""

from ninja import Router

from zhike.accounts.api import router as accounts
from zhike.activity.api import router as activity
from zhike.clients.api import router as clients
from zhike.clients.api_imports import router as imports
from zhike.communications.api import router as communications
from zhike.core.api import Interface
from zhike.files.api import router as files
from zhike.monitoring.api import router as monitoring
from zhike.plan.api import router as plan
from zhike.projects.api import router as projects
from zhike.reports.api import router as reports
from zhike.requirements.api import router as requirements
from zhike.signoff.api import router as signoff

routers: list[Router] = [
    accounts, activity, files, clients, imports, projects, signoff, requirements, communications, plan, monitoring,
    reports,
]  # fmt: skip

interface = Interface(routers)

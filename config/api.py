"""The REST API of the house: one line per room that offers something."""

from ninja import Router

from zhike.activity.api import router as activity
from zhike.core.api import Interface
from zhike.projects.api import router as projects
from zhike.files.api import router as files

routers: list[Router] = [activity, files, projects]

interface = Interface(routers)

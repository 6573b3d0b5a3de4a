from zhike.projects.models.people import CLIENT_DUTIES, OUR_DUTIES, Participant, Party
from zhike.projects.models.projects import PROFILES, SWITCHES, Project, Stage, Transparency
from zhike.projects.models.templates import Template

__all__ = [
    "CLIENT_DUTIES",
    "OUR_DUTIES",
    "PROFILES",
    "SWITCHES",
    "Participant",
    "Party",
    "Project",
    "Stage",
    "Template",
    "Transparency",
]

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhike.portal"
    label = "portal"
    verbose_name = "Client portal"

    def ready(self) -> None:
        _tell_mails_where_clients_read()


def _tell_mails_where_clients_read() -> None:
    """A client's mail about something leads to its page here."""
    from zhike.activity.events import portal_url
    from zhike.communications.models import Question
    from zhike.core.addresses import reverse
    from zhike.plan.models import Task
    from zhike.projects.models import Project
    from zhike.reports.models import Publication, Reaction
    from zhike.requirements.models import Requirement
    from zhike.signoff.models import Paper

    portal_url(Project, lambda row: reverse("portal-project", args=[row.number]))
    portal_url(Paper, lambda row: reverse("portal-paper", args=[row.number, row.version]))
    portal_url(Question, lambda row: reverse("portal-question", args=[row.number]))
    portal_url(Requirement, lambda row: reverse("portal-requirement", args=[row.project.number, row.number]))
    portal_url(Publication, lambda row: reverse("portal-report", args=[row.report.project.number, row.report.number]))
    portal_url(Reaction, lambda row: reverse("portal-report", args=[row.report.project.number, row.report.number]))
    portal_url(Task, lambda row: reverse("portal-project", args=[row.project.number]))

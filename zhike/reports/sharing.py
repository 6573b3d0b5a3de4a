"""What the client sees of reports, told with the rest of what a project shows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhike.projects.models import Project
from zhike.projects.queries import Part, shows
from zhike.reports.models import Publication, Reader, Variant


@shows("reports", order=30)
def published_reports(project: Project) -> Iterable[Part]:
    """A report is published for readers by name: sending it is what shares it, with what stands in it."""
    wanted = Reader.objects.filter(plan__project=project, plan__is_active=True, contact__isnull=False)
    sent = Publication.objects.filter(report__project=project, audience=Variant.Audience.CLIENT)
    yield Part(_("reports, for whoever they are sent to"), wanted.exists() or sent.exists())

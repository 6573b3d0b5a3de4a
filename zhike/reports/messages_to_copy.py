"""Words for somebody of ours to hand a report over by another way than mail, in the reader's language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.reports.content import from_json
from zhike.reports.mails import portal_path
from zhike.reports.models import Delivery

SENTENCES = 3  # of each section; a chat is read on a phone


def report_to_copy(to: Delivery) -> str:
    """The health, the weightiest sentences, and the address. It signs nobody in, for chats are passed on."""
    content = from_json(to.publication.content)
    firm = Organisation.objects.get(pk=to.organisation_id)
    with translation.override(content.language):
        words = {"name": to.name, "project": content.project, "health": content.health_words}
        lines = [_("Hello %(name)s, this is how “%(project)s” stands: %(health)s.") % words, ""]
        for section in content.sections:
            lines.append(f"【{section.title}】" if content.language.startswith("zh") else f"{section.title}:")
            lines += [f"· {said.text}" for said in section.paragraphs[:SENTENCES]]
        link = f"{settings.SITE_ADDRESS}{portal_path(to, firm)}"
        return "\n".join([*lines, "", _("The whole report: %(link)s") % {"link": link}])

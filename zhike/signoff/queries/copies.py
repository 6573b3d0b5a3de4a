"""What our rows say about a file somebody holds: for `manage.py verify_document`, run by who runs the installation."""

from django.apps import apps
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhike.core.papers.verification import KnownCopy
from zhike.core.scope import every_organisation, organisation
from zhike.signoff.models import Paper, SignedCopy


def known_copy(sha256: str) -> KnownCopy | None:
    """The signed copy, or the paper as it was shown, with this fingerprint, in whichever organisation."""
    for organisation_id in every_organisation():
        with organisation(organisation_id):
            name = apps.get_model("accounts", "Organisation").objects.get(pk=organisation_id).name
            found = _signed(sha256, name) or _shown(sha256, name)
        if found:
            return found
    return None


def _signed(sha256: str, name: str) -> KnownCopy | None:
    rows = SignedCopy.objects.filter(pdf_sha256=sha256).defer("pdf", "request__paper__content")
    copy = rows.select_related("request__paper").first()
    if copy is None:
        return None
    paper = copy.request.paper
    return KnownCopy(name, _title(paper), f"{localtime(copy.made_at):%Y-%m-%d %H:%M}", tuple(_newer(paper)))


def _shown(sha256: str, name: str) -> KnownCopy | None:
    paper = Paper.objects.filter(pdf_sha256=sha256).defer("content").first()
    if paper is None:
        return None
    words = _("It is the document as it was shown, without signatures.")
    return KnownCopy(name, _title(paper), f"{localtime(paper.frozen_at):%Y-%m-%d %H:%M}", (words, *_newer(paper)))


def _title(paper: Paper) -> str:
    return f"DOC-{paper.number} v{paper.version} {paper.title}"


def _newer(paper: Paper) -> list[str]:
    last = Paper.objects.filter(series=paper.series_id).order_by("-version").values_list("version", flat=True).first()
    if last == paper.version:
        return []
    return [_("There is a newer version: %(version)s.") % {"version": last}]

"""A published report as a file: made once from what was frozen, and the same ever after."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhike.accounts.queries import home, logo_of
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Invalid
from zhike.reports.access import READ_REPORT
from zhike.reports.actions.reading import open_publication
from zhike.reports.content import from_json
from zhike.reports.models import Publication, PublicationFile

Kind = PublicationFile.Kind


def file_of(actor: Actor, publication: Publication, kind: str) -> bytes:
    """Take a published report away as PDF, spreadsheet or slides; it is kept that one did."""
    must(actor, READ_REPORT, publication)
    if kind not in Kind.values:
        raise Invalid(kind=_("A report can be had as PDF, XLSX or PPTX."))
    data = _kept(publication, kind) or _keep(publication, kind, _made(actor, publication, kind))
    open_publication(actor, publication, what=kind)
    return data


# --- below -----------------------------------------------------------------------------------------------


def _kept(publication: Publication, kind: str) -> bytes | None:
    found = PublicationFile.objects.filter(publication=publication, kind=kind).values_list("data", flat=True).first()
    return bytes(found) if found is not None else None


def _keep(publication: Publication, kind: str, data: bytes) -> bytes:
    """Of two who ask first at once, both get what was kept."""
    try:
        with transaction.atomic():
            digest = hashlib.sha256(data).hexdigest()
            PublicationFile(publication=publication, kind=kind, data=data, sha256=digest).save()
    except IntegrityError:
        return _kept(publication, kind) or data
    return data


def _made(actor: Actor, publication: Publication, kind: str) -> bytes:
    from zhike.reports import printing

    firm, content = home(actor), from_json(publication.content)
    head = printing.Letterhead(firm.colour, logo_of(firm), publication.sha256)
    if kind == Kind.XLSX:
        return printing.report_workbook(content, head)
    if kind == Kind.PPTX:
        return printing.report_slides(content, head)
    return printing.report_pdf(content, head, made_at=publication.published_at)

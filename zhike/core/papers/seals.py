"""Sealing a PDF: a PAdES signature by the installation's key over every byte, with a time stamp where there is one."""

import hashlib
import io
import logging
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhike.core.errors import Refusal
from zhike.core.papers.examining import examine_pdf
from zhike.core.papers.keys import KeyPair, key_in_use

FIELD = "Seal"
ROOM = 2 * 16 * 1024  # hexadecimal digits kept free for signature, certificates and time stamp
PATIENCE = 10  # seconds for the time-stamp server
logger = logging.getLogger("zhike.papers")


class NoTimeStamp(Refusal):
    """The time-stamp server did not answer. Try again later, or seal without."""

    status = 503
    code = "no_time_stamp"


def seal_pdf(pdf: bytes, *, reason: str, name: str, location: str = "", must_be_stamped: bool = False) -> bytes:
    """The PDF with an invisible certifying signature that allows no change (PAdES B-B, B-T with a time stamp).

    Without `must_be_stamped` a silent time-stamp server is no obstacle: the copy is sealed without (and
    `examine_pdf` says so); with it `NoTimeStamp` is raised, and a job tries again.
    """
    pair = key_in_use()
    if not settings.TIME_STAMP_SERVER:
        return _signed(pdf, pair, None, reason, name, location)
    try:
        return _checked(_signed(pdf, pair, _server(), reason, name, location))
    except Exception as error:  # whatever a foreign server answers must not keep a document from being sealed
        logger.warning("No time stamp from %s: %s", settings.TIME_STAMP_SERVER, error)
        if must_be_stamped:
            raise NoTimeStamp(_("The time-stamp server does not answer: %(error)s") % {"error": error}) from error
    return _signed(pdf, pair, None, reason, name, location)


def _checked(sealed: bytes) -> bytes:
    """A stamp we would not accept ourselves (clocks apart, an algorithm we do not know) is no stamp."""
    found = examine_pdf(sealed)
    if not (found.is_genuine and found.is_time_stamped):
        raise ValueError("its answer cannot be checked, or its clock and ours differ")
    return sealed


def ask_for_a_stamp() -> None:
    """Have the time-stamp server stamp nothing in particular; raises whatever goes wrong."""
    import asyncio

    asyncio.run(_server().async_timestamp(hashlib.sha256(b"zhike").digest(), "sha256"))


def _server() -> Any:
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

    return RequestsHTTPTimeStamper(settings.TIME_STAMP_SERVER, timeout=PATIENCE)


def _signed(pdf: bytes, pair: KeyPair, server: Any, reason: str, name: str, location: str) -> bytes:
    from pyhanko.sign import fields, signers

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None, name=name or None, location=location or None,
        certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    # PDF/A wants annotations that are printed and never hidden, also one that has no size.
    unseen = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False)
    field = fields.SigFieldSpec(FIELD, invis_sig_settings=unseen)
    signer = signers.PdfSigner(meta, _signer(pair), timestamper=server, new_field_spec=field)
    out = signer.sign_pdf(_appending(pdf), bytes_reserved=ROOM)
    return bytes(out.getvalue())


def _appending(pdf: bytes) -> Any:
    """Writes behind the document and leaves its description as typst wrote it: pyHanko would write it anew, with
    prefixes that PDF/A does not take.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Appending(IncrementalPdfFileWriter):  # type: ignore[misc]
        def _update_meta(self) -> None:
            return

    return Appending(io.BytesIO(pdf))


def _signer(pair: KeyPair) -> Any:
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    return SimpleSigner(
        signing_cert=x509.Certificate.load(pair.certificate),
        signing_key=keys.PrivateKeyInfo.load(pair.private_key),
        cert_registry=SimpleCertificateStore(),
    )

"""Reading the signature of a PDF: CMS (RFC 5652) as PAdES uses it (ETSI EN 319 142-1), with its time stamp (RFC 3161).

Checks arithmetic, not trust: whose certificate it is, the caller decides.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Digests = Callable[[str], bytes]  # name of a hash function -> digest of the signed bytes
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f]*)>")
_TIME_STAMP = "signature_time_stamp_token"
HASHES = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True)
class Seal:
    """A signature, read."""

    info: Any  # asn1crypto's SignerInfo
    certificate: Any
    certificate_sha256: str
    sealed_by: str
    is_as_we_write_it: bool
    stamped_at: datetime | None
    stamped_by: str

    def holds(self, signed_bytes: Digests) -> bool:
        """Whether it was made over these bytes, with the key of its certificate."""
        try:
            return _holds(self.info, self.certificate, "data", signed_bytes)
        except Exception:  # whatever a forged structure provokes, it is no valid signature
            return False


def read(gap: bytes) -> Seal | None:
    """The signature in the place it has in a PDF (`<hexadecimal digits>`); None if that is none."""
    found = _HEXADECIMAL.fullmatch(gap)
    if not found or len(found[1]) % 2:
        return None
    try:
        return _read(bytes.fromhex(found[1].decode()), found[1])
    except Exception:  # a parser fed by strangers: whatever it stumbles over, this is no signature
        return None


def _read(octets: bytes, digits: bytes) -> Seal:
    from asn1crypto import cms

    content = cms.ContentInfo.load(octets)
    signed = content["content"]
    (info,) = signed["signer_infos"]
    certificate = _certificate_of(info, signed)
    stamped_at, stamped_by = _stamp(info)
    return Seal(
        info, certificate, hashlib.sha256(certificate.dump()).hexdigest(), _common_name(certificate),
        _is_as_we_write_it(content, certificate, octets, digits), stamped_at, stamped_by,
    )  # fmt: skip


def _certificate_of(info: Any, signed: Any) -> Any:
    for choice in signed["certificates"]:
        certificate, sid = choice.chosen, info["sid"]
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            if (wanted["issuer"], wanted["serial_number"].native) == (certificate.issuer, certificate.serial_number):
                return certificate
        elif sid.chosen.native == certificate.key_identifier:
            return certificate
    raise ValueError("It brings no certificate.")


def _common_name(certificate: Any) -> str:
    names = certificate.subject.native
    name = names.get("common_name") or names.get("organization_name") or ""
    return str(name if isinstance(name, str) else name[0])[:200]


def _holds(info: Any, certificate: Any, content_type: str, signed_bytes: Digests) -> bool:
    algorithm = info["digest_algorithm"]["algorithm"].native
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    if algorithm not in HASHES or len(attributes) != len(info["signed_attrs"]):
        return False
    if attributes["content_type"][0].native != content_type:
        return False
    if attributes["message_digest"][0].native != signed_bytes(algorithm):
        return False
    # Signed is the set of attributes, which carries another tag where it is stored (RFC 5652, 5.4).
    return _is_signed_with(certificate, info, b"\x31" + info["signed_attrs"].dump()[1:], algorithm)


def _is_signed_with(certificate: Any, info: Any, text: bytes, algorithm: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate.dump()).public_key()
    hashed = getattr(hashes, algorithm.upper())()
    signature = info["signature"].native
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and info["signature_algorithm"].signature_algo == "rsassa_pss":
            key.verify(signature, text, padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO), hashed)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, text, padding.PKCS1v15(), hashed)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _is_as_we_write_it(content: Any, certificate: Any, octets: bytes, digits: bytes) -> bool:
    """Written again from its parts it is the same to the last digit: nothing hides in what a signature leaves open
    (other certificates, padding, the spelling of the digits).
    """
    from asn1crypto import cms

    (info,) = content["content"]["signer_infos"]
    sha256 = {"algorithm": "sha256"}
    signer: dict[str, Any] = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}},
        "digest_algorithm": sha256,
        "signed_attrs": info["signed_attrs"],
        "signature_algorithm": info["signature_algorithm"],
        "signature": info["signature"].native,
    }
    if len(info["unsigned_attrs"]):
        signer["unsigned_attrs"] = info["unsigned_attrs"]
    ours = cms.SignedData({
        "version": "v1", "digest_algorithms": [sha256], "encap_content_info": {"content_type": "data"},
        "certificates": [certificate], "signer_infos": [signer],
    })  # fmt: skip
    written = cms.ContentInfo({"content_type": "signed_data", "content": ours}).dump()
    whole = written + bytes(len(octets) - len(written))
    return whole.hex().upper().encode() == digits


def _stamp(info: Any) -> tuple[datetime | None, str]:
    """When the signature existed, by the time stamp it carries if that is sound, and who says so."""
    for attribute in info["unsigned_attrs"] or ():
        if attribute["type"].native != _TIME_STAMP:
            continue
        signed = attribute["values"][0]["content"]
        told = signed["encap_content_info"]["content"]
        (stamper,) = signed["signer_infos"]
        certificate = _certificate_of(stamper, signed)
        imprint = told.parsed["message_imprint"]
        hashed = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, info["signature"].native).digest()

        def digest(algorithm: str, content: bytes = told.contents) -> bytes:
            return hashlib.new(algorithm, content).digest()

        if imprint["hashed_message"].native == hashed and _holds(stamper, certificate, "tst_info", digest):
            return told.parsed["gen_time"].native, _common_name(certificate)
    return None, ""

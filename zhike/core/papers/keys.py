"""The key pair this installation seals documents with: made once, kept, replaced when asked or expired."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.errors import Conflict
from zhike.core.models import SealingKey
from zhike.core.sealing import seal, unseal

PURPOSE = "sealing-key"
BITS, YEARS = 3072, 10  # 128 bits of security until 2030 and after (NIST SP 800-57); every PDF reader knows RSA
SOON = timedelta(days=180)


@dataclass(frozen=True)
class KeyPair:
    """What sealing needs, opened."""

    certificate: bytes  # DER
    private_key: bytes  # PKCS #8, DER


def key_in_use() -> KeyPair:
    """The key pair to seal with; made at the first need. Raises `Conflict` if the secret key cannot open it."""
    row = SealingKey.objects.filter(retired_at=None).first() or _make()
    if row.is_expired:
        row = rotate()
    return _opened(row)


def rotate() -> SealingKey:
    """Retire the key in use and make a new one. What the old one sealed stays genuine; it seals nothing more."""
    with transaction.atomic():
        now = timezone.now()
        for row in SealingKey.objects.select_for_update().filter(retired_at=None):
            row.retired_at, row.private_key = now, ""
            row.save(update_fields=["retired_at", "private_key"])
        return _make()


def known(fingerprint: str) -> SealingKey | None:
    """The key of this installation, in use or retired, with this certificate."""
    return SealingKey.objects.filter(fingerprint=fingerprint).first()


def can_be_opened(row: SealingKey) -> bool:
    try:
        _opened(row)
    except Conflict:
        return False
    return True


def _opened(row: SealingKey) -> KeyPair:
    from cryptography.hazmat.primitives import serialization
    from cryptography.x509 import load_pem_x509_certificate

    try:
        pem = unseal(row.private_key, PURPOSE)
    except InvalidToken:
        raise Conflict(
            _(
                "The key that seals documents cannot be opened: the secret key of this installation is another one "
                "now. Put the old ZHIKE_SECRET_KEY back, or run: manage.py rotate_sealing_key"
            )
        ) from None
    private = serialization.load_pem_private_key(pem.encode(), None)
    der = serialization.Encoding.DER
    return KeyPair(
        load_pem_x509_certificate(row.certificate.encode()).public_bytes(der),
        private.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def _make() -> SealingKey:
    row = _new_row()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody made one at the same moment
        return SealingKey.objects.get(retired_at=None)
    return row


def _new_row() -> SealingKey:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(65537, BITS)
    certificate = _certificate(private)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SealingKey(
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        private_key=seal(pem.decode(), PURPOSE),
        valid_until=certificate.not_valid_after_utc,
    )


def _certificate(private: Any) -> Any:
    """Self-signed: it says that documents come from this installation, not who this installation is."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    now = timezone.now().replace(microsecond=0)
    name = x509.Name(list(_names()))
    usage = x509.KeyUsage(True, True, *[False] * 7)  # digital signature, non-repudiation
    builder = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))  # clocks of readers differ
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def _names() -> Iterator[Any]:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    longest = 64  # X.520, upper bound of both
    if settings.SEALING_NAME:
        yield x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.SEALING_NAME[:longest])
    yield x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.SEALING_NAME or '知客 Zhike'} · {host}"[:longest])

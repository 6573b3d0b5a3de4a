"""A firm's logo as it is kept: plain PNG files, named by their content. They are drawn in `logo_drawing`."""

import hashlib
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

ICONS = (512, 192, 180)  # of the installed portal; 180 is what an iPhone asks for
FORMS = ("wide", *(f"icon-{side}" for side in ICONS))


def keep(organisation_id: UUID, forms: dict[str, bytes]) -> str:
    """Store the files of a logo; what is returned names them. The same logo is stored once."""
    digest = hashlib.sha256(forms["wide"] + forms["icon-512"]).hexdigest()[:32]
    for form, content in forms.items():
        key = key_of(organisation_id, digest, form)
        if not default_storage.exists(key):
            default_storage.save(key, ContentFile(content))
    return digest


def key_of(organisation_id: UUID, digest: str, form: str) -> str:
    return f"logos/{organisation_id.hex}/{digest}-{form}.png"


def stored(organisation_id: UUID, digest: str, form: str) -> bytes | None:
    """The bytes of one form of a kept logo; None if there is none, or it got lost."""
    try:
        with default_storage.open(key_of(organisation_id, digest, form), "rb") as source:
            return bytes(source.read())
    except FileNotFoundError:
        return None

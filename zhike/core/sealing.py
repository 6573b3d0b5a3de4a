"""Text kept in the database that its reader should not be able to read: links that sign in, TOTP secrets.

The key comes from the installation's secret key, so a copy of the database alone opens nothing.
"""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str, purpose: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text; raises `cryptography.fernet.InvalidToken` if the secret key is another one now."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> Fernet:
    person = f"zhike.{purpose}".encode()[:16]
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=person).digest()
    return Fernet(base64.urlsafe_b64encode(key))

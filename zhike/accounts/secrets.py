"""Secrets that are shown once and afterwards known by their hash only.

They are 256 random bits, so one round of SHA-256 is enough: there is nothing to guess.
"""

import hashlib
import secrets

TOKEN_PREFIX = "zk_"  # noqa: S105  so that secret scanners recognise a leaked one


def new_secret(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

"""Looks at the machine: room to write, the built front end."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zhike.core.examination.findings import Finding, hint, ill, well

LITTLE, TOO_LITTLE = 2 * 1024**3, 200 * 1024**2


def state_folder() -> Iterator[Finding]:
    """Database, uploads, key and mails lie here; others on this machine must not read the key."""
    folder = Path(settings.STATE_DIR)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield ill("state", _("%(folder)s cannot be written: %(error)s") % {"folder": folder, "error": error})
        return
    key = folder / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield ill(
            "state",
            _("Others on this machine can read the secret key. Run: chmod 600 %(file)s") % {"file": key},
        )
    else:
        yield well("state", _("Data is kept in %(folder)s.") % {"folder": folder})


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.STATE_DIR).free
    words = {"free": f"{free / 1024**3:.1f}"}
    if free < TOO_LITTLE:
        yield ill("disk", _("Only %(free)s GB of disk are free; writing will soon fail.") % words)
    elif free < LITTLE:
        yield hint("disk", _("Only %(free)s GB of disk are free.") % words)
    else:
        yield well("disk", _("%(free)s GB of disk are free.") % words)


def front_end() -> Iterator[Finding]:
    built = Path(settings.BASE_DIR) / "zhike/core/static/build/manifest.json"
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not built.exists():
        yield ill("front-end", _("The front end is not built. bin/run builds it, or: npm ci && npm run build"))
    elif not settings.DEBUG and not os.access(collected, os.R_OK):
        yield ill("front-end", _("Static files are not collected. Run: manage.py collectstatic"))
    else:
        yield well("front-end", _("The front end is built."))

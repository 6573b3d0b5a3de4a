"""Looks at what documents need: the font they are set in, the key they are sealed with, who states the time."""

import shutil
import subprocess
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhike.core.examination.findings import Finding, hint, ill, well
from zhike.core.models import SealingKey
from zhike.core.papers import keys, typefaces


def chinese_font() -> Iterator[Finding]:
    """Documents are set in a font that comes with Zhike; without it in whatever the machine has."""
    if typefaces.are_here():
        yield well("font", _("Documents are set in %(font)s, which comes with Zhike.") % {"font": typefaces.FAMILY})
        return
    fonts = _fonts_of_the_machine()
    if fonts:
        yield hint(
            "font",
            _(
                "The font for documents is not prepared, so they are set in %(font)s of this machine and may look "
                "different elsewhere. bin/run prepares it."
            ) % {"font": fonts[0]},
        )  # fmt: skip
    else:
        yield ill(
            "font",
            _(
                "There is no font with Chinese characters: documents would show boxes. bin/run prepares one; or on "
                "Debian: apt install fontconfig fonts-noto-cjk"
            ),
        )


def sealing_key() -> Iterator[Finding]:
    """Which key signed documents are sealed with, and whether it can be used."""
    row = SealingKey.objects.filter(retired_at=None).first()
    if row is None:
        yield well("sealing-key", _("The key that seals documents is made when the first one is signed."))
        return
    words = {"key": row.fingerprint[:16], "until": date_format(timezone.localtime(row.valid_until), "DATE_FORMAT")}
    if not keys.can_be_opened(row):
        yield ill(
            "sealing-key",
            _(
                "The key %(key)s, which seals documents, cannot be opened with the secret key of this "
                "installation. Put the old ZHIKE_SECRET_KEY back, or run: manage.py rotate_sealing_key"
            ) % words,
        )  # fmt: skip
    elif row.valid_until - timezone.now() < keys.SOON:
        yield hint(
            "sealing-key",
            _("The key %(key)s, which seals documents, is valid until %(until)s. Run: manage.py rotate_sealing_key")
            % words,
        )
    else:
        yield well("sealing-key", _("Documents are sealed with the key %(key)s, valid until %(until)s.") % words)


def time_stamps() -> Iterator[Finding]:
    """Whether the server that states the time of signatures answers."""
    server = settings.TIME_STAMP_SERVER
    if not server:
        yield hint(
            "time-stamps",
            _(
                "No time-stamp server is set: the time of a signature is that of this machine's clock. Set "
                "ZHIKE_TSA_URL."
            ),
        )
        return
    from zhike.core.papers.seals import ask_for_a_stamp

    try:
        ask_for_a_stamp()
    except Exception as error:
        words = _("The time-stamp server %(server)s does not answer; documents are sealed without a stamp: %(error)s")
        yield ill("time-stamps", words % {"server": server, "error": error})
        return
    yield well("time-stamps", _("Signatures are time-stamped by %(server)s.") % {"server": server})


def _fonts_of_the_machine() -> list[str]:
    if not shutil.which("fc-list"):
        return []
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=20)  # noqa: S607
    return sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})

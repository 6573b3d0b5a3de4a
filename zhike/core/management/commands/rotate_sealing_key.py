"""`manage.py rotate_sealing_key`: seal documents with a new key from now on."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhike.core.papers.keys import rotate
from zhike.core.speech import terminal_language


class Command(BaseCommand):
    help = "Make a new key for sealing documents. Documents sealed before stay genuine: the old certificates are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        row = rotate()
        with translation.override(terminal_language()):
            words = _("From now on documents are sealed with the key %(key)s, valid until %(until)s.")
            until = date_format(timezone.localtime(row.valid_until), "DATE_FORMAT")
            self.stdout.write(words % {"key": row.fingerprint[:16], "until": until})

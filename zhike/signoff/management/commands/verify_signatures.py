from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.core.immutability import unguarded
from zhike.core.scope import organisation as within
from zhike.signoff.models import Paper, Signature
from zhike.signoff.verification import signature_findings


class Command(BaseCommand):
    help = "Find papers, signatures and signed copies that were altered or removed behind the application's back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="Only this organisation.")

    def handle(self, *args: Any, organisation: str | None, **options: Any) -> None:
        chosen = Organisation.objects.order_by("slug")
        if organisation:
            chosen = chosen.filter(slug=organisation)
            if not chosen:
                raise CommandError(_("There is no organisation %(slug)s.") % {"slug": organisation})
        faults = sum(self._check(one) for one in chosen)
        for table in unguarded():
            faults += 1
            words = _("The database no longer guards %(table)s. Run migrate to put the guard back.")
            self.stdout.write(words % {"table": table})
        if faults:
            raise CommandError(_("The signatures do not hold: %(count)s findings.") % {"count": faults}, returncode=1)

    def _check(self, organisation: Organisation) -> int:
        with within(organisation.pk):
            found = list(signature_findings())
            for words in found:
                self.stdout.write(f"{organisation.slug}: {words}")
            if not found:
                words = _("%(slug)s: %(papers)s documents, %(signatures)s signatures, nothing altered.") % {
                    "slug": organisation.slug, "papers": Paper.objects.count(), "signatures": Signature.objects.count(),
                }  # fmt: skip
                self.stdout.write(words)
        return len(found)

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.activity.models import Chain
from zhike.activity.verification import findings
from zhike.core.immutability import is_protected
from zhike.core.scope import organisation as within


def head(text: str) -> tuple[int, str]:
    sequence, _colon, digest = text.partition(":")
    if not sequence.isdigit() or len(digest) != 64:
        raise ArgumentTypeError(_("Write a head as SEQUENCE:HASH, as this command prints it."))
    return int(sequence), digest


class Command(BaseCommand):
    help = "Find rows of the history that were altered, removed or inserted behind the application's back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="Only this organisation.")
        parser.add_argument(
            "--head", type=head, action="append", default=[], metavar="SEQUENCE:HASH",
            help="An end of the chain that was written down elsewhere; needs --organisation. May be repeated.",
        )  # fmt: skip

    def handle(self, *args: Any, organisation: str | None, head: list[tuple[int, str]], **options: Any) -> None:
        if head and not organisation:
            raise CommandError(_("Say with --organisation whose chain the head belongs to."))
        chosen = Organisation.objects.order_by("slug")
        if organisation:
            chosen = chosen.filter(slug=organisation)
            if not chosen:
                raise CommandError(_("There is no organisation %(slug)s.") % {"slug": organisation})
        faults = sum(self._check(one, dict(head)) for one in chosen)
        if not is_protected(connection, "activity_activity"):
            faults += 1
            self.stdout.write(_("The database no longer guards the history. Run migrate to put the guard back."))
        if faults:
            raise CommandError(_("The history does not hold: %(count)s findings.") % {"count": faults}, returncode=1)

    def _check(self, organisation: Organisation, heads: dict[int, str]) -> int:
        faults = 0
        with within(organisation.pk):
            for finding in findings(heads=heads):
                faults += 1
                self.stdout.write(f"{organisation.slug}: {finding.words}")
        chain = Chain.objects.filter(pk=organisation.pk).first()
        if not faults:
            words = _("%(slug)s: %(count)s rows, nothing altered, nothing removed. Head %(head)s")
            where = f"{chain.sequence}:{chain.hash}" if chain else "0"
            self.stdout.write(
                words % {"slug": organisation.slug, "count": chain.sequence if chain else 0, "head": where}
            )
        return faults

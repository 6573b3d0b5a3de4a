"""`manage.py create_organisation "Acme" --slug acme --owner-email o@example.com --owner-name "Olga"`."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhike.accounts import mails
from zhike.accounts.actions import found_organisation
from zhike.core.errors import Refusal


class Command(BaseCommand):
    help = "Found an organisation with its first owner, who signs in by a link that is printed here."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--slug", required=True, help="the address: /slug/")
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--owner-name", required=True)
        parser.add_argument("--language", default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organisation, owner = found_organisation(
                name=options["name"],
                slug=options["slug"],
                owner_email=options["owner_email"],
                owner_name=options["owner_name"],
                language=options["language"],
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{organisation} is at /{organisation.slug}/. {owner} signs in once, within half an hour, at")
        self.stdout.write(mails.sign_in_link(owner))

"""`manage.py reindex`: write the search index anew, as after a change of how texts are cut into words."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhike.core.scope import every_organisation, organisation
from zhike.core.search.rebuilding import batches, sweep
from zhike.core.search.sources import every_source


class Command(BaseCommand):
    help = "Write the search index anew, in small transactions, while people work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", type=UUID, help="only this organisation (its id)")
        parser.add_argument("--model", help="only rows of this model, such as clients.Client")
        parser.add_argument("--after", type=UUID, help="with --organisation and --model: go on after this row")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["after"] and not (options["organisation"] and options["model"]):
            raise CommandError("--after needs --organisation and --model, as the last line of the stopped run says.")
        models = {source.subject_type: source.model for source in every_source()}
        if options["model"]:
            if options["model"] not in models:
                raise CommandError(f"Nobody searches {options['model']}. Searched are: {', '.join(sorted(models))}.")
            models = {options["model"]: models[options["model"]]}
        for organisation_id in [options["organisation"]] if options["organisation"] else every_organisation():
            with organisation(organisation_id):
                for label, model in models.items():
                    self._model(organisation_id, label, model, options["after"])
                if not options["model"]:
                    self.stdout.write(f"{organisation_id}: {sweep()} entries of rows no longer there removed")

    def _model(self, organisation_id: UUID, label: str, model: Any, after: UUID | None) -> None:
        done = 0
        for count, last in batches(model, after):
            done += count
            go_on = f"--organisation {organisation_id} --model {label} --after {last}"
            self.stdout.write(f"{label}: {done} done. To go on here: {go_on}")

"""`bin/run` starts zhike/core/serving.py itself; this is the same for those who come by manage.py."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import autoreload

from zhike.core.serving import add_options, serve


class Command(BaseCommand):
    help = "Serve web and background work together until stopped."
    requires_system_checks = []  # the web server makes them; here they only cost time

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)
        parser.add_argument("--only-worker", action="store_true", help="Be the worker that --reload starts.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only_worker"]:
            autoreload.run_with_reloader(_work)
        else:
            sys.exit(serve(options))


def _work() -> None:
    from zhike.core.jobs.worker import WorkerLoop

    WorkerLoop().run()

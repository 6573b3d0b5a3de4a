import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhike.core.jobs.worker import WorkerLoop
from zhike.core.processes import collect_rarely


class Command(BaseCommand):
    help = "Do background work until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        loop = WorkerLoop()
        if once:
            self.stdout.write(f"{loop.drain()} jobs done.")
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: loop.stopping.set())
        collect_rarely()
        loop.run()

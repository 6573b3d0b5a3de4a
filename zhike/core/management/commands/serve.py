"""The whole installation in one process tree: web server and background workers."""

import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import autoreload, translation
from django.utils.translation import gettext as _

from zhike.core.speech import terminal_language
from zhike.core.supervision import Part, Supervisor


class Command(BaseCommand):
    help = "Serve web and background work together until stopped."
    requires_system_checks = []  # the web server makes them; here they only cost time

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, help="Web processes (SQLite: 1, PostgreSQL: 2).")
        parser.add_argument("--threads", type=int, default=4, help="Threads in each web process.")
        parser.add_argument("--workers", type=int, default=1, help="Background workers.")
        parser.add_argument(
            "--reload", action="store_true", help="For working on Zhike: restart when code changes."
        )
        parser.add_argument("--only-worker", action="store_true", help="Be the worker that --reload starts.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only_worker"]:
            return autoreload.run_with_reloader(_work)
        with translation.override(terminal_language()):
            parts = _reloading(options) if options["reload"] else _steady(options)
            address = f"http://{_spoken(options['host'])}:{options['port']}"
            supervisor = Supervisor(parts, self._tell_of_a_death)
            status = supervisor.run(lambda: self._announce_when_up(address))
            if status:
                self.stderr.write(_("The web server did not start; what it said is above."))
                sys.exit(status)
            self.stdout.write(_("Stopped."))

    def _tell_of_a_death(self, what: str) -> None:
        self.stderr.write(_("A part ended and is started again: %(part)s") % {"part": what})

    def _announce_when_up(self, address: str) -> bool:
        if not _answers(f"{address}/-/health/"):
            return False
        self.stdout.write("\n" + _("Zhike is ready: %(address)s") % {"address": address + "/"})
        people = Path(settings.STATE_DIR) / "demo-people.txt"
        if people.exists():
            self.stdout.write(people.read_text(encoding="utf-8").rstrip())
        self.stdout.write(_("Stop with Ctrl-C.") + "\n")
        self.stdout.flush()
        return True


def _steady(options: dict[str, Any]) -> list[Part]:
    """Granian over WSGI. SQLite has one writer at a time, so there threads serve better than processes."""
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    processes = options["processes"] or (1 if sqlite else 2)
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"),
        *("--host", options["host"], "--port", str(options["port"]), "--workers", str(processes)),
        *("--blocking-threads", str(options["threads"]), "--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "8", "--no-ws", "--log-level", "warning"),
    ]
    work = [sys.executable, "manage.py", "work"]
    workers = [Part(f"worker {number}", work) for number in range(1, options["workers"] + 1)]
    return [Part("web", web, {"ZHIKE_SUPERVISED": "1"}), *workers]


def _reloading(options: dict[str, Any]) -> list[Part]:
    place = f"{options['host']}:{options['port']}"
    return [
        Part("web", [sys.executable, "manage.py", "runserver", place]),
        Part("worker", [sys.executable, "manage.py", "serve", "--only-worker"]),
        Part("vite", ["npx", "--no-install", "vite", "build", "--watch", "--logLevel", "warn"]),
    ]


def _work() -> None:
    from zhike.core.jobs.worker import WorkerLoop

    WorkerLoop().run()


def _answers(address: str) -> bool:
    """Whether the server answers at all; a health page that says 503 answers too."""
    request = urllib.request.Request(address, headers={"Host": _own_host()})  # noqa: S310  our own address
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _own_host() -> str:
    """A name the server accepts, whatever it is asked to be called."""
    known = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    return known[0] if known else os.environ.get("HOSTNAME", "localhost")


def _spoken(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104  spoken, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host

"""The whole installation in one process tree: web server and background workers.

The supervisor itself loads the settings and no application, so that it costs neither time at the start nor
memory afterwards: `python -m zhike.core.serving --port 8000`.
"""

import argparse
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from zhike.core.speech import told
from zhike.core.supervision import Part, Supervisor


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, help="Web processes (SQLite: 1, PostgreSQL: 2).")
    parser.add_argument("--threads", type=int, default=4, help="Threads in each web process.")
    parser.add_argument("--workers", type=int, default=1, help="Background workers.")
    parser.add_argument("--reload", action="store_true", help="For working on Zhike: restart when code changes.")


def serve(options: dict[str, Any]) -> int:
    """Run until told to stop; gives the exit status."""
    parts = _reloading(options) if options["reload"] else _steady(options)
    address = f"http://{_spoken(options['host'])}:{options['port']}"
    status = Supervisor(parts, _tell_of_a_death).run(lambda: _announce_when_up(address))
    if status:
        print(
            told("The web server did not start; what it said is above.", "网页服务未能启动，原因见上方输出。"),
            file=sys.stderr,
        )
    else:
        print(told("Stopped.", "已停止。"))
    return status


def _tell_of_a_death(what: str) -> None:
    words = told("A part ended and is started again:", "有一部分已退出，正在重新启动：")
    print(f"{words} {what}", file=sys.stderr, flush=True)


def _announce_when_up(address: str) -> bool:
    if not _answers(f"{address}/-/health/"):
        return False
    from django.conf import settings

    print("\n" + told("Zhike is ready:", "知客已就绪：") + f" {address}/")
    people = Path(settings.STATE_DIR) / "demo-people.txt"
    if people.exists():
        print(people.read_text(encoding="utf-8").rstrip())
    print(told("Stop with Ctrl-C.", "按 Ctrl-C 停止。") + "\n", flush=True)
    return True


def _steady(options: dict[str, Any]) -> list[Part]:
    """Granian over WSGI. SQLite has one writer at a time, so there threads serve better than processes."""
    from django.conf import settings

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
    from django.conf import settings

    known = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    return known[0] if known else "localhost"


def _spoken(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104  spoken, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    parser = argparse.ArgumentParser(prog="serve")
    add_options(parser)
    sys.exit(serve(vars(parser.parse_args())))

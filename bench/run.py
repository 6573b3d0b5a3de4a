"""Measure what requests cost: `python -m bench.run --database URL [--database LARGER]`.

Starts the web server as `bin/run` does, on a free port, and asks it. With several databases (the same data in
several sizes) it also prints by what factor each operation grew. Text and JSON go to bench/results/.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.measuring import Measured, measure
from bench.serving import Server

RESULTS = Path(__file__).resolve().parent / "results"
BASELINE = "login page"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", action="append", help="made by bench.generate; may be given several times")
    parser.add_argument("--requests", type=int, default=120, help="per operation and concurrency")
    parser.add_argument("--only", help="only operations whose name fits this regular expression")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # measure the one database
    asked = parser.parse_args()
    if not asked.database:
        parser.error("give --database")
    if asked.here:
        print(json.dumps(_measure_one(asked.database[0], asked.requests, asked.only)))
        return
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now():%Y-%m-%d-%H%M%S}"  # noqa: DTZ005  the file is for whoever sits here
    runs = []
    for url in asked.database:  # kept after each, so that a later failure loses nothing
        runs.append(_in_a_process_of_its_own(url, asked))
        (RESULTS / f"{name}.json").write_text(json.dumps(runs, ensure_ascii=False, indent=1), encoding="utf-8")
    text = "\n\n".join([*(_table(run) for run in runs), *([_growth(runs)] if len(runs) > 1 else [])])
    print(text)
    (RESULTS / f"{name}.txt").write_text(text + "\n", encoding="utf-8")


def _in_a_process_of_its_own(url: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Django reads the database once per process, so each database gets its own."""
    command = [
        sys.executable,
        "-m",
        "bench.run",
        "--here",
        "--database",
        url,
        "--requests",
        str(asked.requests),
    ]
    command += ["--only", asked.only] if asked.only else []
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def _measure_one(url: str, requests: int, only: str | None) -> dict[str, Any]:
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from bench.operations import operations, size

    call_command("migrate", verbosity=0)  # it may have been made by an older version

    with Server(url) as server:
        rows = []
        for operation in operations():
            if only and not re.search(only, operation.name):
                continue
            for concurrency in (1, 8):
                found = measure(server, operation, requests, concurrency)
                rows.append(found.as_dict())
                print(f"  {found.line()}", file=sys.stderr, flush=True)
        return {"database": url.partition(":")[0], "size": size(), "memory_mb": server.memory(), "rows": rows}


def _table(run: dict[str, Any]) -> str:
    size = ", ".join(f"{count:,} {what}" for what, count in run["size"].items())
    base = {row["concurrency"]: row["cpu_ms"] for row in run["rows"] if row["name"] == BASELINE}
    lines = [
        f"{run['database']}: {size}. Web process: {run['memory_mb']:.0f} MB each.",
        Measured.HEAD + "   × login",
    ]
    for row in run["rows"]:
        ratio = row["cpu_ms"] / base[row["concurrency"]] if base.get(row["concurrency"]) else float("nan")
        lines.append(f"{Measured(**row).line()}   {ratio:7.1f}")
    return "\n".join(lines)


def _growth(runs: list[dict[str, Any]]) -> str:
    lines = ["Growth from the first to the last database (CPU, statements, bytes):"]
    last = {(row["name"], row["concurrency"]): row for row in runs[-1]["rows"]}
    for row in runs[0]["rows"]:
        larger = last.get((row["name"], row["concurrency"]))
        if larger and row["concurrency"] == 1 and row["cpu_ms"]:
            grown = [larger[part] / row[part] if row[part] else 1.0 for part in ("cpu_ms", "statements", "bytes")]
            lines.append(f"{row['name']:28} × {grown[0]:5.2f}   × {grown[1]:5.2f}   × {grown[2]:5.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""The command line: python -m zhike.methods.schedule {cpm,level,simulate,convert} FILE

Reads Microsoft Project's XML, Zhike's JSON and PSPLIB, and what mpxj reads where it is installed; the form is told by
what the file holds. Prints a table, or JSON with --json. A file that cannot be read: exit status 2, and one line on
standard error that says why; a plan that cannot be computed (tasks that wait for each other): status 1.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from zhike.methods.schedule import answers
from zhike.methods.schedule.files.any_form import read_any, read_instance
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.json_plan import dump_json
from zhike.methods.schedule.files.mspdi import dump_mspdi
from zhike.methods.schedule.plan import Plan

NOT_COMPUTED, UNREADABLE = 1, 2
COMMANDS = {
    "cpm": "early and late dates, floats, critical tasks",
    "level": "starts at which nobody is asked to do more than they can, and when all is done",
    "simulate": "by when the project and its milestones finish, with 10 to 90 percent certainty",
    "convert": "Microsoft Project's XML into Zhike's JSON, and everything else into Microsoft Project's XML",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    plan: Plan | None = None
    try:
        reading, form = read_any(Path(options.file))
        plan = reading.plan
        for warning in reading.warnings:
            _say(f"warning: {warning}")
        _write(
            options.output,
            _converted(plan, form, options) if options.command == "convert" else _told(plan, form, options),
        )
    except Unreadable as problem:
        _say(f"{options.file}: {problem}")
        return UNREADABLE
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, OSError) as problem:  # circles, calendars without working time, a place nobody can write to
        _say(f"{options.file}: {_in_words(problem, plan)}")
        return NOT_COMPUTED
    return 0


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m zhike.methods.schedule", description="Compute project schedules.")
    commands = found.add_subparsers(dest="command", required=True)
    for name, does in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
        command.add_argument("file", metavar="FILE")
        command.add_argument("--json", action="store_true", help="print JSON instead of a table")
        command.add_argument("--seconds", type=float, default=5.0, help="level: how long to look for a better schedule")
        command.add_argument("--seed", type=int, default=1, help="the same seed gives the same answer")
        command.add_argument("--samples", type=int, default=10_000, help="simulate: how often")
        command.add_argument("-o", "--output", metavar="OUT", help="write there; convert: .json or .xml says the form")
    return found


def _told(plan: Plan, form: str, options: argparse.Namespace) -> bytes:
    if options.command == "cpm":
        answer = answers.critical_path(plan)
    elif options.command == "simulate":
        answer = answers.simulation(plan, options.seed, options.samples)
    elif form == "psplib":
        instance = read_instance(Path(options.file).read_bytes())
        answer = answers.levelled_instance(instance, options.seconds, options.seed)
    else:
        answer = answers.levelling(plan, options.seconds, options.seed)
    text = json.dumps(answer.facts, ensure_ascii=False) + "\n" if options.json else answers.as_table(answer)
    return text.encode("utf-8", "backslashreplace")


def _converted(plan: Plan, form: str, options: argparse.Namespace) -> bytes:
    ending = Path(options.output).suffix.lower() if options.output else ""
    wants_json = options.json or ending == ".json" or (form == "mspdi" and ending != ".xml")
    answers.give_dates(plan)
    return dump_json(plan) + b"\n" if wants_json else dump_mspdi(plan)


def _write(output: str | None, data: bytes) -> None:
    if output:
        Path(output).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _in_words(problem: Exception, plan: Plan | None) -> str:
    """One line; circles name their tasks."""
    path = getattr(problem, "path", None)
    if path and plan is not None:
        names = {task.id: task.name for task in plan.tasks}
        tasks = " → ".join(f"{number} “{names.get(number, '')}”" for number in [*path, path[0]])
        return f"tasks wait for each other in a circle: {tasks}"
    return " ".join(str(problem).split())


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""A console inside an installation that stays open: Django takes seconds to start, and the stories look in often.

`Console(environment).run(code)` gives what the code printed. Each piece of code starts with nothing of the one before,
and leaves no connection to the database open, so that this can be copied, or dropped, at any time.
"""

import contextvars
import io
import json
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

from zhike.core.processes import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
LISTEN = "from e2e.console import listen; listen()"


class Console:
    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "shell", "--no-imports", "-c", LISTEN],
                cwd=ROOT, env=dict(environment), text=True, start_new_session=True, preexec_fn=die_with_parent,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        self.log = log

    def run(self, code: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The console ended:\n{self.log.read_text(errors='replace')[-3000:]}")
        told = json.loads(answer)
        if told["error"]:
            raise RuntimeError(f"In the console:\n{told['printed']}{told['error']}")
        return str(told["printed"])

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def listen() -> None:
    """Runs inside the installation until nobody is there to talk to."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what is printed out of turn is no answer
    for line in sys.stdin:
        answers.write(json.dumps(_carried_out(json.loads(line))) + "\n")
        answers.flush()


def _carried_out(code: str) -> dict[str, str]:
    from django.db import connections

    printed, error = io.StringIO(), ""
    try:
        with redirect_stdout(printed):
            contextvars.Context().run(exec, compile(code, "<console>", "exec"), {"__name__": "console"})
    except Exception:
        error = traceback.format_exc()
    finally:
        connections.close_all()
    return {"printed": printed.getvalue(), "error": error}

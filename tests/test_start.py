"""Starting stays quick: heavy libraries are imported where they are used, not when the addresses are read."""

import subprocess
import sys

import pytest

from tests.rules.allowances import ROOT, nothing

HEAVY = [
    "pypinyin", "openpyxl", "vobject", "phonenumbers", "PIL", "numpy", "numba", "typst", "pyhanko", "docx", "lxml",
    "segno", "pptx",
]  # fmt: skip

pytestmark = pytest.mark.still


def test_reading_the_addresses_imports_no_heavy_library() -> None:
    ask = (
        "import django, sys; django.setup(); import config.urls;"
        f"print(' '.join(name for name in {HEAVY} if name in sys.modules))"
    )
    done = _asked(ask)
    assert done.returncode == 0, done.stderr
    nothing(done.stdout.split())


def test_a_web_process_that_computes_plans_carries_no_compiler() -> None:
    ask = (
        "import django, sys; django.setup(); import config.urls;"
        "from datetime import datetime; from zhike.methods.schedule import plan as words;"
        "from zhike.methods.schedule.compiling import compile_plan;"
        "from zhike.methods.schedule.live import LiveSchedule;"
        "from zhike.methods.schedule.levelling.demand import overallocations;"
        "calendar = words.Calendar(1, 'usual', words.STANDARD_WEEK);"
        "plan = words.Plan(datetime(2026, 3, 2, 8), tasks=[words.Task(1, duration=4800)], calendars=[calendar]);"
        "live = LiveSchedule(compile_plan(plan)); live.change(0, length=9600); live.settle();"
        "overallocations(plan, live.schedule()); print('numba' in sys.modules, live.is_compiled)"
    )
    done = _asked(ask)
    assert done.stdout.split() == ["False", "False"], done.stderr


def _asked(ask: str) -> "subprocess.CompletedProcess[str]":
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "ZHIKE_SECRET_KEY": "x" * 50, "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True)

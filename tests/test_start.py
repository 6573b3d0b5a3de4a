"""Starting stays quick: heavy libraries are imported where they are used, not when the addresses are read."""

import subprocess
import sys

import pytest

from tests.rules.allowances import ROOT, nothing

HEAVY = ["pypinyin", "openpyxl", "vobject", "phonenumbers", "PIL", "numpy", "typst", "pyhanko", "docx", "lxml", "segno"]

pytestmark = pytest.mark.still


def test_reading_the_addresses_imports_no_heavy_library() -> None:
    ask = (
        "import django, sys; django.setup(); import config.urls;"
        f"print(' '.join(name for name in {HEAVY} if name in sys.modules))"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZHIKE_SECRET_KEY": "x" * 50,
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    nothing(done.stdout.split())

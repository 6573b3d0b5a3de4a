"""Documents made from the code are the ones that are committed."""

import json
import subprocess
import sys

from tests.rules.allowances import ROOT
from zhike.core.management.commands.openapi import described


def test_the_permission_table_is_current() -> None:
    file = ROOT / "docs/permissions.md"
    assert file.exists(), "run manage.py permissions"
    command = [sys.executable, "manage.py", "permissions", "--print"]  # a process of its own: tests declare, too
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    with_english_names = told.rstrip("\n").split("\n# ")[-1] + "\n"  # needs no compiled catalogue
    assert file.read_text(encoding="utf-8").split("\n# ")[-1] == with_english_names, "run manage.py permissions"


def test_the_api_is_the_one_promised() -> None:
    file = ROOT / "tests/openapi.json"
    assert file.exists(), "run manage.py openapi"
    assert json.loads(described()) == json.loads(file.read_text(encoding="utf-8")), "run manage.py openapi, if meant"

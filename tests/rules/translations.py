"""Simplified Chinese is complete in every package that says something. English needs no catalogue."""

import ast
import shutil
import subprocess
import tempfile
from pathlib import Path

from babel.messages import Message
from babel.messages.pofile import read_po

from tests.rules.allowances import ROOT

Key = str
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def packages(root: Path = ROOT) -> list[Path]:
    """The rooms; each keeps the translations of its own strings."""
    return sorted(file.parent for file in (root / "zhike").glob("*/__init__.py"))


def catalogue(package: Path) -> Path:
    return package / "locale/zh_Hans/LC_MESSAGES/django.po"


def extracted(package: Path) -> set[Key]:
    """Every string of the package's Python and templates, found by makemessages in a copy without tests."""
    with tempfile.TemporaryDirectory(prefix="zhike-words-") as folder:
        copy = Path(folder) / package.name
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("tests", "locale", "static", "__pycache__"))
        (copy / "locale").mkdir()
        _makemessages(copy)
        po = catalogue(copy)
        return {_key(message) for message in _read(po)} if po.exists() else set()


def faults(po: Path, wanted: set[Key]) -> list[str]:
    """Strings without a translation, with a guessed one, or with one that loses a placeholder."""
    kept = {_key(message): message for message in _read(po)} if po.exists() else {}
    wrong = [f"{_short(po)}: {key!r} is not in the catalogue" for key in sorted(wanted - kept.keys())]
    for key in sorted(wanted & kept.keys()):
        message = kept[key]
        if not _texts(message.string) or not all(_texts(message.string)):
            wrong.append(f"{_short(po)}: {key!r} is not translated")
        elif message.fuzzy:
            wrong.append(f"{_short(po)}: {key!r} is fuzzy")
        elif list(message.check()) or _loses_a_place(message):
            wrong.append(f"{_short(po)}: {key!r} is translated with other placeholders")
    return wrong


def quarrels(catalogues: list[Path]) -> list[str]:
    """Strings that two catalogues translate differently. Where both are right, the source needs a context."""
    said: dict[Key, dict[str, str]] = {}
    for po in filter(Path.exists, catalogues):
        for message in _read(po):
            said.setdefault(_key(message), {}).setdefault(_texts(message.string)[0], _short(po))
    return [f"{key!r}: {ways}" for key, ways in sorted(said.items()) if len(ways) > 1]


def unseen(source: str, name: str) -> list[str]:
    """Strings that are translated in a way that makemessages does not see: through another name, or in an f-string."""
    tree = ast.parse(source)
    wrong = [
        f"{name}:{node.lineno}: import {alias.name} as _, or under its own name"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]
    inside = (part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node))
    return wrong + [
        f"{name}:{call.lineno}: translate before the f-string, not inside it"
        for call in inside
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATING
    ]


def _makemessages(folder: Path) -> None:
    """By Django's own command, in a process of its own: it works on the current folder."""
    code = (
        "import django; from django.conf import settings; settings.configure(USE_I18N=True, TEMPLATES=[]);"
        "django.setup(); from django.core.management import call_command;"
        "call_command('makemessages', locale=['zh_Hans'], no_location=True, no_wrap=True, verbosity=0)"
    )
    python = str(ROOT / ".venv/bin/python")
    done = subprocess.run([python, "-c", code], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def _read(po: Path) -> list[Message]:
    with po.open("rb") as source:
        return [message for message in read_po(source, locale="zh_Hans") if message.id]


def _key(message: Message) -> Key:
    text = message.id[0] if isinstance(message.id, list | tuple) else str(message.id)
    return f"{message.context}\x04{text}" if message.context else text


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def _loses_a_place(message: Message) -> bool:
    """A named place of the English sentence that the Chinese one does not have, or one that it invents."""
    import re

    def places(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)[sd]|\{(\w+)\}", text)) - {("count", ""), ("number", ""), ("n", "")}

    source = set().union(*(places(text) for text in _texts(message.id)))
    return any(places(text) - source or source - places(text) for text in _texts(message.string))


def _short(po: Path) -> str:
    return po.relative_to(ROOT).as_posix() if po.is_relative_to(ROOT) else po.name

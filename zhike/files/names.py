"""Names of files as they come from people's machines, made harmless and still theirs."""

import re
import unicodedata

LONGEST = 255  # bytes, what file systems of those who download it take
_INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$", re.IGNORECASE)


def clean(name: str) -> str:
    """The last part of a path without control characters, without signs that turn the reading direction (they make
    `gpj.exe` look like `exe.jpg`), no longer than file systems take, its ending kept. Emoji and Chinese stay."""
    name = name.encode("utf-8", "ignore").decode()  # lone surrogates
    name = re.split(r"[/\\]", name)[-1]
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    name = _FORBIDDEN.sub("_", name).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name) or "file"


def folder(path: str) -> str:
    """A folder as people write it, `合同/2026`: no climbing, no empty parts."""
    parts = [_INVISIBLE.sub("", part).strip(" .") for part in re.split(r"[/\\]", path)]
    return "/".join(part for part in parts if part)[:200]


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = LONGEST - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + dot + ending

"""Plans of Microsoft Project (.mpp), Primavera (.xer, .xml) and MPX, read through the Java library mpxj.

mpxj is an optional extra: `pip install mpxj jpype1`, and Java 11 or later. It may live in another Python than the one
Zhike runs under: ZHIKE_MPXJ_PYTHON names its interpreter. It works in a process of its own, with limited memory and
time, so that a broken file cannot take the server with it.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from zhike.methods.schedule.files.errors import Reading, Unreadable
from zhike.methods.schedule.files.mpxj_process import FAILED, NO_JAVA, NO_MPXJ
from zhike.methods.schedule.files.mspdi import read_mspdi
from zhike.methods.schedule.files.sources import Limits, Source, form_of, whole
from zhike.methods.schedule.files.xml_rows import refuse_doctype

FORMS = {"mpp": "Microsoft Project", "mpx": "MPX", "xer": "Primavera XER", "pmxml": "Primavera XML"}
LARGEST = 128 << 20
SECONDS = 120
HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


def interpreter() -> str | None:
    """The Python that has mpxj; None where there is none."""
    named = os.environ.get("ZHIKE_MPXJ_PYTHON")
    if named:
        return named
    has_both = importlib.util.find_spec("mpxj") and importlib.util.find_spec("jpype")
    return sys.executable if has_both else None


def read_through_mpxj(source: Source, limits: Limits | None = None, seconds: float = SECONDS) -> Reading:
    """The plan in the file. Unreadable: not such a file, mpxj or Java is missing, or it took too long."""
    limits = limits or Limits(bytes=LARGEST)
    data = whole(source, limits)
    form = form_of(data[:4096])
    if form not in FORMS:
        raise Unreadable("unknown_form")
    return read_mspdi(as_mspdi(data, form, seconds), limits)


def as_mspdi(data: bytes, form: str, seconds: float = SECONDS) -> bytes:
    python = interpreter()
    if python is None:
        raise Unreadable("needs_mpxj", form=FORMS[form])
    if form == "pmxml":
        refuse_doctype(data)
    charset = charset_of(data)
    if form == "mpx":
        data = with_code_page(data, charset)
    with tempfile.TemporaryDirectory(prefix="zhike-mpxj-") as folder:
        given, made = Path(folder, f"plan.{'xml' if form == 'pmxml' else form}"), Path(folder, "made.xml")
        given.write_bytes(data)
        _run(
            [python, str(Path(__file__).with_name("mpxj_process.py")), form, charset, str(given), str(made)],
            form,
            seconds,
        )
        return made.read_bytes()


def _run(command: list[str], form: str, seconds: float) -> None:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "JAVA_HOME", "LANG", "TMPDIR")}
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable("took_too_long", limit=seconds) from None
    except OSError:
        raise Unreadable("needs_mpxj", form=FORMS[form]) from None
    if done.returncode == NO_MPXJ:
        raise Unreadable("needs_mpxj", form=FORMS[form])
    if done.returncode == NO_JAVA:
        raise Unreadable("needs_java", form=FORMS[form])
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() if done.returncode == FAILED else []
        raise Unreadable("mpxj_failed", reason=said[-1] if said else f"it stopped with status {done.returncode}")


def charset_of(data: bytes) -> str:
    """How text is written in a file that does not say: UTF-8, else Chinese if high bytes come in pairs, else Western.

    A letter with an accent stands alone among others; Chinese in GB2312 is pairs of high bytes throughout.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        runs = [len(run) for run in HIGH_BYTES.findall(data)]
        return "GB18030" if all(length % 2 == 0 for length in runs) else "windows-1252"
    return "UTF-8"


def with_code_page(data: bytes, charset: str) -> bytes:
    """MPX names its code page in the first line; Chinese files say ANSI there, which mpxj takes to be Western."""
    line, end, rest = data.partition(b"\n")
    if charset == "windows-1252" or not HIGH_BYTES.search(rest):
        return data
    separator = line[3:4] or b","
    fields = line.rstrip(b"\r").split(separator)
    if len(fields) > 3:
        fields[3] = b"ZH"
    rest = rest.decode(charset).encode("gb2312", "replace")
    return separator.join(fields) + (b"\r" if line.endswith(b"\r") else b"") + end + rest

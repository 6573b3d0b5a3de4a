"""Documents are the same each time, carry their font, and can be made of any characters people write."""

import hashlib
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings

from zhike.core.errors import Invalid
from zhike.core.papers import typefaces, typeset
from zhike.core.papers.tests.conftest import DATA, MADE_AT
from zhike.core.papers.typesetting import pictures, spelled_out

ROOT = settings.BASE_DIR


def lines(template, *texts):
    return typeset(template, {**DATA, "lines": list(texts)}, made_at=MADE_AT)


def test_the_same_document_is_the_same_file(template):
    assert lines(template, "甲") == lines(template, "甲")
    assert lines(template, "甲") != lines(template, "乙")
    assert lines(template, "甲") != typeset(
        template, {**DATA, "lines": ["甲"]}, made_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_another_process_sets_the_same_file(template):
    ask = (
        "import sys, hashlib, django; django.setup(); from datetime import datetime, UTC; from pathlib import Path;"
        "from zhike.core.papers.typesetting import typeset;"
        f"sys.stdout.write(hashlib.sha256(typeset(Path({str(template)!r}), {DATA!r},"
        "made_at=datetime(2026, 11, 26, 8, 0, tzinfo=UTC))).hexdigest())"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "ZHIKE_SECRET_KEY": "x" * 50, "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", ask], env=environment, cwd=ROOT, capture_output=True, text=True)
    told = done.stdout
    assert told == hashlib.sha256(typeset(template, DATA, made_at=MADE_AT)).hexdigest(), done.stderr


def test_a_document_says_it_is_pdf_a_and_embeds_our_font(pdf):
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert typefaces.are_here(), "tools/prepare.py brings the fonts"
    assert re.search(rb"\+NotoSansSC", pdf)
    assert b"/FontFile" in pdf


@pytest.mark.parametrize(
    "text", ["😀 好的", "龘𠮷𪚥𰻝", "한국어 ไทย عربي", "\u200d\ufe0f", "a\u0301", "\ue000", "☐ ⟶ ✓"]
)
def test_no_character_keeps_a_document_from_being_made(template, text):
    assert lines(template, text).startswith(b"%PDF-")


def test_what_no_font_can_draw_is_spelled_out():
    assert spelled_out("李𠮷", {"𠮷"}) == "李〔U+20BB7〕"


def test_our_font_knows_what_it_lacks():
    assert typefaces.lacking("系统应支持 Excel，“引号”—— ①②③ é €\n") == set()
    assert typefaces.lacking("好😀") == {"😀"}


def test_without_our_font_the_machines_steps_in(template, monkeypatch):
    monkeypatch.setattr(typefaces, "are_here", lambda: False)
    typefaces.book.cache_clear()
    try:
        made = lines(template, "系统")
    finally:
        typefaces.book.cache_clear()
    assert made.startswith(b"%PDF-")


def test_data_is_never_program_text(template):
    made = pictures(template, {**DATA, "lines": ['#panic("no") $x$ *b* `r` ]#[ "); #image("/etc/passwd")']})
    assert made[0].startswith(b"\x89PNG")


def test_a_template_sees_no_other_file_of_this_machine(tmp_path):
    template = tmp_path / "reader.typ"
    template.write_text('#set document(date: auto)\n#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(Invalid):
        typeset(template, {}, made_at=MADE_AT)

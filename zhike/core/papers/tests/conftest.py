"""A document of one page, and the same sealed. A key takes a moment to make, so one serves all tests of a process."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from zhike.core.models import SealingKey
from zhike.core.papers import keys, seal_pdf, typeset

TEMPLATE = """
#let data = json("data.json")
#set document(title: data.title, author: data.author, description: data.description, date: auto)
#set text(font: ("Noto Sans SC", "Noto Sans CJK SC"), lang: "zh", region: "cn")
#for line in data.lines [#line \\ ]
"""
MADE_AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
DATA = {
    "title": "需求规格说明书 (DOC-7)",
    "author": "乐测软件 <上海>",
    "description": "陈静: approved\n/M (D:19700101000000Z)",
    "lines": ["系统应支持导出 Excel 报表。", "The system exports reports."],
}
_kept: list[SealingKey] = []


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "page.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


@pytest.fixture
def pdf(template: Path) -> bytes:
    return typeset(template, DATA, made_at=MADE_AT)


@pytest.fixture
def key(db: None) -> SealingKey:
    """The key in use; made once a process."""
    if not _kept:
        with transaction.atomic():
            _kept.append(keys._new_row())
    row = _kept[0]
    return SealingKey.objects.create(
        fingerprint=row.fingerprint,
        certificate=row.certificate,
        private_key=row.private_key,
        valid_until=row.valid_until,
    )


@pytest.fixture
def sealed(key: SealingKey, pdf: bytes) -> bytes:
    return seal_pdf(pdf, reason="签署完成 (DOC-7) /M", name="乐测软件", location="https://zhike.example")

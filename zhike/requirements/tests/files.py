"""Files as people send them, made here so that every test says what is in its own."""

import csv
import io
import zipfile
from collections.abc import Sequence
from io import BytesIO

HEADERS = ("编号", "需求名称", "需求描述", "为什么", "类型", "优先级", "验收标准", "模块", "提出人")
ROWS = (
    ("1", "月结三个工作日", "关账清零", "集团要数", "质量", "必须", "每月3日18:00前；未清项有说明", "财务", "孙总"),
    ("2", "扫码收货", "离线也能做", "", "体验", "P0", "断网扫 200 件", "仓库", ""),
    ("3", "数据在境内", "", "合规", "约束", "高", "", "平台", "信息部"),
)  # fmt: skip


Lines = Sequence[Sequence[str]]


def as_csv(
    rows: Lines = ROWS, *, headers: Sequence[str] = HEADERS, encoding: str = "utf-8-sig", delimiter: str = ","
) -> BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headers, *rows])
    return BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows: Lines = ROWS, *, headers: Sequence[str] = HEADERS) -> BytesIO:
    from openpyxl import Workbook

    book = Workbook()
    for row in (headers, *rows):
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def as_docx() -> BytesIO:
    from docx import Document

    book = Document()
    book.add_heading("项目需求说明", 0)
    book.add_paragraph("本文件整理自启动会。")
    book.add_heading("财务", 1)
    book.add_paragraph("月结应在 3 个工作日内完成。未清项逐笔说明。", style="List Number")
    book.add_paragraph("凭证须能从报表点到单据。", style="List Number")
    book.add_heading("仓库", 1)
    table = book.add_table(rows=1, cols=3)
    for cell, words in zip(table.rows[0].cells, ("需求名称", "优先级", "验收标准"), strict=True):
        cell.text = words
    for cell, words in zip(table.add_row().cells, ("扫码收货", "必须", "断网扫 200 件"), strict=True):
        cell.text = words
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def bomb(name: str = "word/document.xml") -> BytesIO:
    """A small zip that unpacks to far more than its size."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, b"<w>" + b" " * 30_000_000 + b"</w>")
    file.seek(0)
    return file

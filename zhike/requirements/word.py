"""The requirement document as a real Word file: headings, a table per item, fonts for Chinese and Latin text."""

from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.tables.text import clean
from zhike.signoff.queries import Item, PaperContent, Section, Text

CHINESE, LATIN = "Microsoft YaHei", "Calibri"
GREY, INK = "F2F4F7", "1F2A44"


def write_document(content: PaperContent, *, firm: str) -> IO[bytes]:
    """The content as .docx, at its start, for the caller to send."""
    from docx import Document

    book = Document()
    _styles(book)
    book.core_properties.title = _said(content.title, content.languages)[0][:255]
    book.core_properties.author = firm
    for number, words in enumerate(_said(content.title, content.languages)):
        book.add_paragraph(words, style="Title" if number == 0 else "Subtitle")
    _facts(book, content)
    for section in content.sections:
        _section(book, section, content.languages)
    _page_numbers(book)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _styles(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    sizes = {"Normal": 10.5, "Title": 22, "Subtitle": 13, "Heading 1": 16, "Heading 2": 12, "List Number": 10.5}
    for name, size in sizes.items():
        style = book.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CHINESE)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK)
    page = book.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)


def _facts(book: Any, content: PaperContent) -> None:
    if not content.facts:
        return
    table = book.add_table(rows=0, cols=2, style="Table Grid")
    for fact in content.facts:
        cells = table.add_row().cells
        cells[0].text = " / ".join(_said(fact.label, content.languages))
        cells[1].text = " / ".join(dict.fromkeys(_said(fact.value, content.languages)))
        _shade(cells[0])


def _section(book: Any, section: Section, languages: Any) -> None:
    book.add_heading(" / ".join(dict.fromkeys(_said(section.title, languages))), level=1)
    for words in _said(section.body, languages):
        for line in words.splitlines():
            book.add_paragraph(line)
    for item in section.items:
        _item(book, item, languages)


def _item(book: Any, item: Item, languages: Any) -> None:
    titles = " / ".join(dict.fromkeys(_said(item.title, languages)))
    book.add_heading(f"{item.code}  {titles}", level=2)
    rows = [
        (" / ".join(dict.fromkeys(_said(part.label, languages))), _said(part.text, languages)) for part in item.parts
    ]
    tags = " · ".join(" / ".join(dict.fromkeys(_said(tag, languages))) for tag in item.tags)
    table = book.add_table(rows=0, cols=2, style="Table Grid")
    for label, texts in [(_("Kind and priority"), [tags]), *rows]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, "\n\n".join(dict.fromkeys(texts))
        _shade(cells[0])
    _widths(table)


def _widths(table: Any) -> None:
    from docx.shared import Cm

    table.autofit = False
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(3.6), Cm(12.8)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:fill"), GREY)
    cell._tc.get_or_add_tcPr().append(fill)


def _page_numbers(book: Any) -> None:
    """The page number in the footer, as a field that Word keeps right."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = book.sections[0].footer.paragraphs[0]
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        line.add_run()._r.append(part)


def _said(text: Text, languages: Any) -> list[str]:
    """The text in each language of the document, without what XML cannot hold."""
    return [clean(text[one]) for one in languages if text.get(one)]

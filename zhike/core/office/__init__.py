"""Spreadsheets and slides with native charts, from the charts and tables a page or a report is made of.

`workbook` and `slides` take the same parts: `Text`, `Sheet` and `Chart`, in order. Heavy libraries are imported when
used.
"""

from zhike.core.office.parts import Column, Firm, Part, Sheet, Text
from zhike.core.office.presentation import slides
from zhike.core.office.spreadsheet import workbook

__all__ = ["Column", "Firm", "Part", "Sheet", "Text", "slides", "workbook"]

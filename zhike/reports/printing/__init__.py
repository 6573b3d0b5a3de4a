"""A published report as files: A4 to hand over, a spreadsheet with the numbers behind the charts, slides."""

from zhike.reports.printing.office import report_slides, report_workbook
from zhike.reports.printing.paper import Letterhead, report_pdf, report_pictures

__all__ = ["Letterhead", "report_pdf", "report_pictures", "report_slides", "report_workbook"]

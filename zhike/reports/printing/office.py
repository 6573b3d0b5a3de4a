"""A report as a spreadsheet and as slides, from its frozen content alone."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from zhike.reports.charts import chart_again
from zhike.reports.content import Content
from zhike.reports.printing.paper import Letterhead, day_words

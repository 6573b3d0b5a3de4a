"""Documents: set by typst, sealed with the installation's key, examined. The heavy libraries are imported when used."""

from zhike.core.papers.examining import Examination, Unreadable, examine_pdf
from zhike.core.papers.seals import NoTimeStamp, seal_pdf
from zhike.core.papers.typesetting import typeset

__all__ = ["Examination", "NoTimeStamp", "Unreadable", "examine_pdf", "seal_pdf", "typeset"]

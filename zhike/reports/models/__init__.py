from zhike.reports.models.plans import TOPIC_NAMES, Depth, Reader, ReportPlan
from zhike.reports.models.publications import Delivery, Opening, Publication, PublicationFile, Reaction
from zhike.reports.models.reports import Paragraph, Report, Variant

__all__ = [
    "TOPIC_NAMES",
    "Delivery",
    "Depth",
    "Opening",
    "Paragraph",
    "Publication",
    "PublicationFile",
    "Reaction",
    "Reader",
    "Report",
    "ReportPlan",
    "Variant",
]

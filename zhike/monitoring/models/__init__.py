from zhike.monitoring.models.deviations import NO_SUBJECT, Deviation
from zhike.monitoring.models.readings import Reading
from zhike.monitoring.models.thresholds import DEFAULTS, HEADINGS, RISES, Kind, Threshold

__all__ = ["DEFAULTS", "HEADINGS", "NO_SUBJECT", "RISES", "Deviation", "Kind", "Reading", "Threshold"]

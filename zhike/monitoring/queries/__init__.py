"""Questions about how projects stand."""

from zhike.monitoring.figures import Figures
from zhike.monitoring.opening import one_look
from zhike.monitoring.queries.charts import Pictures, charts_of
from zhike.monitoring.queries.figures import current_reading, figures_of, kept_reading, last_reading, reading_on, shown
from zhike.monitoring.queries.watched import (
    Limit,
    deviation,
    deviations,
    deviations_of,
    deviations_on,
    limits_of,
    open_deviations,
)

__all__ = [
    "Figures",
    "Limit",
    "Pictures",
    "charts_of",
    "current_reading",
    "deviation",
    "deviations",
    "deviations_of",
    "deviations_on",
    "figures_of",
    "kept_reading",
    "last_reading",
    "limits_of",
    "one_look",
    "open_deviations",
    "reading_on",
    "shown",
]

"""What people and the clock do about how projects stand."""

from zhike.monitoring.actions.deviations import answer_deviation, watch_deviations
from zhike.monitoring.actions.readings import read_if_changed, take_reading
from zhike.monitoring.actions.thresholds import set_thresholds

__all__ = ["answer_deviation", "read_if_changed", "set_thresholds", "take_reading", "watch_deviations"]

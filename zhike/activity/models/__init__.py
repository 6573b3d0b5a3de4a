from zhike.activity.models.activity import Activity, Chain

__all__ = ["Activity", "Chain"]

"""Search over everything one may see. Rooms register what of their rows can be found; `record` keeps it current."""

from zhike.core.search.sources import Source, reindex, source

__all__ = ["Source", "reindex", "source"]

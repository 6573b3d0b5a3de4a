"""Search over everything one may see. Rooms register what of their rows can be found; `record` keeps it
current.

source(Client, title=…, text=…)             in the room's apps.py: what can be found
reindex(rows) / forget(Client, ids)         keep the index current (`record` calls the first)
search(actor, "hwjs")                       hits of every kind, best first
matching_ids(actor, Client, "hwjs")         for the search box of one list
"""

from zhike.core.search.index import forget, reindex
from zhike.core.search.queries import Hit, Hits, matching_ids, search
from zhike.core.search.sources import Source, source

__all__ = ["Hit", "Hits", "Source", "forget", "matching_ids", "reindex", "search", "source"]

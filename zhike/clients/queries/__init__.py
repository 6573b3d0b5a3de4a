"""The questions of this room."""

from zhike.clients.queries.cards import vcard_of
from zhike.clients.queries.companies import (
    attention,
    clients,
    contacts,
    is_stale,
    members_of,
    mine_to_confirm,
    schemes,
    search_clients,
    search_contacts,
    segment_labels,
    tags,
)
from zhike.clients.queries.duplicates import Collision, Pair, collisions, duplicate_pairs, party_ids
from zhike.clients.queries.record import handovers_of, merges_into, segments_of, tags_of, team_of

__all__ = [
    "Collision",
    "Pair",
    "attention",
    "clients",
    "collisions",
    "contacts",
    "duplicate_pairs",
    "handovers_of",
    "is_stale",
    "members_of",
    "merges_into",
    "mine_to_confirm",
    "party_ids",
    "schemes",
    "search_clients",
    "search_contacts",
    "segment_labels",
    "segments_of",
    "tags",
    "tags_of",
    "team_of",
    "vcard_of",
]

"""One component for every list: see README.md."""

from zhike.core.buttons import Button
from zhike.core.listing.declared import Bulk, Column, Empty, Listing, listings
from zhike.core.listing.filters import Choice, DateRange, Filter, Flag, Many, NumberRange

__all__ = [
    "Bulk",
    "Button",
    "Choice",
    "Column",
    "DateRange",
    "Empty",
    "Filter",
    "Flag",
    "Listing",
    "Many",
    "NumberRange",
    "listings",
]

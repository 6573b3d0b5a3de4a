"""Where a paper is read by the people of a client: an address of the portal, a room above, known by its name only."""

from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from zhike.accounts.models import Organisation
from zhike.signoff.models import Paper

READ, SHARED = "portal-paper", "shared-paper"


def portal_path(paper: Paper, *, organisation: Organisation) -> str:
    """The path of the paper in the portal, for a mail: written as within the organisation's own address."""
    outside = get_script_prefix()
    set_script_prefix(f"/{organisation.slug}/")
    try:
        return reading_url(paper.number, paper.version)
    finally:
        set_script_prefix(outside)


def reading_url(number: int, version: int) -> str:
    try:
        return reverse(READ, args=[number, version])
    except NoReverseMatch:  # an installation without that page: its start page tells what waits
        return reverse("portal")


def link_path(secret: str) -> str:
    """The path of a share link; outside any organisation."""
    outside = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(SHARED, args=[secret])
    except NoReverseMatch:
        return f"/-/shared/{secret}/"
    finally:
        set_script_prefix(outside)

"""Files that are too large, told before they are read."""

from typing import Any

from django.utils.translation import gettext as _

from zhike.core.tables.limits import MEGABYTE

ROOM_FOR_THE_FORM = MEGABYTE  # what a request holds beside the file
DRAIN = 1024 * MEGABYTE  # a browser hears an answer only when its upload was taken


def too_large(request: Any, most: int) -> str:
    """What to say to an upload larger than `most` bytes, by the size it announces; "" to one that fits.

    What the browser sends is taken and thrown away, or it would show a broken connection instead of our words. Ask
    before anything of the request is read: the view is `csrf_exempt` and hands on to a protected one.
    """
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size <= most + ROOM_FOR_THE_FORM:
        return ""
    left = min(size, DRAIN)
    while left > 0 and (chunk := request.read(min(left, MEGABYTE))):
        left -= len(chunk)
    words = _("The file has %(size)s MB; at most %(limit)s MB can be read. Please split it into several files.")
    return words % {"size": size // MEGABYTE, "limit": most // MEGABYTE}

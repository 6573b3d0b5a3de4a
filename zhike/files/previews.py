"""Small pictures of pictures, made in the background and safe against those that unpack to gigabytes."""

import io
import warnings
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhike.core.jobs import job
from zhike.files.models import FileVersion
from zhike.files.storage import PICTURES, key_of

MOST_PIXELS = 50_000_000  # a 50-megapixel photograph; beyond that nobody waits for a preview
SIDE = 360
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@job(most_attempts=3)
def make_preview(version: UUID | str) -> None:
    """Make a small picture of a file."""
    row = FileVersion.objects.filter(pk=version, preview_key="").first()
    if row is None or row.content_type not in PICTURES:
        return
    small = preview(row.key)
    if small is None:
        return
    key = f"{key_of(row.organisation_id, row.sha256)}.preview.webp"
    if not default_storage.exists(key):
        key = default_storage.save(key, ContentFile(small))
    FileVersion.objects.filter(sha256=row.sha256, preview_key="").update(preview_key=key)


def preview(key: str) -> bytes | None:
    """The picture at most 360 pixels wide, without its hidden data (place, camera); None if it is none."""
    from PIL import Image, ImageOps  # only the worker makes previews

    try:
        with (
            warnings.catch_warnings(),
            default_storage.open(key, "rb") as source,
            Image.open(source, formats=FORMATS) as picture,
        ):
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            target = io.BytesIO()
            upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(target, "WEBP", quality=80)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return target.getvalue()

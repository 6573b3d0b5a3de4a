"""Pictures of firms on documents."""

import io


def logo_as_png(logo: bytes) -> bytes | None:
    """The logo in the one form every PDF can hold; None if it is no picture we can read."""
    if not logo:
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(logo)) as picture:
            picture.thumbnail((1200, 400))
            out = io.BytesIO()
            picture.convert("RGBA").save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return out.getvalue()

"""A firm's logo: read from whatever was handed in, and drawn anew as plain PNG files.

Nothing of the upload itself is ever served: its pixels are. So a picture that is also a script, or carries the place
where it was taken, becomes a picture. SVG is drawn by typst, which runs no scripts and loads nothing from elsewhere.

It takes heavy libraries: import it where a logo is drawn, not before.
"""

import io
import tempfile
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from zhike.accounts.logos import ICONS
from zhike.core.errors import Invalid
from zhike.core.mail_paper import palette

LARGEST = 2 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDE = (720, 200)  # on letterheads and in the portal's header, twice the size it is shown
DRAWING = '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", height: 200pt)'


def drawn(upload: Any) -> dict[str, bytes]:
    """The PNG files of a logo, by form; Invalid, saying what to do, if the upload is no picture."""
    if upload.size > LARGEST:
        limit = filesizeformat(LARGEST)
        raise Invalid(
            logo=_("This picture is larger than %(limit)s. Save it smaller and try again.") % {"limit": limit}
        )
    picture = _trimmed(_read(upload.read()))
    wide = picture.copy()
    wide.thumbnail(WIDE, Image.Resampling.LANCZOS)
    return {"wide": _png(wide), **{f"icon-{side}": _png(_icon(picture, side)) for side in ICONS}}


@lru_cache(maxsize=64)
def generated(colour: str, side: int) -> bytes:
    """An icon for a firm without a logo: its colour, and the two strokes of a handshake as one form."""
    picture = Image.new("RGB", (side, side), palette(colour)[0])
    pen, unit = ImageDraw.Draw(picture), side / 24
    for left in (6, 12.5):
        pen.rounded_rectangle((left * unit, 6 * unit, (left + 5.5) * unit, 18 * unit), 1.6 * unit, fill="white")
    pen.rectangle((9 * unit, 11 * unit, 15 * unit, 13 * unit), fill="white")
    return _png(picture)


def _read(content: bytes) -> Image.Image:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in content[:4096].lower()):
        content = _svg_as_png(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP"))
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(logo=_("This is not a picture we can read. Use PNG, JPEG, WebP or SVG.")) from error


def _svg_as_png(content: bytes) -> bytes:
    if b"<!entity" in content.lower():
        raise Invalid(logo=_("This drawing holds more than a picture. Save it as PNG and try again."))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "logo.svg").write_bytes(content)
        Path(folder, "logo.typ").write_text(DRAWING, encoding="utf-8")
        try:
            png = typst.compile(str(Path(folder, "logo.typ")), root=folder, format="png", ppi=144.0)
        except RuntimeError as error:
            told = _("This drawing holds more than a picture. Save it as PNG and try again.")
            raise Invalid(logo=told) from error
    return png if isinstance(png, bytes) else b""


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without empty borders, which would make the logo look small beside others."""
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise Invalid(logo=_("This picture is empty: everything in it is transparent."))
    return picture.crop(box)


def _icon(picture: Image.Image, side: int) -> Image.Image:
    """On white, with a margin, because phones cut icons round."""
    small = picture.copy()
    small.thumbnail((side * 3 // 4, side * 3 // 4), Image.Resampling.LANCZOS)
    if small.width < side // 2 and small.height < side // 2:
        factor = side * 3 / 4 / max(small.size)
        small = small.resize((max(1, round(small.width * factor)), max(1, round(small.height * factor))))
    icon = Image.new("RGBA", (side, side), "white")
    icon.alpha_composite(small, ((side - small.width) // 2, (side - small.height) // 2))
    return icon.convert("RGB")


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()

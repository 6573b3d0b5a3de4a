"""Another program looks at the files we make. It is slow to start: give it several files at once."""

import io
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image

ACCENT = (13, 97, 99)


def converted(folder: Path, *names: str) -> None:
    """With a profile of its own, so that nobody's open LibreOffice is in the way."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
    assert all((folder / name).with_suffix(".pdf").exists() for name in names), done.stderr


def words(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    return "\f".join(" ".join(page.split()).replace(" ", "") for page in text.split("\f"))


def pictures(pdf: Path) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-r", "30", "-png", pdf, pdf.with_suffix("")], check=True)
    return [
        Image.open(io.BytesIO(one.read_bytes())).convert("RGB") for one in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    ]


def inked(page: Image.Image) -> float:
    """How much of the lower part of a page, where no title is, has the colour of what a chart is about."""
    wide, high = page.size
    middle: Any = page.crop((0, int(high * 0.2), wide, int(high * 0.9))).get_flattened_data()
    near = sum(all(abs(one - other) < 40 for one, other in zip(pixel, ACCENT, strict=True)) for pixel in middle)
    return near / len(middle)

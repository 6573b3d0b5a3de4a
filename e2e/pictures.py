"""The pictures of the README, taken from the demo: `python -m e2e.pictures`."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from e2e.browsing import EXECUTABLES, FLAGS, Language, Screen, sit_down
from e2e.installation import ROOT, install, remove

FOLDER = ROOT / "docs/images"
MOST = 200_000  # bytes
PASSWORD = "zhike-demo-2026"  # of zhike/accounts/demo.py, which wants Django set up
ZHOU, SUN = "zhou@demo.zhike.local", "sun@huaxia-zz.example"
PICTURES: list[tuple[str, Language, Screen, str, str, int]] = [  # name, language, screen, who, address, height
    ("today-zh", "zh", "desktop", ZHOU, "/demo/", 860),
    ("client-zh", "zh", "desktop", ZHOU, "/demo/clients/1/", 1000),
    ("projects-en", "en", "desktop", ZHOU, "/demo/projects/", 860),
    ("portal-zh-phone", "zh", "phone", SUN, "/demo/portal/", 980),
]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    installation = install(Path(tempfile.mkdtemp(prefix="zhike-pictures-")))
    try:
        installation.manage("load_demo")
        installation.start()
        for picture in PICTURES:
            _take(installation.address, *picture)
    finally:
        remove(installation)


def _take(address: str, name: str, language: Language, screen: Screen, who: str, path: str, height: int) -> None:
    found = next(one for one in EXECUTABLES if Path(one).exists())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        person = sit_down(browser, address, language, screen, height=height)
        person.sign_in(who, PASSWORD)
        person.read_in_own_language()
        person.open(path)
        person.loaded()
        small = _smaller(person.page.screenshot())
        browser.close()
    assert len(small) <= MOST, f"{name} has {len(small)} bytes"
    (FOLDER / f"{name}.png").write_bytes(small)


def _smaller(png: bytes) -> bytes:
    """The same, written tightly; with 256 colours where that is not enough."""
    out, picture = io.BytesIO(), Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(out, "PNG", optimize=True)
    if out.tell() > MOST:
        out = io.BytesIO()
        picture.quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()

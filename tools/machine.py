"""Programs the checks need besides Python's: installed where we may, named where we may not."""

import os
import shutil
import subprocess
from pathlib import Path

from tools.speak import give_up, say


def _chromium() -> bool:
    return any(map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")))


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout)


def _postgres() -> bool:
    return bool(shutil.which("postgres")) or any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


NEEDS = {  # what it is -> (is it here?, Debian's packages)
    "chromium": (_chromium, ["chromium-headless-shell"]),
    "font": (_chinese_font, ["fonts-noto-cjk", "fontconfig"]),
    "postgresql": (_postgres, ["postgresql"]),
    "poppler": (lambda: bool(shutil.which("pdfsig")), ["poppler-utils"]),
    "office": (lambda: bool(shutil.which("soffice")), ["libreoffice-calc", "libreoffice-impress"]),
    "gettext": (lambda: bool(shutil.which("xgettext")), ["gettext"]),
}


def have(*names: str) -> None:
    """Make sure these are on the machine, or end with words that name what is missing."""
    packages = [package for name in names if not NEEDS[name][0]() for package in NEEDS[name][1]]
    if not packages:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {', '.join(packages)} …", f"正在安装 {'、'.join(packages)}……")
        _install(packages)
    missing = [name for name in names if not NEEDS[name][0]()]
    if missing:
        what = " ".join(package for name in missing for package in NEEDS[name][1])
        give_up(
            f"These checks need what is not on this machine. On Debian or Ubuntu: apt install {what}",
            f"检查所需的程序不在本机上。Debian/Ubuntu 请运行：apt install {what}",
        )


def _install(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", *packages]
    for command in (["update"], install):
        subprocess.run(["apt-get", "-qq", *command], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

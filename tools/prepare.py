"""What a start or a check needs, made from the lock files: environment, front end, catalogues, database."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.speak import give_up, say
from tools.stamps import Stamps, digest
from zhike.core.processes import run

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "zhike/core/papers/fonts"
STATE = Path(os.environ.get("ZHIKE_STATE") or ROOT / "var")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "zhike/core/static/build/manifest.json"
FONT_FILES = (
    "400Regular/NotoSansSC_400Regular.ttf", "500Medium/NotoSansSC_500Medium.ttf", "700Bold/NotoSansSC_700Bold.ttf",
    "LICENSE_FONT",
)  # fmt: skip
UV = "0.13.9"
OLDEST_UV, OLDEST_NODE = (0, 8), 20

tree = Stamps(ROOT / "var/stamps")  # of this working copy
state = Stamps(STATE / "stamps")  # of this installation's data


def environment(*groups: str) -> None:
    """The Python packages of uv.lock in .venv. Adds, never removes: a developer's extra tools stay."""
    wanted = digest([ROOT / "uv.lock"], sys.version, *groups)
    step = "-".join(["environment", *groups])
    if PYTHON.exists() and tree.holds(step, wanted):
        return
    say("Installing Python packages …", "正在安装 Python 依赖……")
    options = [part for group in groups for part in ("--group", group)]
    env = {"UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": sys.executable, "VIRTUAL_ENV": str(VENV)}
    if PYTHON.exists() and Path(sys.prefix) == VENV:
        env["UV_PYTHON"] = str(PYTHON)
    _must(
        [_uv(), "sync", "--frozen", "--inexact", *options],
        env,
        "The Python packages could not be installed. Is the package index (PyPI) reachable from here?",
        "Python 依赖安装失败。请检查能否访问软件包源（PyPI 或其镜像）。",
    )
    tree.set(step, wanted)


def frontend() -> None:
    """Styles, scripts and icons, built with the machine's Node, or with one from the package index."""
    settings = [ROOT / name for name in ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")]
    wanted = digest([*settings, ROOT / "frontend", *ROOT.glob("zhike/*/islands")])
    if BUILT.exists() and tree.holds("frontend", wanted):
        return
    env = node_modules()
    say("Building the front end …", "正在构建前端……")
    _must(["npm", "run", "--silent", "build"], env, "The front end could not be built.", "前端构建失败。")
    tree.set("frontend", wanted)


def node_modules() -> dict[str, str]:
    """The front end's packages of package-lock.json; gives the environment in which npm is found."""
    env = _node()
    wanted = digest([ROOT / "package-lock.json"])
    if (ROOT / "node_modules/.package-lock.json").exists() and tree.holds("node_modules", wanted):
        return env
    say("Installing front-end packages …", "正在安装前端依赖……")
    _must(
        ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        env,
        "npm could not install the front-end packages. Is the npm registry reachable from here?",
        "npm 安装前端依赖失败。请检查能否访问 npm 源或其镜像。",
    )
    tree.set("node_modules", wanted)
    return env


def fonts() -> None:
    """The weights documents are set in, from the front end's packages, with the licence they come under (OFL)."""
    wanted = digest([ROOT / "package-lock.json"], *FONT_FILES)
    if all((FONTS / Path(name).name).exists() for name in FONT_FILES) and tree.holds("fonts", wanted):
        return
    node_modules()
    package = ROOT / "node_modules/@expo-google-fonts/noto-sans-sc"
    FONTS.mkdir(parents=True, exist_ok=True)
    try:
        for name in FONT_FILES:
            shutil.copyfile(package / name, FONTS / Path(name).name)
    except OSError as error:
        give_up("The fonts for documents are missing.", "缺少文档所用的字体。", detail=str(error))
    tree.set("fonts", wanted)


def catalogues() -> None:
    """Translations, from the committed .po to the .mo files Django reads."""
    sources = [
        *ROOT.glob("zhike/**/locale/*/LC_MESSAGES/*.po"),
        *ROOT.glob("config/locale/*/LC_MESSAGES/*.po"),
    ]
    wanted = digest(sources)
    missing = any(not po.with_suffix(".mo").exists() for po in sources)
    if missing or not tree.holds("catalogues", wanted):
        manage("compilecatalogs", en="The translations could not be compiled.", zh="翻译文件编译失败。")
        tree.set("catalogues", wanted)


def static() -> None:
    """Everything a browser fetches, compressed, under names that change with the content.

    Without ninja's second documentation page, which is big and not offered.
    """
    wanted = digest([ROOT / "uv.lock", *ROOT.glob("zhike/*/static")])
    if (STATE / "static/staticfiles.json").exists() and state.holds("static", wanted):
        return
    say("Collecting static files …", "正在收集静态文件……")
    manage(
        "collectstatic",
        "--noinput",
        "--clear",
        "--ignore",
        "redoc*",
        "-v0",
        en="Static files could not be collected.",
        zh="静态文件收集失败。",
    )
    state.set("static", wanted)


def database(url: str) -> bool:
    """Tables as the migrations say. Gives whether the database was empty before."""
    sqlite = _sqlite_file(url)
    wanted = digest([*ROOT.glob("zhike/*/migrations/*.py"), ROOT / "uv.lock"], url)
    if sqlite and sqlite.exists() and state.holds("database", f"{wanted} {sqlite.stat().st_ino}"):
        return False
    say("Preparing the database …", "正在准备数据库……")
    fresh = not sqlite.exists() if sqlite else not _has_tables()
    manage(
        "migrate", "--noinput", "-v0",
        en="The database could not be prepared. `manage.py doctor` may know more.",
        zh="数据库准备失败。可运行 `manage.py doctor` 查看原因。",
    )  # fmt: skip
    if sqlite:
        state.set("database", f"{wanted} {sqlite.stat().st_ino}")
    return fresh


def demo(url: str, *, fresh: bool, wanted: bool) -> None:
    """Demo data into an empty database; the people in it are kept in a file and told at every start.

    "wanted" is noted before the loading, so that a first start that was interrupted is made good by the next.
    """
    step = f"demo-{digest([], url)[:12]}"
    if fresh:
        state.set(step, "wanted" if wanted else "declined")
        (STATE / "demo-people.txt").unlink(missing_ok=True)
    if state.read(step) != "wanted":
        return
    if not any(ROOT.glob("zhike/*/management/commands/load_demo.py")):
        return
    say("Loading demo data …", "正在载入演示数据……")
    told = _captured([PYTHON, "manage.py", "load_demo"])
    people = STATE / "demo-people.txt"
    people.touch(mode=0o600)
    people.write_text(told, encoding="utf-8")
    state.set(step, "loaded")


def manage(*arguments: str, en: str, zh: str) -> None:
    _must([PYTHON, "manage.py", *arguments], {}, en, zh)


# --- below -----------------------------------------------------------------------------------------------


def _must(command: Sequence[str | Path], env: dict[str, str], en: str, zh: str) -> None:
    """Run quietly; on failure show what the program said, then what it means."""
    with tempfile.TemporaryDirectory(prefix="zhike-") as folder:
        log = Path(folder) / "log"
        try:
            status = run(command, env=env, log=log)
        except FileNotFoundError as error:
            give_up(en, zh, detail=str(error))
        if status:
            give_up(en, zh, detail=log.read_text(errors="replace"))


def _captured(command: Sequence[str | Path]) -> str:
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        give_up("The demo data could not be loaded.", "演示数据载入失败。", detail=result.stdout + result.stderr)
    return result.stdout


def _uv() -> str:
    """The machine's uv if it is recent enough, else one of our own from the package index."""
    for found in (shutil.which("uv"), str(ROOT / "var/uv/bin/uv")):
        if found and _version([found, "--version"]) >= OLDEST_UV:
            return found
    _must(
        [sys.executable, "-m", "venv", "--clear", ROOT / "var/uv"],
        {},
        "Python's venv module does not work here. On Debian or Ubuntu: apt install python3-venv",
        "本机 Python 缺少 venv 模块。Debian/Ubuntu 请运行：apt install python3-venv",
    )
    _must(
        [
            ROOT / "var/uv/bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            f"uv=={UV}",
        ],
        {},
        "uv could not be installed from the package index (PyPI). Is it reachable from here?",
        "无法从软件包源（PyPI）安装 uv。请检查网络或镜像设置。",
    )
    return str(ROOT / "var/uv/bin/uv")


def _node() -> dict[str, str]:
    if shutil.which("npm") and _version(["node", "--version"]) >= (OLDEST_NODE,):
        return {}
    environment("build")
    return {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _version(command: list[str]) -> tuple[int, ...]:
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"(\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else ()


def _sqlite_file(url: str) -> Path | None:
    if not url:
        return STATE / "zhike.sqlite3"
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _has_tables() -> bool:
    """Whether the database is in use already. A server that is still starting is given a moment."""
    ask = "from django.db import connection as c; print(len(c.introspection.table_names()))"
    for _attempt in range(3):
        result = subprocess.run(
            [str(PYTHON), "manage.py", "shell", "--no-imports", "-c", ask], capture_output=True, text=True
        )
        if result.returncode == 0:
            return result.stdout.strip() != "0"
        time.sleep(1)
    give_up(
        "The database cannot be reached. Check the address after --database (or DATABASE_URL).",
        "无法连接数据库。请检查 --database（或 DATABASE_URL）中的地址。",
        detail=result.stderr,
    )

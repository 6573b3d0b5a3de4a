"""The inner loops, written once and run two ways.

Modules here hold plain functions over one-dimensional arrays (NumPy arrays or lists alike). As imported they are
ordinary Python. `compiled("passes")` executes the same source a second time and compiles every function with numba;
what it returns is used in exactly the same way, a hundred times as fast after a warm-up of seconds. So the slow twin
is always at hand: to check the fast one against, and for processes that must not pay for numba (its import costs a
second and a hundred megabytes), such as the web server, where plans are small enough.

numba keeps what it compiled on disk, but notices only changes of the very file. As functions here call one another
across files, each state of all of them gets a folder of its own.
"""

import hashlib
import os
import sys
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FunctionType, ModuleType

FOLDER = Path(__file__).parent


def plain(name: str) -> ModuleType:
    """The kernel module of that name as ordinary Python."""
    return import_module(f"{__name__}.{name}")


@cache
def compiled(name: str) -> ModuleType:
    """The same module with its functions compiled. ImportError: numba is not installed."""
    numba = _numba()
    spec = spec_from_file_location(f"{__name__}.compiled_{name}", FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    inline = getattr(module, "INLINE", True)  # faster calls, longer compilation
    for key, value in list(vars(module).items()):
        if not isinstance(value, FunctionType):
            continue
        if value.__module__ == spec.name:
            setattr(module, key, numba.njit(value, cache=True, nogil=True, forceinline=inline))
        elif value.__module__.startswith(f"{__name__}."):
            setattr(module, key, getattr(compiled(value.__module__.rpartition(".")[2]), key))
    return module


def loaded(name: str, compile_it: bool | None = None) -> ModuleType:
    """Compiled if asked for, plain if not; undecided: compiled if this process has numba loaded already."""
    wanted = "numba" in sys.modules if compile_it is None else compile_it
    return compiled(name) if wanted else plain(name)


def _numba() -> ModuleType:
    numba = import_module("numba")
    if not numba.config.CACHE_DIR:
        numba.config.CACHE_DIR = str(_cache_folder())
    return numba


def _cache_folder() -> Path:
    digest = hashlib.sha256()
    for path in sorted(FOLDER.parent.rglob("*.py")):
        if path.parent.name == "kernels":
            digest.update(path.read_bytes())
    base = os.environ.get("ZHIKE_KERNELS") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhike"
    return Path(base) / f"kernels-{digest.hexdigest()[:16]}"

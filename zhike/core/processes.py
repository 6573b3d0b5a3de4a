"""Child processes that never outlive us: not after Ctrl-C, not after SIGTERM, not after kill -9.

Standard library only: bin/run uses it before there is an environment.
"""

import contextlib
import ctypes
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Runs in the child: the kernel sends it this signal when its parent is gone (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number))


def collect_rarely() -> None:
    """Runs in a process that has loaded everything and will serve for long: what is there now stays, and is not looked
    through for garbage again; of what comes, only after more than one page needs. A fifth to a quarter of the time of
    whatever opens a large plan went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, so that it can be ended with everything it started."""
    out = log.open("wb") if log else None
    try:
        return subprocess.Popen(  # noqa: S603  our own programs only
            [str(part) for part in command],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
            preexec_fn=die_with_parent,
            user=user,
        )
    finally:
        if out:
            out.close()


def end(child: subprocess.Popen[bytes], patience: float = 10) -> None:
    """Ask a child to stop, then make sure that nothing of its group is left."""
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, log: Path | None = None) -> int:
    """Run a program to its end and give its exit status; ended together with us."""
    child = start(command, env=env, log=log)
    try:
        return child.wait()
    except BaseException:
        end(child, patience=3)
        raise


def stop_on_signals() -> None:
    """A SIGTERM or a closed terminal unwinds like Ctrl-C, so that `finally` blocks run."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)

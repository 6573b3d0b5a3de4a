"""What keeps the installation running: real processes, really killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.allowances import ROOT

pytestmark = pytest.mark.still

SUPERVISE = """
import sys
from zhike.core.supervision import Part, Supervisor
note = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(600)"
parts = [Part(name, [sys.executable, "-c", note, f"FOLDER/{name}"]) for name in ("web", "worker")]
sys.exit(Supervisor(parts, print).run(lambda: True))
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> "Callable[[], subprocess.Popen[bytes]]":
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", SUPERVISE.replace("FOLDER", str(tmp_path))], cwd=ROOT)

    return start


def _started(folder: Path, name: str, times: int = 1) -> int:
    """The process that this part is now, once it has been started so many times."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        pids = (folder / name).read_text().split() if (folder / name).exists() else []
        if len(pids) >= times:
            return int(pids[-1])
        time.sleep(0.05)
    raise TimeoutError(f"{name} was not started {times} times")


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _gone(*pids: int) -> bool:
    until = time.monotonic() + 15
    while any(map(_is_alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(_is_alive, pids))


def test_a_worker_that_dies_is_started_again(supervisor: Callable[[], subprocess.Popen[bytes]], tmp_path: Path) -> None:
    running = supervisor()
    first = _started(tmp_path, "worker")
    os.kill(first, signal.SIGKILL)
    second = _started(tmp_path, "worker", times=2)
    assert second != first
    running.terminate()
    assert running.wait(20) == 0
    assert _gone(second)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_stop_leaves_nothing_behind(
    number: signal.Signals, supervisor: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    running = supervisor()
    children = _started(tmp_path, "web"), _started(tmp_path, "worker")
    running.send_signal(number)
    assert running.wait(20) == 0
    assert _gone(*children)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal at the parent's death is Linux's")
def test_killing_the_supervisor_outright_leaves_no_orphans(
    supervisor: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    running = supervisor()
    children = _started(tmp_path, "web"), _started(tmp_path, "worker")
    running.kill()
    running.wait()
    assert _gone(*children)


def test_two_preparations_at_once_go_one_after_the_other(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tools.stamps import one_at_a_time\n"
        f"with one_at_a_time(Path('{tmp_path}/lock')):\n"
        f"    log = open('{tmp_path}/log', 'a', buffering=1)\n"
        "    print('in', file=log); time.sleep(0.5); print('out', file=log)\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(20) for one in both] == [0, 0]
    assert (tmp_path / "log").read_text().split() == ["in", "out", "in", "out"]


def test_a_taken_port_is_told_in_words(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tools.run", "--port", str(port)]
        environment = {**os.environ, "LANG": "C", "LC_ALL": "C", "ZHIKE_STATE": str(tmp_path)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr

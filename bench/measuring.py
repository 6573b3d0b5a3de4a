"""Asking the server the same thing many times, and dividing what it cost."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from bench.counting import HEADER
from bench.serving import Server

_WARM_UP = 12


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Operation:
    name: str
    request: Callable[[int], Request]  # the nth request of it
    expects: frozenset[int] = frozenset({200})


@dataclass(frozen=True)
class Measured:
    name: str
    concurrency: int
    cpu_ms: float
    database_ms: float
    statements: int
    bytes: int
    median_ms: float
    slowest_ms: float
    failed: int

    HEAD: ClassVar[str] = (
        f"{'operation':28} {'at':>2} {'CPU ms':>8} {'of it DB':>8} {'SQL':>4} {'gzip B':>8} "
        f"{'median':>8} {'p95':>8} {'failed':>6}"
    )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def line(self) -> str:
        return (
            f"{self.name:28} {self.concurrency:2} {self.cpu_ms:8.1f} {self.database_ms:8.1f} "
            f"{self.statements:4} {self.bytes:8,} {self.median_ms:8.1f} "
            f"{self.slowest_ms:8.1f} {self.failed:6}"
        )


def measure(server: Server, operation: Operation, count: int, concurrency: int) -> Measured:
    """CPU per request of server and database together, over `count` requests after warming up."""
    numbers = iter(range(10**9))
    _ask_many(server, operation, numbers, _WARM_UP * server.processes, concurrency)
    web, database = server.cpu()
    answers = _ask_many(server, operation, numbers, count, concurrency)
    web_after, database_after = server.cpu()
    times = sorted(answer.seconds for answer in answers)
    good = [answer for answer in answers if answer.status in operation.expects]
    return Measured(
        name=operation.name,
        concurrency=concurrency,
        cpu_ms=(_more(web, web_after) + _more(database, database_after)) / count * 1000,
        database_ms=_more(database, database_after) / count * 1000,
        statements=max((answer.statements for answer in good), default=0),
        bytes=max((answer.size for answer in good), default=0),
        median_ms=times[len(times) // 2] * 1000,
        slowest_ms=times[int(len(times) * 0.95)] * 1000,
        failed=len(answers) - len(good),
    )


def _more(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(spent - before.get(pid, 0.0) for pid, spent in after.items())


@dataclass(frozen=True)
class _Answer:
    status: int
    size: int
    statements: int
    seconds: float


def _ask_many(server: Server, operation: Operation, numbers: Any, count: int, concurrency: int) -> list[_Answer]:
    answers: list[_Answer] = []
    todo = [next(numbers) for _ in range(count)]
    lock = threading.Lock()

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        while True:
            with lock:
                if not todo:
                    break
                number = todo.pop()
            answer = _ask(link, operation.request(number))
            with lock:
                answers.append(answer)
        link.close()

    threads = [threading.Thread(target=work) for _ in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _ask(link: http.client.HTTPConnection, request: Request) -> _Answer:
    started = time.perf_counter()
    link.request(request.method, request.path, body=request.body or None, headers=request.headers)
    response = link.getresponse()
    body = response.read()
    seconds = time.perf_counter() - started
    return _Answer(response.status, len(body), int(response.headers.get(HEADER, 0)), seconds)

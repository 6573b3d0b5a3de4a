"""bin/run and bin/dev: make what is missing, then become `manage.py serve`."""

import argparse
import errno
import os
import socket

from tools import prepare
from tools.speak import chinese, give_up
from tools.stamps import one_at_a_time
from zhike.core.processes import stop_on_signals


def main() -> None:
    options = _options()
    os.chdir(prepare.ROOT)
    stop_on_signals()
    if options.database:
        os.environ["DATABASE_URL"] = options.database
    if options.dev:
        os.environ.setdefault("ZHIKE_DEBUG", "yes")
    os.environ.setdefault("ZHIKE_ADDRESS", f"http://{_spoken(options.host)}:{options.port}")
    _port_must_be_free(options.host, options.port)
    try:
        with one_at_a_time(prepare.ROOT / "var/prepare.lock"):
            _prepare(options)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    _become_server(options)


def _options() -> argparse.Namespace:
    zh = chinese()
    parser = argparse.ArgumentParser(prog="bin/run", description="启动知客。" if zh else "Start Zhike.")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址" if zh else "address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口" if zh else "port to listen on")
    parser.add_argument(
        "--no-demo", action="store_true", help="不载入演示数据" if zh else "start empty, without demo data"
    )
    parser.add_argument("--database", metavar="URL", help="sqlite:///path | postgres://user:password@host:port/name")
    parser.add_argument("--dev", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _prepare(options: argparse.Namespace) -> None:
    url = os.environ.get("DATABASE_URL", "")
    prepare.environment(*(["dev"] if options.dev else []))
    prepare.frontend()
    prepare.fonts()
    prepare.catalogues()
    if not options.dev:
        prepare.static()
    fresh = prepare.database(url)
    prepare.demo(url, fresh=fresh, wanted=not options.no_demo)


def _become_server(options: argparse.Namespace) -> None:
    """The same process goes on as the supervisor: Ctrl-C and signals reach it directly."""
    python = str(prepare.PYTHON)
    command = [python, "-m", "zhike.core.serving", "--host", options.host, "--port", str(options.port)]
    os.execv(python, [*command, "--reload"] if options.dev else command)


def _port_must_be_free(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            give_up(
                f"Port {port} is taken by another program. Stop it, or choose one: bin/run --port {port + 1}",
                f"端口 {port} 已被其他程序占用。请停止该程序，或换一个端口：bin/run --port {port + 1}",
            )
        give_up(f"Cannot listen on {host}:{port}: {error}", f"无法监听 {host}:{port}：{error}")


def _spoken(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()

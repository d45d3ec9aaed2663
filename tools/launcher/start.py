"""`./springtide run`: what has to be there is made, then the web and the worker are kept running."""

import argparse
import os
import subprocess
from pathlib import Path

from tools.launcher import intake
from tools.launcher.checks import held, require_port, require_writable
from tools.launcher.parts import ensure
from tools.launcher.places import MANAGE, data_folder, environment, has_command
from tools.launcher.supervisor import Service, answers, keep_running
from tools.launcher.trouble import Trouble

LONG_LOG = 20_000_000  # bytes


def run(argv: list[str]) -> int:
    options = _options(argv)
    data = data_folder(options.data)
    require_port(options.host, options.port)
    require_writable(data, "Choose a folder of your own: --data DIR")
    python = ensure("runtime")
    address = _address(options.host, options.port)
    env = environment(data, SPRINGTIDE_SITE_URL=address)
    refusal = Trouble(
        f"another ./springtide run already uses {data}.",
        "Stop that one, or choose another folder: --data DIR",
    )
    with held(data / ".running", refusal=refusal):
        env = intake.prepare(python, data, env, empty=options.empty)
        log = _log(data)
        web = Service("web", serve_command(python, options.host, options.port, env), env, log, essential=True)
        worker = Service("worker", [str(python), str(MANAGE), "work"], env, log)
        return keep_running(
            [web, worker],
            ready=lambda: answers(address),
            welcome=lambda: _welcome(python, address, env, log),
        )


def _log(data: Path) -> Path:
    """The file web and worker write to, one JSON line an event; an old long one is put aside."""
    path = data / "springtide.log"
    if path.exists() and path.stat().st_size > LONG_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./springtide run", description="Set up, fill and serve Springtide.")
    parser.add_argument("--port", type=_port, default=8000, help="port to serve on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (this machine only)")
    parser.add_argument("--data", metavar="DIR", help="folder that holds all state (./var)")
    parser.add_argument("--empty", action="store_true", help="begin without the sample intake")
    return parser.parse_args(argv)


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve_command(python: Path, host: str, port: int, env: dict[str, str]) -> list[str]:
    """The command that serves; the benches start the same."""
    # SQLite takes one writer: one process with many threads. Elsewhere each core gets a process,
    # once they share a cache: the limits on signing in live there.
    many = env.get("SPRINGTIDE_DATABASE_URL") and env.get("SPRINGTIDE_CACHE_URL")
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(os.cpu_count() or 1) if many else "1",
        "blocking-threads": env.get("SPRINGTIDE_WEB_THREADS", "32"),
        "workers-kill-timeout": "10",
        "log-level": "error",  # its warning about many threads: they were chosen by measuring
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    served = "springtide.wsgi:application"
    return [str(python), "-m", "granian", "--respawn-failed-workers", "--no-ws", *flags, served]


def _welcome(python: Path, address: str, env: dict[str, str], log: Path) -> None:
    print(f"\n  Springtide answers at {address}   (stop: Ctrl-C; log: {log})\n", flush=True)
    if has_command("welcome"):
        subprocess.run([python, MANAGE, "welcome"], env=env, check=False)

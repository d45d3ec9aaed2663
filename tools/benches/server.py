"""The web server as `./springtide run` starts it, and the CPU time it takes. Linux: read from /proc."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.benches.ground import PYTHON, Env
from tools.launcher.start import serve_command
from tools.launcher.supervisor import Service, answers, stop
from tools.launcher.trouble import Trouble

TICKS = os.sysconf("SC_CLK_TCK")
HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds until it has to answer


@dataclass(frozen=True)
class Server:
    """One that answers. `session`: the id its processes share."""

    port: int
    session: int

    def cpu(self) -> float:
        """Seconds of processor that its processes have taken so far."""
        return sum(used for session, used in _processes() if session == self.session)


def _processes() -> Iterator[tuple[int, float]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        yield int(fields[3]), (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(env: Env) -> Iterator[Server]:
    """Serve the data folder of `env` on a free port of the loopback, until the block is left."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    address = f"http://{HOST}:{port}"
    env = env | {"SPRINGTIDE_SITE_URL": address}
    service = Service("web", serve_command(PYTHON, HOST, port, env), env, Path(env["SPRINGTIDE_DATA"]) / "bench.log")
    service.start()
    try:
        _wait(service, address)
        yield Server(port, service.process.pid if service.process else 0)
    finally:
        stop([service])


def _wait(service: Service, address: str) -> None:
    began = time.monotonic()
    while not answers(address):
        if service.ended() is not None or time.monotonic() - began > PATIENCE:
            raise Trouble("the server of the bench did not start.", f"Read {service.log}")
        time.sleep(0.05)

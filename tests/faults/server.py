"""A real server on loopback, over a data folder of its own, that may be told where to die."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPRINGTIDE_")}
    return {
        **kept,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "springtide.settings",
        "SPRINGTIDE_DATA": str(data),
        "SPRINGTIDE_SECRET_KEY": "tests-only",
        "SPRINGTIDE_LOG_LEVEL": "ERROR",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`with Server(data, die_at="submit:after-file") as server: server.ask("GET", "/health/")`."""

    def __init__(self, data: Path, *, die_at: str = "") -> None:
        self.port = free_port()
        self.env = environment(data) | {"SPRINGTIDE_DIE_AT": die_at}

    def __enter__(self) -> "Server":
        words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *words, "--blocking-threads", "4", "springtide.wsgi:application"],
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        return self

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                if self.ask("GET", "/health/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _t: TracebackType | None) -> None:
        # The group is our own: it was started as a session of its own.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def ask(
        self, method: str, path: str, *, cookie: str = "", body: bytes = b"", kind: str = ""
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and page. Raises OSError where the server died before it answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {"Cookie": cookie, "Content-Type": kind})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

"""Keeps the web server and the worker running, and ends both when asked to."""

import ctypes
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1
GRACE = 15.0  # seconds a child has to finish what it is doing
STEADY = 60.0  # seconds after which an earlier fall no longer counts


def _end_with_parent() -> None:
    """In the child: be told to stop should this launcher be killed before it can say so."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """A child process. If an essential one ends, everything does; any other is started again."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    essential: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    falls: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches the launcher alone, which ends its children in order.
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads here that a fork could upset
            )

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def mend(self) -> None:
        """Start again after a fall, each time a little later."""
        now = time.monotonic()
        if self.due == 0.0:
            self.falls = 1 if now - self.started > STEADY else self.falls + 1
            wait = min(2.0 ** (self.falls - 1), 30.0)
            self.due = now + wait
            print(f"The {self.name} stopped ({self.ended()}); starting it again in {wait:.0f} s.", flush=True)
        elif now >= self.due:
            self.due = 0.0
            self.start()


def keep_running(
    services: list[Service], *, ready: Callable[[], bool], welcome: Callable[[], None], pause: float = 0.1
) -> int:
    """Run until told to stop (0) or an essential service ends (1)."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: stopping.append(number))
    welcomed = False
    try:
        for service in services:
            service.start()
        while not stopping:
            for service in services:
                if service.ended() is None:
                    continue
                if service.essential:
                    end = service.log.read_text(errors="replace").splitlines()[-15:]
                    print(f"springtide: the {service.name} ended. Its last words ({service.log}):", file=sys.stderr)
                    print("\n".join(f"  | {line}" for line in end), file=sys.stderr)
                    return 1
                service.mend()
            if not welcomed and ready():
                welcomed = True
                welcome()
            time.sleep(pause)
        print("\nStopping …", flush=True)
        return 0
    finally:
        stop(services)


def stop(services: list[Service]) -> None:
    """Ask each to end; whichever has not after a grace is ended."""
    running = [service.process for service in services if service.process and service.ended() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(address: str) -> bool:
    """True once the web server answers at all, whatever it says."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=2)
    try:
        connection.request("GET", "/health/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True

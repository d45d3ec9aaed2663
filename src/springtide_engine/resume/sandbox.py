"""The parent's side: keeps one nurse, asks it file by file, turns every way to die into a typed reason."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

from springtide_engine.resume.limits import Limits
from springtide_engine.resume.values import Hints, Outcome, Reading
from springtide_engine.resume.wire import (
    CONTENT,
    END,
    PREVIEW,
    READING,
    REQUEST,
    Broken,
    frame,
    pack_request,
    read_frame,
    unpack_reading,
)

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from springtide_engine.resume.nursery import main; main()"
START_SECONDS = 20.0


class Sandbox:
    """A place to read files in. Use as a context manager; not for several threads at once."""

    def __init__(self) -> None:
        self._nurse: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the nurse and whatever it forked."""
        if self._nurse is None:
            return
        _end(self._nurse)
        self._nurse.communicate()
        self._nurse = None

    def read(self, content: bytes, limits: Limits, hints: Hints) -> Reading:
        """Read one file. Never raises because of the file: death, silence and nonsense become outcomes."""
        nurse = self._nurse = self._nurse or _start()
        # The nurse keeps the time of its child; this timer is for the case that the nurse itself is stuck.
        alarm = Timer(limits.wall_seconds + START_SECONDS, _end, [nurse])
        alarm.start()
        try:
            return _ask(nurse, content, limits, hints)
        except (Broken, OSError, ValueError, KeyError, TypeError, RecursionError):
            self.close()
            return Reading(Outcome.TOO_COMPLEX)
        finally:
            alarm.cancel()


def _start() -> subprocess.Popen[bytes]:
    # An empty environment: the secrets of the service are none of the child's business.
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
        [sys.executable, "-I", "-c", START, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )


def _end(nurse: subprocess.Popen[bytes]) -> None:
    if nurse.poll() is None:
        os.killpg(nurse.pid, signal.SIGKILL)


def _ask(nurse: subprocess.Popen[bytes], content: bytes, limits: Limits, hints: Hints) -> Reading:
    if nurse.stdin is None or nurse.stdout is None:
        raise Broken("no pipes")
    nurse.stdin.write(frame(REQUEST, pack_request(limits, hints)))
    nurse.stdin.write(frame(CONTENT, content))
    nurse.stdin.flush()
    reading: Reading | None = None
    previews: list[bytes] = []
    while True:
        tag, body = read_frame(nurse.stdout, limits.answer_size)
        if tag == END:
            return _finish(reading, tuple(previews), Outcome(body.decode()))
        if tag == READING:
            reading = unpack_reading(body)
        elif tag == PREVIEW:
            previews.append(body)


def _finish(reading: Reading | None, previews: tuple[bytes, ...], ended: Outcome) -> Reading:
    if reading is None:
        return Reading(Outcome.TOO_COMPLEX if ended is Outcome.READ else ended)
    cut_short = () if ended is Outcome.READ else ("previews_cut",)
    return replace(reading, previews=previews, warnings=reading.warnings + cut_short)

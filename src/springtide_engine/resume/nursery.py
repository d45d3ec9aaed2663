"""The untrusting nurse: stays warm, and forks one disposable child for each file.

Started by `sandbox` as a process of its own. It never looks into a file: it hands the bytes to a child that
can open nothing, start nothing and grow only so far, and passes on what the child wrote before it ended.
"""

import os
import resource
import select
import signal
import sys
import time
from typing import BinaryIO

from springtide_engine.resume import child
from springtide_engine.resume.limits import Limits
from springtide_engine.resume.values import Hints, Outcome
from springtide_engine.resume.wire import CONTENT, END, REQUEST, Broken, frame, read_frame, unpack_request

ANY_SIZE = 2**32 - 1
CHUNK = 1 << 16


def main() -> None:
    """Serve files from standard input until it closes."""
    child.warm()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            limits, hints = unpack_request(_expect(REQUEST, source))
            content = _expect(CONTENT, source)
        except Broken:
            return
        sink.write(attend(content, limits, hints))
        sink.flush()


def _expect(tag: bytes, source: BinaryIO) -> bytes:
    found, body = read_frame(source, ANY_SIZE)
    if found != tag:
        raise Broken("out of step")
    return body


def attend(content: bytes, limits: Limits, hints: Hints) -> bytes:
    """Fork, wait, and return the child's frames followed by an END frame that says how it ended."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_the_child(theirs, content, limits, hints)
    os.close(theirs)
    written, verdict = _collect(ours, limits)
    os.close(ours)
    os.kill(pid, signal.SIGKILL)  # a child that closed its pipe but lives on must not outlive its file
    _, status = os.waitpid(pid, 0)
    return written + frame(END, (verdict or _verdict(status)).value.encode())


def _collect(pipe: int, limits: Limits) -> tuple[bytes, Outcome | None]:
    written = bytearray()
    deadline = time.monotonic() + limits.wall_seconds
    while len(written) <= limits.answer_size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return _whole_frames(written), Outcome.TIMEOUT
        chunk = os.read(pipe, CHUNK)
        if not chunk:
            return _whole_frames(written), None
        written += chunk
    return b"", Outcome.TOO_COMPLEX


def _whole_frames(written: bytearray) -> bytes:
    """A child killed in the middle of a frame leaves half of it behind: cut that off."""
    end = 0
    while end + 5 <= len(written):
        following = end + 5 + int.from_bytes(written[end + 1 : end + 5], "big")
        if following > len(written):
            break
        end = following
    return bytes(written[:end])


def _verdict(status: int) -> Outcome:
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return Outcome.READ
    return Outcome.TIMEOUT if code == -signal.SIGXCPU else Outcome.TOO_COMPLEX


def _be_the_child(pipe: int, content: bytes, limits: Limits, hints: Hints) -> None:
    """Never returns: whatever happens ends in `os._exit`, so no cleanup of the nurse runs twice."""
    try:
        _lock_down(limits)
        with os.fdopen(pipe, "wb", closefd=False) as sink:
            child.serve(content, limits, hints, sink)
        os._exit(0)
    finally:
        os._exit(1)


def _lock_down(limits: Limits) -> None:
    for descriptor in (0, 1):
        os.close(descriptor)
    hard = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,  # no descriptor left to open: neither file nor socket
    }
    for kind, most in hard.items():
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))

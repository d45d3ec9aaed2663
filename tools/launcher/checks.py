"""Looked at before anything slow begins: the folder, the port, the only one running."""

import errno
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tools.launcher.trouble import Trouble


def require_writable(folder: Path, remedy: str) -> None:
    """Make `folder` if it is absent and prove that files can be made in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError):
        raise Trouble(f"{folder} would have to be a folder, but a file is in its place.", remedy) from None
    except OSError as error:
        raise Trouble(f"the folder {folder} cannot be written ({error.strerror}).", remedy) from None


def require_port(host: str, port: int) -> None:
    if problem := _binding_problem(host, port):
        if problem.errno == errno.EADDRINUSE:
            other = next((p for p in range(port + 1, port + 100) if not _binding_problem(host, p)), port + 1)
            what, remedy = f"port {port} is in use by another program.", f"Choose another: --port {other}"
        elif problem.errno == errno.EACCES:
            what, remedy = (
                f"port {port} is reserved for administrators.",
                "Choose one above 1023: --port 8000",
            )
        else:
            what = f"{host} is not an address of this machine ({problem.strerror})."
            remedy = "Leave --host out to serve this machine only, or say --host 0.0.0.0 for all its addresses."
        raise Trouble(what, remedy)


def _binding_problem(host: str, port: int) -> OSError | None:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, proto)) as probe:
            # As the server will: a connection just closed does not make the port busy.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


@contextmanager
def held(path: Path, *, waiting: str = "", refusal: Trouble | None = None) -> Iterator[int]:
    """Hold the lock file `path`; if somebody else does, refuse, or say `waiting` and wait.

    Gives the open file: the system frees the lock when the last process that has it ends, however it ends.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if refusal:
                raise refusal from None
            print(waiting, flush=True)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)

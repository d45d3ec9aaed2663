"""Calling an address outside: only where it may lie, by the address we looked up ourselves, and never further."""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 10  # seconds for each wait
WHOLE = 30  # seconds for the call: who answers byte by byte would keep the worker for days
LARGEST = 64 * 1024  # bytes of an answer


class Unreachable(OSError):
    """The other side was not called, did not answer, or answered what nobody can use. The text is for the log."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, near: bool = False) -> dict[str, Any]:
    """Send JSON, return the JSON object that a 2xx answer holds. Raises Unreachable.

    `near` allows plain http and addresses of this machine and its network: for what the operator runs themselves.
    No redirect is followed and no proxy of the environment is used.
    """
    parts = urlsplit(url)
    if parts.hostname is None or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not near):
        raise Unreachable(f"{parts.scheme or 'nothing'}:// is not called")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _Fixed(parts.hostname, port, secure=parts.scheme == "https", near=near)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = threading.Timer(WHOLE, connection.cut)
    end.start()
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        content = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{parts.hostname}: {error}") from error
    finally:
        end.cancel()
        connection.close()
    if connection.was_cut:
        raise Unreachable(f"{parts.hostname} took more than {WHOLE} seconds")
    return _read(parts.hostname, answer.status, content)


def _read(host: str, status: int, content: bytes) -> dict[str, Any]:
    if not 200 <= status < 300:
        raise Unreachable(f"{host} answered {status}")
    if len(content) > LARGEST:
        raise Unreachable(f"{host} answered more than {LARGEST} bytes")
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError) as error:
        raise Unreachable(f"{host} did not answer JSON") from error
    if not isinstance(found, dict):
        raise Unreachable(f"{host} did not answer an object")
    return found


class _Fixed(http.client.HTTPConnection):
    """Connects to the very address that was looked up and found allowed: a second look-up could tell another."""

    def __init__(self, host: str, port: int, *, secure: bool, near: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._secure, self._near = secure, near
        self._line: socket.socket | None = None
        self.was_cut = False
        self.default_port = 443 if secure else 80  # what the header Host leaves out

    def connect(self) -> None:
        address = allowed_address(self.host, self.port, near=self._near)
        self._line = self.sock = socket.create_connection((address, self.port), self.timeout)
        if self._secure:
            context, name = ssl.create_default_context(), self.host
            secured = context.wrap_socket(self.sock, server_hostname=name, do_handshake_on_connect=False)
            self._line = self.sock = secured
            secured.do_handshake()

    def cut(self) -> None:
        """End the call from another thread: whoever waits for the other side hears that it has closed."""
        self.was_cut = True
        if self._line is not None:
            with suppress(OSError):  # it was closed already
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


def allowed_address(host: str, port: int, *, near: bool) -> str:
    """The first address of a host. Raises Unreachable where any of its addresses is one that may not be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} has no address") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not near and not all(map(is_public, addresses)):
        raise Unreachable(f"{host} lies at an address that is not called")
    return addresses[0]


def is_public(address: str) -> bool:
    """False for this machine, private networks, link-local, multicast, and IPv6 forms that carry an IPv4 inside."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # with a zone, such as fe80::1%eth0
        return False
    if isinstance(found, ipaddress.IPv6Address):
        carries = found.ipv4_mapped or found.sixtofour or found.teredo or found in _TRANSLATED
        return found.is_global and not found.is_multicast and not carries
    return found.is_global and not found.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

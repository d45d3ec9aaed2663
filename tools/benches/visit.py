"""A first visit: one page and all that it brings, as a browser with an empty cache gets them."""

import gzip
import re
import socket
from html.parser import HTMLParser
from urllib.parse import urljoin

KINDS = {"stylesheet", "icon", "modulepreload"}
FACE = re.compile(r"@font-face\s*{(.*?)}", re.DOTALL)
RANGE = re.compile(r"[Uu]\+([0-9A-Fa-f?]+)(?:-([0-9A-Fa-f]+))?")
LATIN = ord("a")
ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)")
MODULE = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")


def first_visit(port: int, page: str) -> dict[str, int]:
    """{address: bytes on the wire, headers too} of the page and everything it references."""
    found: dict[str, int] = {}
    waiting = [page]
    while waiting:
        address = waiting.pop()
        if address in found or not address.startswith("/"):
            continue
        found[address], kind, text = _get(port, address)
        waiting += [urljoin(address, other) for other in brought(kind, text)]
    return found


def _get(port: int, address: str) -> tuple[int, str, str]:
    """Bytes received, content type, and what it says once unpacked."""
    head = ["User-Agent: bench", "Accept: */*", "Accept-Encoding: gzip", "Accept-Language: en", "Connection: close"]
    asked = "\r\n".join([f"GET {address} HTTP/1.1", f"Host: 127.0.0.1:{port}", *head, "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(asked.encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    top, _blank, body = answer.partition(b"\r\n\r\n")
    status, *lines = top.decode("latin-1").split("\r\n")
    if " 200" not in status:
        raise RuntimeError(f"{address}: {status}")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return len(answer), headers.get("content-type", ""), body.decode("utf-8", "replace")


def brought(kind: str, text: str) -> list[str]:
    """Addresses that a browser asks for next, as they are written."""
    if "html" in kind:
        page = _Page()
        page.feed(text)
        return page.addresses
    if "css" in kind:
        faces = [face for face in FACE.findall(text) if _draws_latin(face)]
        return [address for rules in (*faces, FACE.sub("", text)) for address in ADDRESS.findall(rules)]
    return MODULE.findall(text) if "javascript" in kind else []


def _draws_latin(face: str) -> bool:
    """A browser asks for a face only where the page has a letter in its range; the page measured is in English."""
    ranges = [(first, last or first) for first, last in RANGE.findall(face)]
    return not ranges or any(int(a.replace("?", "0"), 16) <= LATIN <= int(b.replace("?", "F"), 16) for a, b in ranges)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and KINDS & set((named.get("rel") or "").split()):
            self.addresses.append(named.get("href") or "")
        elif tag in ("script", "img", "source"):
            self.addresses.append(named.get("src") or "")

"""People who apply at the same time, each from the form to the receipt, in a process of their own.

An applicant does what a browser does: reads the form, saves it with a résumé of 200 kB, follows the answer back to
the form, sends it, and reads the receipt on the page that follows.
"""

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tools.benches.ground import PYTHON
from tools.launcher.places import ROOT

RESUME_BYTES = 200_000
BOUNDARY = "springtide-bench"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version|submit_key)" value="([^"]*)"')
RECEIPT = re.compile(r"data-receipt>([^<]+)<")
TYPED = [
    ("name", "Wei Zhang"),
    ("country", "CN"),
    ("phone_typed", "138 1234 5678"),
    ("school", "Zhejiang University"),
    ("degree", "master"),
    ("field", "Computer science"),
    ("graduation", "2026-06"),
    ("work_countries", "CN"),
    ("transfer", "on"),
    ("motivation", "Because of the sea. " * 20),
    ("notice", "on"),
]


def apply(port: int, form: str, openings: list[int], sessions: list[str], *, clients: int, twice: bool = False) -> Any:
    """Let everybody with a session apply, `clients` at a time; `twice` sends each submit on two lines at once.

    Returns {"seconds": on the wall, "receipts": {session: receipts shown}}.
    """
    words = {"port": port, "form": form, "openings": openings, "sessions": sessions, "clients": clients, "twice": twice}
    command = [str(PYTHON), "-m", "tools.benches.applicants"]
    done = subprocess.run(command, input=json.dumps(words), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


@dataclass
class Applicant:
    """One signed-in person with a browser."""

    port: int
    form: str
    openings: list[int]
    session: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies["springtide_session"] = self.session
        self.line = self._line()

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(
        self, path: str, body: bytes | None = None, expected: int = 200, line: http.client.HTTPConnection | None = None
    ) -> str:
        """Send, keep the cookies, return the page; raise where the status is another."""
        line = line or self.line
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        line.request("GET" if body is None else "POST", path, body, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        if answer.status != expected:
            raise RuntimeError(f"{path}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page

    def filled(self, page: str, resume: bytes | None = None) -> bytes:
        """The form of the page as a browser sends it."""
        values = [*HIDDEN.findall(page), *TYPED, *(("preferences", str(pk)) for pk in self.openings)]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
        parts = [f'{head}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in dict(values).items()]
        if resume:
            name = f'{head}resume"; filename="resume.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
            parts.append(name.encode() + resume + b"\r\n")
        return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])

    def apply(self, *, twice: bool) -> list[str]:
        """From the form to the receipt; the receipts that were shown."""
        draft = self.filled(self.ask(self.form), a_resume(self.session))
        self.ask(self.form, draft, expected=302)
        complete = self.filled(self.ask(self.form))
        lines = [self._line(), self._line()] if twice else [self.line]
        together = threading.Barrier(len(lines))

        def send(line: http.client.HTTPConnection) -> str:
            together.wait()
            self.ask(f"{self.form}submit/", complete, expected=302, line=line)
            shown = RECEIPT.search(self.ask(f"{self.form}status/", line=line))
            return shown[1] if shown else ""

        with ThreadPoolExecutor(len(lines)) as hands:
            receipts = list(hands.map(send, lines))
        for line in {*lines, self.line}:
            line.close()
        return receipts


def a_resume(seed: str) -> bytes:
    """A small PDF made large by a picture nobody sees; another for everybody."""
    noise = random.Random(seed).randbytes(RESUME_BYTES)  # noqa: S311 - only its size matters
    page = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    parts = [*page, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"]
    objects = [b"%d 0 obj%s endobj\n" % (number, part) for number, part in enumerate(parts, 1)]
    objects.append(b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(noise), noise))
    return b"".join([b"%PDF-1.7\n", *objects, b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"])


def _main() -> None:
    words = json.load(sys.stdin)
    people = [Applicant(words["port"], words["form"], words["openings"], session) for session in words["sessions"]]
    began = time.perf_counter()
    with ThreadPoolExecutor(words["clients"]) as pool:
        receipts = list(pool.map(lambda person: person.apply(twice=words["twice"]), people))
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "receipts": dict(zip(words["sessions"], receipts, strict=True))}))


if __name__ == "__main__":
    _main()

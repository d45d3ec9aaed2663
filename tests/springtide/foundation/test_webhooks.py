"""Signed messages, and calls that go nowhere but where they may."""

import base64
import itertools
import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from springtide.foundation.webhooks import outward
from springtide.foundation.webhooks.outward import Unreachable, allowed_address, is_public, post
from springtide.foundation.webhooks.signing import NOBODY, Unsigned, key_of, signature, signed_headers, verified

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"t" * 32).decode()


def test_the_signature_is_that_of_the_published_example() -> None:
    """The vector of the Standard Webhooks reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert (
        signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_what_nobody_signed_is_unsigned_where_nobody_may_sign() -> None:
    """The key that is compared with where there is no secret stands in the source: everybody has it."""
    with pytest.raises(Unsigned):
        verified([], signed_headers(NOBODY, "msg_1", 1000, b"{}"), b"{}", 1000)


def test_what_was_signed_is_verified_by_any_of_the_secrets_and_signatures() -> None:
    headers = signed_headers(SECRET, "msg_1", 1000, b"{}")
    assert verified([OTHER, SECRET], headers, b"{}", 1000) == "msg_1"
    headers["webhook-signature"] = "v1a,zzz v1,AAAA " + headers["webhook-signature"]
    assert verified([SECRET], headers, b"{}", 1300) == "msg_1"


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"{ }"},
        {"now": 1301.0},
        {"now": 699.0},
        {"secrets": [OTHER]},
        {"secrets": []},
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-id": "m" * 101},
        {"webhook-timestamp": "1001"},
        {"webhook-timestamp": "١٠٠٠"},
        {"webhook-timestamp": "-1000"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,é"},
        {"webhook-signature": "v1,AAAA " * 8 + signature(SECRET, "msg_1", 1000, b"{}")},  # the ninth is not read
    ],
)
def test_anything_else_is_unsigned(change: dict) -> None:
    headers = signed_headers(SECRET, "msg_1", 1000, b"{}")
    headers |= {key: value for key, value in change.items() if key.startswith("webhook")}
    with pytest.raises(Unsigned):
        verified(change.get("secrets", [SECRET]), headers, change.get("body", b"{}"), change.get("now", 1000.0))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_short", "whsec_****"])
def test_a_weak_secret_is_none(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        key_of(secret)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
    ],
)
def test_i52_addresses_of_this_machine_and_its_networks_are_not_public(address: str, public: bool) -> None:
    assert is_public(address) == public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "::1", "169.254.169.254"])
def test_i52_however_it_is_written_this_machine_is_not_called(host: str) -> None:
    with pytest.raises(Unreachable):
        allowed_address(host, 443, near=False)


def test_i52_one_private_address_among_public_ones_is_one_too_many(monkeypatch) -> None:
    def looked_up(*_asked, **_named):
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(Unreachable, match="not called"):
        allowed_address("both.example", 443, near=False)


def test_i52_a_second_look_up_cannot_tell_another_address(monkeypatch) -> None:
    """DNS rebinding: the connection goes to what was checked, and the name is not looked up again."""
    answers = iter([[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]])
    called = []

    def connected(address, *_rest):
        called.append(address)
        raise OSError("enough")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    monkeypatch.setattr(socket, "create_connection", connected)
    with pytest.raises(Unreachable):
        post("https://rebind.example/", b"{}", {})
    assert called == [("93.184.216.34", 443)]


@pytest.mark.parametrize("url", ["http://93.184.216.34/", "ftp://example.org/", "file:///etc/passwd", "https://", "x"])
def test_i52_only_https_goes_out(url: str) -> None:
    with pytest.raises(Unreachable):
        post(url, b"{}", {})


class Neighbour(BaseHTTPRequestHandler):
    """A server nearby that answers what a story wants."""

    answers: ClassVar[dict[str, tuple[int, bytes, dict[str, str]]]] = {}
    heard: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        self.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        status, body, headers = self.answers.get(self.path, (404, b"", {}))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None: ...


class Dripping(Neighbour):
    """Answers without an end, each byte soon enough for a wait."""

    def do_POST(self) -> None:
        with suppress(OSError):
            for byte in itertools.chain(b"HTTP/1.0 200 OK\r\nX: ", itertools.repeat(ord("x"), 400)):
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)


def test_who_answers_byte_by_byte_does_not_keep_the_worker(monkeypatch) -> None:
    monkeypatch.setattr(outward, "WHOLE", 0.5)
    server = HTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.handle_request, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(Unreachable, match="took more than"):
        post(f"http://127.0.0.1:{server.server_port}/", b"{}", {}, near=True)
    assert time.monotonic() - began < 4
    server.server_close()


@pytest.fixture
def neighbour():
    Neighbour.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Neighbour)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_is_an_object_of_json(neighbour: str, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # not used
    Neighbour.answers = {"/ok?a=1": (201, json.dumps({"id": "x"}).encode(), {})}
    assert post(f"{neighbour}/ok?a=1", b'{"b": 2}', {"X": "y"}, near=True) == {"id": "x"}
    assert Neighbour.heard == [("/ok?a=1", b'{"b": 2}')]


@pytest.mark.parametrize(
    ("status", "body", "headers", "reason"),
    [
        (302, b"", {"Location": "http://127.0.0.1/elsewhere"}, "answered 302"),
        (307, b"", {"Location": "/ok"}, "answered 307"),
        (500, b"{}", {}, "answered 500"),
        (200, b"<html>", {}, "did not answer JSON"),
        (200, b"[" * 60_000, {}, "did not answer JSON"),
        (200, b"[]", {}, "an object"),
        (200, b'{"a": "' + b"x" * 70_000 + b'"}', {}, "more than"),
        (200, b'{"id": ', {"Content-Length": "90", "Connection": "close"}, "did not answer JSON"),  # cut short
    ],
)
def test_i52_no_redirect_is_followed_and_nonsense_is_refused(
    neighbour: str, status: int, body: bytes, headers: dict, reason: str
) -> None:
    Neighbour.answers = {"/": (status, body, headers), "/ok": (200, b"{}", {})}
    with pytest.raises(Unreachable, match=reason):
        post(f"{neighbour}/", b"{}", {}, near=True)
    assert len(Neighbour.heard) == 1


def test_i52_what_is_nearby_is_called_only_where_the_operator_says_so(neighbour: str) -> None:
    with pytest.raises(Unreachable):
        post(f"{neighbour}/ok", b"{}", {})
    assert Neighbour.heard == []

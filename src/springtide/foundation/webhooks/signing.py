"""Signed messages between machines, by the Standard Webhooks scheme (standardwebhooks.com, v1, symmetric)."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

TOLERANCE = 300  # seconds that a message may be old, or ahead of our clock
MOST_SIGNATURES = 8
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
NOBODY = (
    PREFIX + base64.b64encode(bytes(32)).decode()
)  # compared with where there is no secret: the same time passes, and nothing it signs counts
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SECONDS = re.compile(r"[0-9]{1,12}")


class Unsigned(ValueError):
    """Not signed by whom it should be, or not now. Callers answer 401 and say no more."""


def key_of(secret: str) -> bytes:
    """The key of a secret: whsec_ and base64. Raises ValueError where it is neither, or shorter than 24 bytes."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret is base64, after whsec_") from error
    if len(key) < 24:
        raise ValueError("a secret has at least 24 bytes")
    return key


def signature(secret: str, message: str, seconds: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over id.timestamp.body."""
    signed = hmac.digest(key_of(secret), f"{message}.{seconds}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def signed_headers(secret: str, message: str, seconds: int, body: bytes) -> dict[str, str]:
    return {ID: message, TIMESTAMP: str(seconds), SIGNATURE: signature(secret, message, seconds, body)}


def verified(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The id of a message that one of the secrets signed. Raises Unsigned, always after the same comparisons."""
    message, seconds = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    well_formed = _ID.fullmatch(message) and _SECONDS.fullmatch(seconds)
    moment = int(seconds) if well_formed else 0
    given = headers.get(SIGNATURE, "").split(" ")[:MOST_SIGNATURES]
    known = list(secrets)
    wanted = [signature(secret, message if well_formed else "", moment, body) for secret in known or [NOBODY]]
    equal = [hmac.compare_digest(w.encode(), g.encode()) for w in wanted for g in given]
    if not (known and well_formed and any(equal) and abs(now - moment) <= TOLERANCE):
        raise Unsigned
    return message

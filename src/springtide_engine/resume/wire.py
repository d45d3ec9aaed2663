"""Values to bytes and back: length-prefixed frames of JSON. Nothing from the sandbox is ever unpickled."""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import IO, Any, TypeVar

from springtide_engine.resume.limits import Limits
from springtide_engine.resume.values import Education, Found, Hints, Line, Outcome, Profile, Reading

T = TypeVar("T")
HEAD = struct.Struct(">cI")
READING, PREVIEW, END = b"R", b"P", b"E"
REQUEST, CONTENT = b"Q", b"C"


class Broken(Exception):
    """The other side sent something that is not a frame, or closed the pipe in the middle."""


def frame(tag: bytes, body: bytes) -> bytes:
    return HEAD.pack(tag, len(body)) + body


def read_frame(pipe: IO[bytes], largest: int) -> tuple[bytes, bytes]:
    """The next (tag, body). Raises `Broken` at the end of the pipe or above `largest` bytes."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise Broken("no frame")
    tag, length = HEAD.unpack(head)
    if length > largest:
        raise Broken("frame too large")
    body = pipe.read(length)
    if len(body) < length:
        raise Broken("half a frame")
    return tag, body


def pack_request(limits: Limits, hints: Hints) -> bytes:
    today = hints.today.isoformat() if hints.today else None
    return json.dumps({"limits": asdict(limits), "region": hints.region, "today": today}).encode()


def unpack_request(body: bytes) -> tuple[Limits, Hints]:
    asked = json.loads(body)
    today = date.fromisoformat(asked["today"]) if asked["today"] else None
    return Limits(**asked["limits"]), Hints(region=asked["region"], today=today)


def pack_reading(reading: Reading) -> bytes:
    """Everything but the previews, which travel as frames of their own."""
    plain = asdict(reading) | {"previews": []}
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def unpack_reading(body: bytes) -> Reading:
    """Raises ValueError, KeyError or TypeError where the sandbox sent anything unexpected."""
    raw = json.loads(body)
    return Reading(
        outcome=Outcome(raw["outcome"]),
        kind=str(raw["kind"]),
        text=str(raw["text"]),
        hidden_text=str(raw["hidden_text"]),
        pages=int(raw["pages"]),
        lines=tuple(_line(item) for item in raw["lines"]),
        profile=_profile(raw["profile"]),
        language=str(raw["language"]),
        warnings=tuple(str(word) for word in raw["warnings"]),
    )


def _line(raw: dict[str, Any]) -> Line:
    box = raw["box"]
    return Line(
        text=str(raw["text"]),
        page=int(raw["page"]),
        parts=tuple(str(part) for part in raw["parts"]),
        box=(float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box else None,
        size=float(raw["size"]),
    )


def _found(raw: dict[str, Any]) -> Found[str]:
    return Found(str(raw["value"]), str(raw["raw"]), float(raw["confidence"]), str(raw["rule"]))


def _maybe(raw: dict[str, Any] | None) -> Found[str] | None:
    return _found(raw) if raw else None


def _each(make: Callable[[dict[str, Any]], T], raw: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(make(item) for item in raw)


def _education(raw: dict[str, Any]) -> Education:
    return Education(
        institution=_maybe(raw["institution"]),
        degree_level=_maybe(raw["degree_level"]),
        field=_maybe(raw["field"]),
        start=_maybe(raw["start"]),
        end=_maybe(raw["end"]),
        end_is_expected=bool(raw["end_is_expected"]),
    )


def _profile(raw: dict[str, Any]) -> Profile:
    return Profile(
        name=_maybe(raw["name"]),
        emails=_each(_found, raw["emails"]),
        phones=_each(_found, raw["phones"]),
        links=_each(_found, raw["links"]),
        education=_each(_education, raw["education"]),
        skills=_each(_found, raw["skills"]),
        languages=_each(_found, raw["languages"]),
    )

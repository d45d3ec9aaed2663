"""A problem as bytes and back: JSON with sorted sets, packed. The same problem is the same bytes on every machine."""

import hashlib
import json
import zlib
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from springtide_engine.scheduling import (
    Booking,
    Candidate,
    Interviewer,
    LoadCap,
    Problem,
    QuietHours,
    Room,
    RoundSpec,
    SeatNeed,
    SlotGrid,
    Window,
)

Row = dict[str, Any]


def pack(problem: Problem) -> bytes:
    return zlib.compress(_text(problem), 6)


def digest(problem: Problem, *, seed: int) -> str:
    """SHA-256 over everything that decides the result."""
    found = hashlib.sha256(f"springtide schedule 1; seed {seed}; ".encode())
    found.update(_text(problem))
    return found.hexdigest()


def unpack(content: bytes) -> Problem:
    row = json.loads(zlib.decompress(content))
    grid = row["grid"]
    return Problem(
        grid=SlotGrid(_instant(grid["origin_utc"]), grid["minutes"], grid["count"]),
        interviewers=tuple(_interviewer(one) for one in row["interviewers"]),
        candidates=tuple(_candidate(one) for one in row["candidates"]),
        rooms=tuple(
            Room(**{**one, "windows": _windows(one), "features": frozenset(one["features"])}) for one in row["rooms"]
        ),
        pinned=tuple(
            Booking(**{**one, "start": _instant(one["start"]), "interviewers": tuple(one["interviewers"])})
            for one in row["pinned"]
        ),
    )


def _text(problem: Problem) -> bytes:
    return json.dumps(asdict(problem), default=_plain, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _windows(row: Row) -> tuple[Window, ...]:
    return tuple(Window(_instant(one["start"]), _instant(one["end"]), one["tz"]) for one in row["windows"])


def _quiet(row: Row | None) -> QuietHours | None:
    return QuietHours(time.fromisoformat(row["start"]), time.fromisoformat(row["end"])) if row else None


def _interviewer(row: Row) -> Interviewer:
    sets = {name: frozenset(row[name]) for name in ("skills", "divisions", "languages")}
    days = frozenset(date.fromisoformat(day) for day in row["days_off"])
    rest = {"windows": _windows(row), "cap": LoadCap(**row["cap"]), "days_off": days, "quiet": _quiet(row["quiet"])}
    return Interviewer(**{**row, **sets, **rest})


def _candidate(row: Row) -> Candidate:
    rest = {
        "windows": _windows(row),
        "rounds": tuple(_round(one) for one in row["rounds"]),
        "conflicts": frozenset(row["conflicts"]),
        "quiet": _quiet(row["quiet"]),
        "groups": tuple(row["groups"]),
    }
    return Candidate(**{**row, **rest})


def _round(row: Row) -> RoundSpec:
    seats = tuple(SeatNeed(**seat) for seat in row["seats"])
    return RoundSpec(**{**row, "seats": seats, "room_features": frozenset(row["room_features"])})

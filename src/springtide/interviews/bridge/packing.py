"""A problem as bytes and back: JSON with sorted sets, packed. The same problem is the same bytes on every machine."""

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, field
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


@dataclass(frozen=True)
class Reading:
    """What a run reads. `standing`: bookings to come that a repair may touch; `sequences`: interview → how often it
    had been moved by then, so that approving knows who moved since; `running`: rounds that are being held just now."""

    problem: Problem
    standing: tuple[Booking, ...] = ()
    sequences: dict[int, int] = field(default_factory=dict)
    running: tuple[str, ...] = ()

    def digest(self, *, seed: int) -> str:
        """SHA-256 over everything that decides the result."""
        found = hashlib.sha256(f"springtide schedule 1; seed {seed}; ".encode())
        found.update(_text(asdict(self.problem)))
        found.update(_text([asdict(one) for one in self.standing]))
        return found.hexdigest()

    def pack(self) -> bytes:
        return zlib.compress(_text(asdict(self)), 6)

    @classmethod
    def unpack(cls, content: bytes) -> "Reading":
        row = json.loads(zlib.decompress(content))
        sequences = {int(pk): sequence for pk, sequence in row["sequences"].items()}
        standing = tuple(_booking(one) for one in row["standing"])
        return cls(_problem(row["problem"]), standing, sequences, tuple(row["running"]))


def _problem(row: Row) -> Problem:
    grid = row["grid"]
    return Problem(
        grid=SlotGrid(_instant(grid["origin_utc"]), grid["minutes"], grid["count"]),
        interviewers=tuple(_interviewer(one) for one in row["interviewers"]),
        candidates=tuple(_candidate(one) for one in row["candidates"]),
        rooms=tuple(
            Room(**{**one, "windows": _windows(one), "features": frozenset(one["features"])}) for one in row["rooms"]
        ),
        pinned=tuple(_booking(one) for one in row["pinned"]),
    )


def _booking(row: Row) -> Booking:
    return Booking(**{**row, "start": _instant(row["start"]), "interviewers": tuple(row["interviewers"])})


def _text(values: object) -> bytes:
    return json.dumps(values, default=_plain, sort_keys=True, separators=(",", ":")).encode()


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

"""What is to be scheduled, and every rule, exact enough that another person can write the checker from here.

**Time.** Instants are aware datetimes, compared as UTC; durations are elapsed minutes, never wall-clock ones. Two
intervals overlap when `a.start < b.end and b.start < a.end`; touching is no overlap. Seconds are kept.

**Local time of a person** at an instant is told by the zone of the person's window that holds the instant
(`start <= x < end`); of several, the one that begins last (then the zone name that sorts first); outside every
window by the person's `tz`. A *local date* of a booking is that of its start; a week is an ISO week (Monday to
Sunday) of local dates.

**Rules of a booking** of candidate c, round r (all hard; the names are those of `Violation.rule`):

- `unknown`: candidate, round of that candidate, interviewers and room exist in the problem.
- `duplicate`: a round of a candidate is booked at most once.
- `grid`: it starts on a slot of the grid and ends by the end of the grid.
- `length`: `minutes == r.minutes + c.extra_minutes`.
- `candidate_window`: it lies inside the union of c's windows (touching windows are one).
- `candidate_quiet`: no instant of it is in c's quiet hours (c's local time).
- `order`: if r is not c's first round (by `RoundSpec.order`), the round before it is booked, and this one starts at
  least `r.gap_min` minutes after that one ends. So the booked rounds of a candidate are always the first ones.
- `day_policy`: `same`: all booked rounds of c have one local date (c's); `different`: no two have the same one.
- `panel_size`: as many interviewers as `r.seats`, all different; `interviewers[i]` sits on `seats[i]`.
- `seat`: the interviewer of a seat may fill it (`SeatNeed`).
- `conflict`: nobody of `c.conflicts` sits on a panel of c.
- `repeat`: nobody interviews c in two rounds.
- `interviewer_window`, `interviewer_quiet`, `day_off`: it lies inside the union of the interviewer's windows; no
  instant of it is in quiet hours or on a day off (interviewer's local time and date).
- `buffer`: two bookings of one interviewer do not overlap, and the later starts at least `cap.buffer_min` minutes
  after the earlier ends. The buffer is a gap *between interviews*: it is no part of availability, so an interview
  may end with the window.
- `per_day`, `per_week`: the interviewer has at most that many bookings a local date, a week.
- `in_a_row`: a row is a chain of one interviewer's bookings in order of time in which each starts less than
  `REST_MIN` minutes after the one before it ends; it has at most `cap.max_in_a_row` bookings.
- `room`: an onsite round has a room of the round's site with all of its features; a video round has none.
- `room_window`: it lies inside the union of the room's windows.
- `room_turnover`: two bookings of a room do not overlap, and the later starts at least `turnover_min` minutes after
  the earlier ends.
- `pinned`: every booking of `Problem.pinned` is in the schedule, unchanged, and no other is marked pinned.
- `unplaced`: every round of every candidate is either booked or listed as unplaced, and not both; nothing is listed
  twice.
- `figures`: `complete` and the totals and placed of `groups` are what is booked. `bound`: no more is booked, in all or
  of a group, than the schedule says anybody could.

Pinned bookings never move, not even when they break a rule: `check` reports that, with `Violation.pinned` True where
all bookings concerned are pinned, and the planner leaves it to the caller.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final, Literal

REST_MIN: Final = 30
DayPolicy = Literal["any", "same", "different"]
Mode = Literal["video", "onsite"]
Step = Callable[[int, int], None]
"""`step(done, total)`: called now and then while a long task runs; it may raise, which stops the task."""


@dataclass(frozen=True)
class SlotGrid:
    """Starts are possible at `origin_utc + k * minutes` for 0 <= k < count; `origin_utc` is aware, a whole minute."""

    origin_utc: datetime
    minutes: int
    count: int


@dataclass(frozen=True)
class Window:
    """Free time [start, end) of a person or room; `tz` (IANA) tells the local time in it.

    Both ends are aware. Refused: naive ends, `start >= end`, an unknown zone, and an end whose tzinfo is a zone
    with rules and that falls in the hour the clock skips (02:30 on 2026-03-29 in Paris) or repeats (02:30 on
    2026-10-25): write that one in UTC, which is the choice that is asked for. Overlapping and touching ones merge.
    """

    start: datetime
    end: datetime
    tz: str


@dataclass(frozen=True)
class QuietHours:
    """Every day from `start` to `end`, local wall-clock time, over midnight if `end < start`; equal is refused.

    An instant is quiet when its local time of day lies in [start, end).
    """

    start: time
    end: time


@dataclass(frozen=True)
class LoadCap:
    """What an interviewer can be asked for; None is no limit, 0 is nothing at all, negative is refused."""

    per_day: int | None = None
    per_week: int | None = None
    max_in_a_row: int | None = None
    buffer_min: int = 0


@dataclass(frozen=True)
class Interviewer:
    """Somebody who interviews. `days_off` are local dates (holidays are the caller's data, not the engine's)."""

    id: str
    site: str
    tz: str
    skills: frozenset[str]
    divisions: frozenset[str]
    languages: frozenset[str]
    windows: tuple[Window, ...]
    cap: LoadCap = LoadCap()
    days_off: frozenset[date] = frozenset()
    quiet: QuietHours | None = None


@dataclass(frozen=True)
class SeatNeed:
    """Who may sit: `skill` in skills and `language` in languages and, where given, `division` in divisions and
    `site` equal to the interviewer's site. A skill that nobody has is no fault: nobody can fill that seat."""

    skill: str
    language: str
    division: str | None = None
    site: str | None = None


@dataclass(frozen=True)
class RoundSpec:
    """One interview of a candidate; `id` and `order` are unique within the candidate.

    1 to 3 seats. `gap_min`: least minutes between the end of the candidate's round before and this start. `site`
    is where an onsite round is held (its room's site) and required there; `room_features` must all be present.
    """

    id: str
    order: int
    minutes: int
    seats: tuple[SeatNeed, ...]
    mode: Mode = "video"
    site: str | None = None
    room_features: frozenset[str] = frozenset()
    gap_min: int = 0


@dataclass(frozen=True)
class Candidate:
    """Somebody who is interviewed. `conflicts`: ids of interviewers who must not meet them; ids that are no
    interviewers are ignored. `extra_minutes` lengthens each round. `groups`: labels such as "language:fr",
    "site:Paris" by which cover is counted and kept fair."""

    id: str
    tz: str
    windows: tuple[Window, ...]
    rounds: tuple[RoundSpec, ...]
    day_policy: DayPolicy = "any"
    conflicts: frozenset[str] = frozenset()
    extra_minutes: int = 0
    quiet: QuietHours | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """A room at a site; `turnover_min` is the least gap between two bookings of it."""

    id: str
    site: str
    windows: tuple[Window, ...]
    features: frozenset[str] = frozenset()
    turnover_min: int = 0


@dataclass(frozen=True)
class Booking:
    """One interview. `start` aware (UTC in what the engine returns); `interviewers` in the order of the seats."""

    candidate: str
    round: str
    start: datetime
    minutes: int
    interviewers: tuple[str, ...]
    room: str | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Problem:
    """All of it. Refused (`InvalidProblem`): ids that occur twice among interviewers, candidates or rooms; a
    candidate who is also an interviewer (they know the questions); a round with no or more than three seats, no
    length, a repeated id or order, onsite without site; negative numbers; a pinned booking of something unknown or
    of a round pinned twice; what `Window`, `QuietHours` and `LoadCap` refuse; a grid without slots."""

    grid: SlotGrid
    interviewers: tuple[Interviewer, ...]
    candidates: tuple[Candidate, ...]
    rooms: tuple[Room, ...] = ()
    pinned: tuple[Booking, ...] = ()


@dataclass(frozen=True)
class Policy:
    """How to plan. The result depends on problem, `seed` and `iterations` alone, unless `cpu_seconds` ends the
    search first; None leaves the length of the search to the engine (by size).

    `earliness`: weight of an early interview against an easily used slot, and against even load. `group_floor`: first
    raise the group (`Candidate.groups`) whose cover lies furthest below its own bound, then the sum. `bound`: also
    compute `coverage_bound`; without it the floor goes by the static one. `change_cost`: for `repair`, how many panel
    changes one kept time may cost; `weights` is free for what callers add (`bystander`: price of moving somebody who is
    not concerned).
    """

    seed: int = 0
    iterations: int | None = None
    cpu_seconds: float | None = None
    earliness: float = 1.0
    group_floor: bool = True
    bound: bool = True
    change_cost: float = 8.0
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: the kind, the id of the person, room or booking it was found at, a sentence."""

    kind: str
    id: str
    text: str


class InvalidProblem(ValueError):
    """The problem makes no sense; `faults` names what and where (the first twenty)."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults[:20])
        super().__init__("; ".join(fault.text for fault in self.faults))

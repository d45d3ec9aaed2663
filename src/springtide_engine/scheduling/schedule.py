"""What comes out: bookings, who is left and why, how good it is, and what was found wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from springtide_engine.scheduling.problem import Booking, SeatNeed

Reason = Literal[
    "nobody_can",  # a seat that no interviewer can ever fill (skill, language, division, site, caps, conflicts)
    "no_common_time",  # people exist, but at no time are candidate, panel and room all available
    "previous_round",  # the round before it is not booked
    "taken",  # it would fit, but the time of those who could is taken by others
]
BoundKind = Literal["static", "lp"]


@dataclass(frozen=True)
class Unplaced:
    """A round that has no booking, with the reason and the seats that stand in the way (empty: time or room)."""

    candidate: str
    round: str
    reason: Reason
    blocking_seats: tuple[SeatNeed, ...] = ()


@dataclass(frozen=True)
class GroupCover:
    """Cover of one group: rounds in all, booked, and the most that could be booked if it went first (or None)."""

    group: str
    total: int
    placed: int
    bound: int | None = None


@dataclass(frozen=True)
class Bound:
    """No schedule books more than `interviews` of `total` rounds, whoever plans. `kind`: `static` counts rounds
    that could be booked alone, `lp` also counts the load. `groups`: the same for each group planned alone."""

    kind: BoundKind
    interviews: int
    total: int
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Schedule:
    """A plan that keeps every rule. `bookings` in order of start, candidate, round. `complete`: candidates all of
    whose rounds are booked. `gap`: percentage points between cover and bound, None without a bound: "at most so
    much is missing", never "optimal"."""

    bookings: tuple[Booking, ...]
    unplaced: tuple[Unplaced, ...]
    complete: int
    groups: tuple[GroupCover, ...]
    bound: Bound | None
    gap: float | None
    problem_digest: str
    engine_version: str


@dataclass(frozen=True)
class Violation:
    """A broken rule (names in `problem`), where, and a sentence. `pinned`: only pinned bookings are concerned, so
    it was in the input and is the caller's to mend."""

    rule: str
    text: str
    candidate: str | None = None
    round: str | None = None
    interviewer: str | None = None
    room: str | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Shortfall:
    """Panel-hours that lack for one kind of seat in one week (`week`: its Monday), at `site` (None: any, by video).

    `interviews_unlocked`: in how many interviews somebody has to sit there. `candidates` concerned; where they are
    fewer than five the cell is merged with others of the same week (`seat` None) or, if still too few, `suppressed`:
    its hours stand, its numbers of people do not.
    """

    seat: SeatNeed | None
    site: str | None
    week: date
    hours: float
    interviews_unlocked: int | None
    candidates: int | None
    suppressed: bool = False


@dataclass(frozen=True)
class NobodyCan:
    """Rounds that no added hour of those who are there would unlock: the seat needs other people."""

    seat: SeatNeed
    interviews: int | None
    suppressed: bool = False


@dataclass(frozen=True)
class ShortfallReport:
    """What lacks, largest first; with all of it added a plan books the rounds that are possible at all, but for a few
    in a thousand."""

    cells: tuple[Shortfall, ...]
    nobody_can: tuple[NobodyCan, ...]
    statically_possible: int
    total: int


@dataclass(frozen=True)
class Load:
    """What one interviewer carries: interviews, hours, hours offered in windows, and their share (0 with none)."""

    interviewer: str
    interviews: int
    hours: float
    offered_hours: float
    share: float


@dataclass(frozen=True)
class OpenStart:
    """A start at which a round can be booked as things stand, with one panel and room that keep every rule."""

    start: datetime
    interviewers: tuple[str, ...]
    room: str | None = None


@dataclass(frozen=True)
class Explanation:
    """Why one round stands where it does, as a funnel of numbers of starts: in the candidate's windows, of these
    with a panel and room if nobody else were interviewed, of these still free as things stand."""

    round: str
    booking: Booking | None
    unplaced: Unplaced | None
    in_windows: int
    with_panel: int
    free_now: int


@dataclass(frozen=True)
class RepairReport:
    """What a repair did, by (candidate, round): `kept` unchanged, `repanelled` (same time, other people or room),
    `moved` (other time), `lost` (no longer booked), `bystanders` (moved though not concerned), and a lower bound on
    moved + lost as long as nobody unconcerned moves (None where it was not asked for, or without highspy).

    `cancelled`: the candidate withdrew. `running`: went on at that moment and was left as it is. Nobody is moved
    unasked: `saved` are lost rounds that could be booked if `asked`, who are not concerned, moved.
    """

    kept: int
    repanelled: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    bystanders: tuple[tuple[str, str], ...]
    lower_bound: int | None
    cancelled: tuple[tuple[str, str], ...] = ()
    running: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    saved: tuple[tuple[str, str], ...] = ()

"""Interviews scheduled: panels, rounds, rooms, languages, caps and time zones together, and checked by other code."""

from springtide_engine.scheduling.bound import coverage_bound
from springtide_engine.scheduling.checks import check
from springtide_engine.scheduling.difference import Difference, diff
from springtide_engine.scheduling.events import Event, apply
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.planning import plan
from springtide_engine.scheduling.problem import (
    REST_MIN,
    Booking,
    Candidate,
    Fault,
    Interviewer,
    InvalidProblem,
    LoadCap,
    Policy,
    Problem,
    QuietHours,
    Room,
    RoundSpec,
    SeatNeed,
    SlotGrid,
    Window,
)
from springtide_engine.scheduling.repair import repair
from springtide_engine.scheduling.schedule import (
    Bound,
    Explanation,
    GroupCover,
    Load,
    NobodyCan,
    OpenStart,
    RepairReport,
    Schedule,
    Shortfall,
    ShortfallReport,
    Unplaced,
    Violation,
)
from springtide_engine.scheduling.season import make_season
from springtide_engine.scheduling.shortfall import shortfall
from springtide_engine.scheduling.standing import explain, load_report, open_starts, rebalance

__all__ = [
    "REST_MIN",
    "Booking",
    "Bound",
    "Candidate",
    "Difference",
    "Event",
    "Explanation",
    "Fault",
    "GroupCover",
    "Interviewer",
    "InvalidProblem",
    "Load",
    "LoadCap",
    "NobodyCan",
    "OpenStart",
    "Policy",
    "Problem",
    "QuietHours",
    "RepairReport",
    "Room",
    "RoundSpec",
    "Schedule",
    "SeatNeed",
    "Shortfall",
    "ShortfallReport",
    "SlotGrid",
    "Unplaced",
    "Violation",
    "Window",
    "apply",
    "check",
    "coverage_bound",
    "diff",
    "explain",
    "load_report",
    "make_season",
    "normalise",
    "open_starts",
    "plan",
    "rebalance",
    "repair",
    "shortfall",
]

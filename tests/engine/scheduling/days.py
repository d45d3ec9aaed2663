"""A small world for scheduling: two days in March 2026 at Shanghai, hours said in UTC from the first midnight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from springtide_engine.scheduling import Candidate, Interviewer, LoadCap, Problem, RoundSpec, SeatNeed, SlotGrid, Window

ORIGIN = datetime(2026, 3, 16, tzinfo=UTC)
ZONE = "Asia/Shanghai"
TECH = SeatNeed("tech", "zh")


def at(hours, origin=ORIGIN):
    return origin + timedelta(hours=hours)


def window(start, end, zone=ZONE):
    return Window(at(start), at(end), zone)


def interviewer(name="ada", windows=((1, 5),), cap=None, skills=("tech",), **more):
    return Interviewer(
        name,
        "Hangzhou",
        ZONE,
        frozenset(skills),
        frozenset({"cloud"}),
        frozenset({"zh"}),
        tuple(window(*hours) for hours in windows),
        cap or LoadCap(),
        **more,
    )


def a_round(name="first", order=1, seats=(TECH,), minutes=60, **more):
    return RoundSpec(name, order, minutes, tuple(seats), **more)


def candidate(name="lin", windows=((1, 5),), rounds=None, **more):
    return Candidate(name, ZONE, tuple(window(*hours) for hours in windows), tuple(rounds or (a_round(),)), **more)


def problem(interviewers=None, candidates=None, **more):
    grid = SlotGrid(ORIGIN, 15, 2 * 96)
    return Problem(grid, tuple(interviewers or (interviewer(),)), tuple(candidates or (candidate(),)), **more)


def with_one(problem, **changes):
    """The problem with its first interviewer changed."""
    first, *others = problem.interviewers
    return replace(problem, interviewers=(replace(first, **changes), *others))

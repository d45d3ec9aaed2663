"""From a problem to proposals and figures in plain values, and whether proposals still hold."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from springtide.interviews.bridge.reading import Ground
from springtide.interviews.models import Interview, Proposal
from springtide_engine import scheduling as engine
from springtide_engine.scheduling import InvalidProblem, Problem
from springtide_engine.scheduling.checks import check
from springtide_engine.scheduling.problem import Step

__all__ = ["InvalidProblem", "Outcome", "Problem", "booking_of", "broken_by", "solve"]

# What a schedule says of itself; the rest of the rules is about bookings.
ABOUT_ITSELF = frozenset({"figures", "bound", "unplaced"})


@dataclass(frozen=True)
class Outcome:
    """What a plan proposes. JSON but for the instants in `rows`."""

    problem: Problem
    schedule: engine.Schedule
    figures: dict[str, Any]
    loads: list[dict[str, Any]]
    shortfall: dict[str, Any]

    @property
    def engine(self) -> str:
        return self.schedule.engine_version

    def rows(self) -> Iterator[dict[str, Any]]:
        """Columns of one Proposal for each round that was to be placed."""
        for booking in self.schedule.bookings:
            if not booking.pinned:
                yield {"interview_id": int(booking.round), "change": "new", **placed(booking)}
        for left in self.schedule.unplaced:
            yield {
                "interview_id": int(left.round),
                "change": "unplaced",
                "reason": left.reason,
                "seats": [seat_row(seat) for seat in left.blocking_seats],
            }


def solve(problem: Problem, *, seed: int, step: Step) -> Outcome:
    """Plan, bound, count what lacks; the engine lets nothing out that its checker finds fault with.

    Raises InvalidProblem, and whatever `step` raises.
    """
    schedule = engine.plan(problem, engine.Policy(seed=seed), step)
    return Outcome(
        problem,
        schedule,
        figures=_figures(problem, schedule),
        loads=loads_of(problem, schedule),
        shortfall=_shortfall(problem, step),
    )


def placed(booking: engine.Booking) -> dict[str, Any]:
    return {
        "starts_at": booking.start,
        "ends_at": booking.start + timedelta(minutes=booking.minutes),
        "panel": [int(person) for person in booking.interviewers],
        "room_id": int(booking.room) if booking.room else None,
    }


def booking_of(interview: Interview, proposal: Proposal) -> engine.Booking:
    """What a proposal would book."""
    assert proposal.starts_at and proposal.ends_at  # noqa: S101 - a constraint of the table
    return engine.Booking(
        candidate=f"{interview.application_id}-{interview.round.division_id}",
        round=str(interview.pk),
        start=proposal.starts_at,
        minutes=(proposal.ends_at - proposal.starts_at) // timedelta(minutes=1),
        interviewers=tuple(str(person) for person in proposal.panel),
        room=str(proposal.room_id) if proposal.room_id else None,
    )


def seat_row(seat: engine.SeatNeed) -> dict[str, Any]:
    return {"skill": seat.skill, "language": seat.language, "division": seat.division, "site": seat.site}


def _figures(problem: Problem, schedule: engine.Schedule) -> dict[str, Any]:
    total = sum(len(candidate.rounds) for candidate in problem.candidates)
    bound = schedule.bound
    return {
        "total": total,
        "placed": len(schedule.bookings),
        "pinned": len(problem.pinned),
        "new": len(schedule.bookings) - len(problem.pinned),
        "concerned": len(schedule.bookings) - len(problem.pinned),
        "unplaced": len(schedule.unplaced),
        "complete": schedule.complete,
        "candidates": len(problem.candidates),
        "bound": {"kind": bound.kind, "interviews": bound.interviews} if bound else None,
        "gap": schedule.gap,
        "groups": [[cover.group, cover.total, cover.placed, cover.bound] for cover in schedule.groups],
        "reasons": dict(Counter(left.reason for left in schedule.unplaced)),
    }


def loads_of(problem: Problem, schedule: engine.Schedule) -> list[dict[str, Any]]:
    """One line an interviewer who offers time or has interviews, most hours first."""
    rows = engine.load_report(problem, schedule)
    found = [
        {
            "person": int(one.interviewer),
            "interviews": one.interviews,
            "hours": one.hours,
            "offered": one.offered_hours,
            "share": one.share,
        }
        for one in rows
        if one.interviews or one.offered_hours
    ]
    return sorted(found, key=lambda row: (-float(row["hours"]), row["person"]))


def _shortfall(problem: Problem, step: Step) -> dict[str, Any]:
    report = engine.shortfall(problem, step)
    return {
        "cells": [
            {
                "seat": seat_row(cell.seat) if cell.seat else None,
                "site": cell.site,
                "week": cell.week.isoformat(),
                "hours": cell.hours,
                "unlocked": cell.interviews_unlocked,
                "candidates": cell.candidates,
                "suppressed": cell.suppressed,
            }
            for cell in report.cells
        ],
        "nobody": [
            {"seat": seat_row(one.seat), "interviews": one.interviews, "suppressed": one.suppressed}
            for one in report.nobody_can
        ],
        "possible": report.statically_possible,
        "total": report.total,
    }


def broken_by(ground: Ground, proposals: Sequence[engine.Booking], gone: Collection[int] = ()) -> list[tuple[int, str]]:
    """(interview, rule) of every proposed booking that cannot be held as things stand now; [] where all can.

    `proposals` take the place of what these interviews have now, those of `gone` lose theirs, everything else stays:
    what is wrong with it without the proposals is no reason to refuse them.
    """
    problem = ground.problem()
    changed = {one.round for one in proposals} | {str(pk) for pk in gone}
    standing = ground.standing()
    kept = [*problem.pinned, *(one for one in standing if one.round not in changed)]
    return sorted(_broken(problem, [*kept, *proposals]) - (_broken(problem, kept) if standing else set()))


def _broken(problem: Problem, bookings: Sequence[engine.Booking]) -> set[tuple[int, str]]:
    judged = engine.Schedule(tuple(bookings), (), 0, (), None, None, "", "")
    return {
        (int(one.round or 0), one.rule)
        for one in check(problem, judged)
        if not one.pinned and one.rule not in ABOUT_ITSELF
    }

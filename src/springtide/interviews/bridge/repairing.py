"""From an absence to the fewest moves: who only gets another panel, who moves, who loses their time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from springtide.interviews.bridge.packing import Reading
from springtide.interviews.bridge.planning import ABOUT_ITSELF, loads_of, placed
from springtide_engine import scheduling as engine
from springtide_engine.scheduling.problem import Step


@dataclass(frozen=True)
class Absence:
    """An interviewer or a room that is away from one instant to another."""

    person: int | None
    room: int | None
    begins: datetime
    ends: datetime

    def concerns(self, booking: engine.Booking) -> bool:
        """True where it takes something from this booking."""
        end = booking.start + timedelta(minutes=booking.minutes)
        mine = str(self.person) in booking.interviewers if self.person else booking.room == str(self.room)
        return mine and booking.start < self.ends and self.begins < end


@dataclass(frozen=True)
class Mended:
    """What a repair proposes. JSON but for the instants in `rows`."""

    before: dict[str, engine.Booking]
    after: dict[str, engine.Booking]
    schedule: engine.Schedule
    report: engine.RepairReport
    running: tuple[str, ...]
    problem: engine.Problem

    @property
    def engine(self) -> str:
        return self.schedule.engine_version

    @property
    def loads(self) -> list[dict[str, Any]]:
        return loads_of(self.problem, self.schedule)

    @property
    def shortfall(self) -> dict[str, Any]:
        return {}

    @property
    def figures(self) -> dict[str, Any]:
        report = self.report
        counts = {name: len(getattr(report, name)) for name in ("repanelled", "moved", "lost", "bystanders")}
        return {
            **counts,
            "kept": report.kept,
            "lower_bound": report.lower_bound,
            "concerned": counts["repanelled"] + counts["moved"] + counts["lost"],
            "running": [int(pk) for pk in self.running],
            "could_ask": len(report.asked),
            "could_save": len(report.saved),
        }

    def rows(self) -> Iterator[dict[str, Any]]:
        """Columns of one Proposal for each interview that changes."""
        bystanders = {pk for _candidate, pk in self.report.bystanders}
        for change, pairs in (
            ("repanelled", self.report.repanelled),
            ("moved", self.report.moved),
            ("lost", self.report.lost),
        ):
            for _candidate, pk in pairs:
                found = "bystander" if change == "moved" and pk in bystanders else change
                new = placed(self.after[pk]) if pk in self.after else {}
                yield {"interview_id": int(pk), "change": found, **new, **_old(self.before[pk])}


def mend(reading: Reading, absence: Absence, *, bystanders: bool, seed: int, step: Step) -> Mended:
    """Repair what the absence touches. Raises InvalidProblem, and whatever `step` raises.

    The problem was read after the absence was written down, so windows and hours are the new ones already.
    """
    problem, standing = _only_concerned(reading, absence)
    bookings = tuple(sorted([*problem.pinned, *standing], key=lambda one: (one.start, one.candidate, one.round)))
    before = engine.Schedule(bookings, (), 0, (), None, None, "", "")
    weights = {"bystander": 1.0} if bystanders else {}  # named is allowed
    policy = engine.Policy(seed=seed, weights=weights)
    after, report = engine.repair(problem, before, [_event(problem, absence)], policy, step)
    return Mended(
        before={one.round: one for one in bookings},
        after={one.round: one for one in after.bookings},
        schedule=after,
        report=report,
        running=tuple(one.round for one in problem.pinned if absence.concerns(one) and one.round in reading.running),
        problem=problem,
    )


def _only_concerned(reading: Reading, absence: Absence) -> tuple[engine.Problem, tuple[engine.Booking, ...]]:
    """What was not right before, and has nothing to do with the absence, is pinned: no repair asked for it."""
    problem, standing = reading.problem, reading.standing
    judged = engine.Schedule((*problem.pinned, *standing), (), 0, (), None, None, "", "")
    wrong = {one.round for one in engine.check(problem, judged) if not one.pinned and one.rule not in ABOUT_ITSELF}
    stays = {one.round for one in standing if one.round in wrong and not absence.concerns(one)}
    pinned = tuple(replace(one, pinned=True) for one in standing if one.round in stays)
    rest = tuple(one for one in standing if one.round not in stays)
    return replace(problem, pinned=(*problem.pinned, *pinned)), rest


def _event(problem: engine.Problem, absence: Absence) -> engine.Event:
    if absence.person is not None:
        person = next(one for one in problem.interviewers if one.id == str(absence.person))
        return engine.Event("interviewer", person.id, absence.begins, person.windows)
    room = next(one for one in problem.rooms if one.id == str(absence.room))
    return engine.Event("room", room.id, absence.begins, room.windows)


def _old(booking: engine.Booking) -> dict[str, Any]:
    old = placed(booking)
    return {
        "old_starts_at": old["starts_at"],
        "old_ends_at": old["ends_at"],
        "old_panel": old["panel"],
        "old_room_id": old["room_id"],
    }

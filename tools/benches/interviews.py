"""What scheduling costs and how near it comes to what anybody could do: made-up seasons, five seeds, CPU seconds.

Medians over the seeds; of groups (`tight_group_pp`) the worst of all groups and seeds. The compiler has run before.
The plain CP-SAT model and first-available plan the same seasons in the same run.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random
from statistics import median, pstdev
from typing import TypeVar

import numpy as np

from springtide_engine.scheduling import (
    Event,
    GroupCover,
    Interviewer,
    LoadCap,
    Policy,
    Problem,
    Schedule,
    Shortfall,
    Window,
    check,
    make_season,
    plan,
    repair,
    shortfall,
)
from springtide_engine.scheduling.bound import isolated
from springtide_engine.scheduling.frame import Normal
from springtide_engine.scheduling.normalise import normalise
from tools.benches.figures import Figure
from tools.benches.first_available import first_available
from tools.benches.mutations import Spoiler
from tools.benches.naive import naive

SEEDS = (1, 2, 3, 4, 5)
WALL, SEASON, TIGHT, XL, SHORT = (500, 66), (6000, 800), (6000, 480), (20_000, 2_667), (2000, 160)
NAIVE_SECONDS = 60.0
SPOILT_TIMES = 4  # each kind of mutation, for each seed
PROMISE = "our promise"
A = TypeVar("A")


def measure(kept: Path, *, seeds: Sequence[int] = SEEDS) -> Iterator[Figure]:
    """All figures; nothing is kept in `kept`."""
    _warm_up()
    yield from _wall(seeds)
    yield from _season(seeds)
    yield from _tight(seeds)
    yield from _xl(seeds)
    yield Figure("shortfall_closed_pp", median(map(_closed, seeds)), "pp", 0.5, source=PROMISE)


def timed(work: Callable[..., A], *what: object) -> tuple[A, float]:
    """The answer, and the CPU seconds it took."""
    begun = time.process_time()
    answer = work(*what)
    return answer, time.process_time() - begun


def _warm_up() -> None:
    """Compile what is compiled on first use: also the search, for which there must be something left to find."""
    problem = make_season(*WALL, 0)
    repair(problem, plan(problem), _drop_outs(problem, 0))


def _wall(seeds: Sequence[int]) -> Iterator[Figure]:
    covers, most, times, caught, broken = [], [], [], 0, 0
    for seed in seeds:
        problem = make_season(*WALL, seed)
        ours, seconds = timed(plan, problem)
        booked, its_seconds = naive(*WALL, seed, NAIVE_SECONDS)
        covers.append(len(ours.bookings) / max(booked, 1))
        # No planner books more than the bound: what is asked of `wall_500_cover_ratio` cannot be more than this.
        most.append((len(ours.bookings) if ours.bound is None else ours.bound.interviews) / max(booked, 1))
        times.append(its_seconds / seconds)
        spoiler = Spoiler(problem, ours, Random(seed))  # noqa: S311 - chance that can be repeated
        for _again in range(SPOILT_TIMES):
            for rule, whose, spoilt in spoiler.spoilt():
                broken += 1
                caught += rule in {violation.rule for violation in check(whose, spoilt)}
    yield Figure("wall_500_cover_ratio", median(covers), "× naive CP-SAT", 5.2, floor=True, source=PROMISE)
    yield Figure("wall_500_most_ratio", median(most), "× naive CP-SAT, by the bound")
    yield Figure("wall_500_time_ratio", median(times), "× naive CP-SAT", 200, floor=True, source=PROMISE)
    yield Figure("check_catches", 100 * caught / broken, f"% of {broken}", 99, floor=True, source=PROMISE)


def _season(seeds: Sequence[int]) -> Iterator[Figure]:
    found: dict[str, list[float]] = {}
    for seed in seeds:
        problem = make_season(*SEASON, seed)
        first, whole = timed(plan, problem, Policy(iterations=0, bound=False))
        faults, checking = timed(check, problem, first)
        schedule, total = timed(plan, problem)
        events = _drop_outs(problem, seed)
        (mended, _report), mending = timed(repair, problem, schedule, events, Policy(bound=False))
        (again, report), proving = timed(repair, problem, schedule, events)
        theirs = first_available(problem)
        if again != mended or report.lower_bound is None:
            raise RuntimeError("the bound belongs to another repair, or there is none")
        if faults or check(problem, theirs) or len(theirs.bookings) > len(schedule.bookings):
            raise RuntimeError("a plan broke a rule or booked less than first-available: the loads cannot be compared")
        for name, value in (
            ("season_gap_pp", _gap(schedule)),
            # Reading, placing everybody, evening the load out and writing down; `plan` then checks all, timed apart.
            ("season_construct_s", whole - checking),
            ("season_check_s", checking),
            ("season_total_s", total),
            ("repair_ratio", (len(report.moved) + len(report.lost)) / max(report.lower_bound, 1)),
            ("repair_bystanders", len(report.bystanders)),
            # The plan mended; how far it is from what anybody could do is asked, and timed, apart.
            ("repair_s", mending),
            ("repair_proof_s", proving - mending),
            ("load_std_ratio", _spread(problem, schedule) / _spread(problem, theirs)),
            ("first_wait_ratio", _wait(problem, schedule) / _wait(problem, theirs)),
        ):
            found.setdefault(name, []).append(value)
    for name, unit, limit in (
        ("season_gap_pp", "pp", 0.2),
        ("season_construct_s", "CPU-s", 1),
        ("season_check_s", "CPU-s", 1),
        ("season_total_s", "CPU-s", 15),
        ("repair_ratio", "× LP bound", 1.4),
        ("repair_bystanders", "candidates", 20),
        ("repair_s", "CPU-s", 5),
        ("repair_proof_s", "CPU-s", 15),
        ("load_std_ratio", "× first-available", 0.6),
        ("first_wait_ratio", "× first-available", 1),
    ):
        yield Figure(name, median(found[name]), unit, limit, source=PROMISE)


def _tight(seeds: Sequence[int]) -> Iterator[Figure]:
    gaps, totals, groups = [], [], []
    for seed in seeds:
        problem = make_season(*TIGHT, seed)
        schedule, seconds = timed(plan, problem)
        gaps.append(_gap(schedule))
        totals.append(seconds)
        groups += [100 * (_most(one) - one.placed) / one.total for one in schedule.groups]
    yield Figure("tight_gap_pp", median(gaps), "pp", 2.5, source=PROMISE)
    yield Figure("tight_group_pp", max(groups), "pp, worst group and seed", 5, source=PROMISE)
    yield Figure("tight_total_s", median(totals), "CPU-s", 60, source=PROMISE)


def _most(cover: GroupCover) -> int:
    """A group's own bound; without one all its rounds, which is the stricter measure."""
    return cover.total if cover.bound is None else cover.bound


def _xl(seeds: Sequence[int]) -> Iterator[Figure]:
    gaps, totals = [], []
    for seed in seeds:
        problem = make_season(*XL, seed)
        schedule, seconds = timed(plan, problem)
        gaps.append(_gap(schedule))
        totals.append(seconds)
    yield Figure("xl_gap_pp", median(gaps), "pp", 0.1, source=PROMISE)
    yield Figure("xl_total_s", median(totals), "CPU-s", 20, source=PROMISE)


def _gap(schedule: Schedule) -> float:
    if schedule.gap is None:
        raise RuntimeError("a plan without a bound proves nothing")
    return schedule.gap


def _drop_outs(problem: Problem, seed: int) -> list[Event]:
    """One interviewer in twenty leaves."""
    names = [one.id for one in problem.interviewers]
    chance = Random(seed)  # noqa: S311 - chance that can be repeated
    return [Event("interviewer", name) for name in chance.sample(names, len(names) // 20)]


def _spread(problem: Problem, schedule: Schedule) -> float:
    """Standard deviation of the hours that interviewers carry."""
    hours = dict.fromkeys((one.id for one in problem.interviewers), 0.0)
    for booking in schedule.bookings:
        for name in booking.interviewers:
            hours[name] += booking.minutes / 60
    return pstdev(hours.values())


def _wait(problem: Problem, schedule: Schedule) -> float:
    """Days from the beginning to a candidate's first interview, in the median."""
    first = {one.candidate: one.start for one in reversed(schedule.bookings)}
    return median((start - problem.grid.origin_utc) / timedelta(days=1) for start in first.values())


def _closed(seed: int) -> float:
    """How far from all that was statically possible a plan stays once the hours reported are there. Rounds that only
    the people added make possible do not count."""
    problem = make_season(*SHORT, seed)
    normal, report = normalise(problem), shortfall(problem)
    possible = {_key(normal, task) for task in np.flatnonzero(isolated(normal)).tolist()}
    added = [person for number, cell in enumerate(report.cells) for person in _people(number, cell)]
    schedule = plan(replace(problem, interviewers=(*problem.interviewers, *added)))
    missing = possible - {(one.candidate, one.round) for one in schedule.bookings}
    return 100 * len(missing) / report.total


def _key(normal: Normal, task: int) -> tuple[str, str]:
    candidate, spec = normal.rounds[task]
    return normal.candidates[candidate].id, spec.id


def _people(number: int, cell: Shortfall) -> Iterator[Interviewer]:
    """Interviewers with the hours of one cell and no more, eight interviews each at most. Hours are told by week, so
    these people are there at all hours of it. A merged cell does not say which seats lack: nobody could be asked for
    them, and nobody is added."""
    if cell.seat is None or cell.interviews_unlocked is None:
        return
    monday = datetime.combine(cell.week, clock(), UTC)
    interviews = cell.interviews_unlocked  # of some length each: in hours, what the cell says
    people = -(-interviews // 8)
    for one in range(people):
        yield Interviewer(
            id=f"added-{number}-{one}",
            site=cell.site or "elsewhere",
            tz="UTC",
            skills=frozenset({cell.seat.skill}),
            divisions=frozenset({cell.seat.division} if cell.seat.division else ()),
            languages=frozenset({cell.seat.language}),
            windows=(Window(monday, monday + timedelta(days=5), "UTC"),),
            cap=LoadCap(per_week=interviews // people + (one < interviews % people)),
        )

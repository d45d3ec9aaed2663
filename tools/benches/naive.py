"""The plain model of the textbook, for comparison: CP-SAT with a start for each interview and an optional interval for
each person who could sit on a seat. It runs in a process of its own, which is killed where it outlives its time:
limits of the solver itself have been overrun by an hour (google/or-tools issue 5163).
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from typing import Any

from springtide_engine.scheduling.season import make_season
from tools.benches.slots import Slots

GRACE = 60.0


def naive(n: int, m: int, seed: int, seconds: float) -> tuple[int, float]:
    """(interviews booked, CPU seconds with building) of one season; 0 where nothing was found or it was killed."""
    command = [sys.executable, "-m", "tools.benches.naive", str(n), str(m), str(seed), str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=4 * (seconds + GRACE))
    except subprocess.TimeoutExpired:
        return 0, seconds
    answer = json.loads(done.stdout)
    return int(answer["booked"]), float(answer["cpu"])


def _model(slots: Slots) -> tuple[Any, list[Any]]:
    """The model, and one variable for each interview: is it booked?"""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a part of the benches only

    model = cp_model.CpModel()
    held: list[Any] = []
    busy: dict[int, list[Any]] = defaultdict(list)
    days: dict[tuple[int, int], list[Any]] = defaultdict(list)
    weeks: dict[tuple[int, int], list[Any]] = defaultdict(list)
    rooms: dict[str, list[Any]] = defaultdict(list)
    able = {length: slots.starts(slots.free, length) for length in range(1, 9)}
    for candidate in slots.problem.candidates:
        free, day = slots.free_of(candidate), slots.day(candidate.tz)
        before, met, first_day = None, defaultdict(list), None
        for spec in candidate.rounds:
            length = slots.length(candidate, spec)
            possible = [k for k, there in enumerate(slots.starts(free, length)) if there] or [0]
            start = model.new_int_var_from_domain(cp_model.Domain.from_values(possible), "")
            booked = model.new_bool_var("")
            if not slots.starts(free, length).any():
                model.add(booked == 0)
            if before is not None:
                model.add_implication(booked, before[1])
                gap = before[2] + slots.slots(spec.gap_min)
                model.add(start >= before[0] + gap).only_enforce_if(booked)
            if candidate.day_policy == "same":
                on = model.new_int_var(int(day.min()), int(day.max()), "")
                model.add_allowed_assignments([start, on], [(k, int(day[k])) for k in possible])
                if first_day is not None:
                    model.add(on == first_day).only_enforce_if(booked)
                first_day = on if first_day is None else first_day
            in_panel: dict[int, list[Any]] = defaultdict(list)
            for seat in spec.seats:
                sits = []
                for row in slots.eligible(seat):
                    person = slots.people[row]
                    starts = [k for k in possible if able[length][row, k]]
                    if person.id in candidate.conflicts or not starts:
                        continue
                    here = model.new_bool_var("")
                    buffer = slots.slots(person.cap.buffer_min)
                    busy[row].append(model.new_optional_fixed_size_interval_var(start, length + buffer, here, ""))
                    model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(starts)).only_enforce_if(
                        here
                    )
                    calendar, week = slots.day(person.tz), slots.week(person.tz)
                    for period, caps in ((calendar, days), (week, weeks)):
                        of = sorted({int(period[k]) for k in starts})
                        parts = [model.new_bool_var("") for _one in of]
                        model.add(sum(parts) == here)
                        for each, part in zip(of, parts, strict=True):
                            inside = [k for k in starts if period[k] == each]
                            model.add_linear_expression_in_domain(
                                start, cp_model.Domain.from_values(inside)
                            ).only_enforce_if(part)
                            caps[row, each].append(part)
                    sits.append(here)
                    in_panel[row].append(here)
                    met[row].append(here)
                model.add(sum(sits) == booked)
            for here in in_panel.values():
                model.add_at_most_one(here)
            if spec.mode == "onsite":
                turnover = max((room.turnover_min for room in slots.problem.rooms), default=0)
                size = length + slots.slots(turnover)
                rooms[str(spec.site)].append(model.new_optional_fixed_size_interval_var(start, size, booked, ""))
            held.append(booked)
            before = (start, booked, length)
        for here in met.values():
            model.add_at_most_one(here)
    for own in busy.values():
        model.add_no_overlap(own)
    for caps, which in ((days, "per_day"), (weeks, "per_week")):
        for (row, _period), own in caps.items():
            limit = getattr(slots.people[row].cap, which)
            if limit is not None:
                model.add(sum(own) <= limit)
    for site, own in rooms.items():
        model.add_cumulative(own, [1] * len(own), sum(room.site == site for room in slots.problem.rooms))
    model.maximize(sum(held))
    return model, held


def _answer(argv: list[str]) -> None:
    from ortools.sat.python import cp_model  # noqa: PLC0415

    begun = time.process_time()
    model, held = _model(Slots(make_season(int(argv[0]), int(argv[1]), int(argv[2]))))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, float(argv[3])
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    booked = sum(solver.value(one) for one in held) if found else 0
    print(json.dumps({"booked": booked, "cpu": time.process_time() - begun}))


if __name__ == "__main__":
    _answer(sys.argv[1:])

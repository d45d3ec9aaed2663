"""The plain model of the textbook, for comparison: CP-SAT with a start for each interview and an optional interval for
each person who could sit on a seat. It runs in a process of its own, which is killed where it outlives its time:
limits of the solver itself have been overrun by an hour (google/or-tools issue 5163).
"""

import json
import subprocess
import sys
import threading
import time
from collections import defaultdict
from typing import Any

from springtide_engine.scheduling.problem import Candidate, RoundSpec
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


class _Model:
    """The model: `held` has one variable for each interview, is it booked?"""

    def __init__(self, slots: Slots) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - a part of the benches only

        self.slots, self.domain, self.model = slots, cp_model.Domain.from_values, cp_model.CpModel()
        self.held: list[Any] = []
        self.busy: dict[int, list[Any]] = defaultdict(list)
        self.caps: dict[tuple[str, int, int], list[Any]] = defaultdict(list)
        self.rooms: dict[str, list[Any]] = defaultdict(list)
        lengths = {slots.length(one, spec) for one in slots.problem.candidates for spec in one.rounds}
        self.able = {length: slots.starts(slots.free, length) for length in lengths}
        for candidate in slots.problem.candidates:
            self._candidate(candidate)
        self._limits()
        self.model.maximize(sum(self.held))

    def _candidate(self, candidate: Candidate) -> None:
        """Rounds in order, each after the one before, on one day where it must be; nobody twice."""
        slots, model = self.slots, self.model
        free, day = slots.free_of(candidate), slots.day(candidate.tz)
        before: tuple[Any, Any, int] | None = None
        first_day = None
        met: dict[int, list[Any]] = defaultdict(list)
        for spec in candidate.rounds:
            length = slots.length(candidate, spec)
            starts = [int(k) for k in slots.starts(free, length).nonzero()[0]]
            start, booked = model.new_int_var_from_domain(self.domain(starts or [0]), ""), model.new_bool_var("")
            if not starts:
                model.add(booked == 0)
            if before is not None:
                model.add_implication(booked, before[1])
                model.add(start >= before[0] + before[2] + slots.slots(spec.gap_min)).only_enforce_if(booked)
            if candidate.day_policy == "same":
                on = model.new_int_var(int(day.min()), int(day.max()), "")
                model.add_allowed_assignments([start, on], [(k, int(day[k])) for k in starts or [0]])
                first_day = on if first_day is None else first_day
                model.add(on == first_day).only_enforce_if(booked)
            self._panel(candidate, spec, starts, start, booked, met)
            self._room(spec, length, start, booked)
            self.held.append(booked)
            before = (start, booked, length)
        for here in met.values():
            model.add_at_most_one(here)

    def _panel(
        self,
        candidate: Candidate,
        spec: RoundSpec,
        starts: list[int],
        start: Any,
        booked: Any,
        met: dict[int, list[Any]],
    ) -> None:
        length = self.slots.length(candidate, spec)
        for seat in spec.seats:
            sits = []
            for row in self.slots.eligible(seat):
                there = [k for k in starts if self.able[length][row, k]]
                if there and self.slots.people[row].id not in candidate.conflicts:
                    here = self.model.new_bool_var("")
                    self._sits(row, here, start, length, there)
                    sits.append(here)
                    met[row].append(here)
            self.model.add(sum(sits) == booked)

    def _sits(self, row: int, here: Any, start: Any, length: int, starts: list[int]) -> None:
        """Somebody's optional interval, and the day and week it counts to."""
        slots, model, person = self.slots, self.model, self.slots.people[row]
        size = length + slots.slots(person.cap.buffer_min)
        self.busy[row].append(model.new_optional_fixed_size_interval_var(start, size, here, ""))
        model.add_linear_expression_in_domain(start, self.domain(starts)).only_enforce_if(here)
        for name, period in (("per_day", slots.day(person.tz)), ("per_week", slots.week(person.tz))):
            parts = []
            for each in sorted({int(period[k]) for k in starts}):
                part = model.new_bool_var("")
                inside = self.domain([k for k in starts if period[k] == each])
                model.add_linear_expression_in_domain(start, inside).only_enforce_if(part)
                self.caps[name, row, each].append(part)
                parts.append(part)
            model.add(sum(parts) == here)

    def _room(self, spec: RoundSpec, length: int, start: Any, booked: Any) -> None:
        if spec.mode == "onsite":
            size = length + self.slots.slots(max(room.turnover_min for room in self.slots.problem.rooms))
            interval = self.model.new_optional_fixed_size_interval_var(start, size, booked, "")
            self.rooms[str(spec.site)].append(interval)

    def _limits(self) -> None:
        for own in self.busy.values():
            self.model.add_no_overlap(own)
        for (name, row, _period), own in self.caps.items():
            limit = getattr(self.slots.people[row].cap, name)
            if limit is not None:
                self.model.add(sum(own) <= limit)
        for site, own in self.rooms.items():
            here = sum(room.site == site for room in self.slots.problem.rooms)
            self.model.add_cumulative(own, [1] * len(own), here)


def _answer(argv: list[str]) -> None:
    from ortools.sat.python import cp_model  # noqa: PLC0415

    begun = time.process_time()
    made = _Model(Slots(make_season(int(argv[0]), int(argv[1]), int(argv[2]))))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    threading.Thread(target=_stop, args=(solver, time.process_time() + float(argv[3])), daemon=True).start()
    found = solver.solve(made.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    booked = sum(solver.value(one) for one in made.held) if found else 0
    print(json.dumps({"booked": booked, "cpu": time.process_time() - begun}))


def _stop(solver: Any, end: float) -> None:
    """End the search after so many CPU seconds: the solver's own limit counts wall time, in which a busy machine does
    less."""
    while time.process_time() < end:
        time.sleep(0.1)
    solver.stop_search()


if __name__ == "__main__":
    _answer(sys.argv[1:])

"""What matching costs on one core, and how that compares with open peers on the same market with the same answer."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from springtide_engine.matching import draw_lots
from springtide_engine.matching.deferred_acceptance import Prepared, lay_levels, prepare
from tools.benches import peers, pipeline
from tools.benches.figures import Figure, median_of
from tools.benches.markets import market
from tools.benches.optimum import measure_optimum

PROMISE = "our promise"
ROUNDS = 5
ROOT = Path(__file__).resolve().parents[2]
PEERS: tuple[tuple[str, Callable[..., peers.Answer], tuple[tuple[str, int, int, int], ...], str], ...] = (
    ("matching", peers.with_matching, (("1k", 1_000, 50, 300), ("3k", 3_000, 100, 1_000)), "3k"),
    (
        "algmatch",
        peers.with_algmatch,
        (("1k", 1_000, 50, 300), ("3k", 3_000, 100, 1_000), ("10k", 10_000, 300, 3_000)),
        "10k",
    ),
)


def measure(kept: Path) -> Iterator[Figure]:
    """All figures of the bench `allocation`."""
    yield from measure_matching(kept)
    yield from measure_optimum()


def measure_matching(kept: Path) -> Iterator[Figure]:
    yield from _deferred_acceptance()
    yield from _pipeline(kept / "allocation")
    yield from _ratios()


def _deferred_acceptance() -> Iterator[Figure]:
    """From an ordered market (rank and position of every choice) to the ranks held; ordering is in the pipeline."""
    _ready(1_000, 50, 300).applicants()  # compiles
    yield Figure("da_100k_ms", _cost(_ready(100_000, 600, 3_000).applicants) * 1e3, "CPU-ms", 1.5, source=PROMISE)
    yield Figure("da_1m_ms", _cost(_ready(*pipeline.SIZE).applicants) * 1e3, "CPU-ms", 25, source=PROMISE)
    balanced = _ready(1_000_000, 60_000, 1_000_000, popularity=0)
    yield Figure("da_balanced_1m_ms", _cost(balanced.applicants) * 1e3, "CPU-ms", 300, source=PROMISE)


def _pipeline(folder: Path) -> Iterator[Figure]:
    """Each run is a process of its own; starting Python and loading the compiled loops is not counted."""
    pipeline.write(folder, market(*pipeline.SIZE))
    runs = [_child(folder, "parquet") for _round in range(ROUNDS)]
    yield Figure("pipeline_1m_s", median(run["total"] for run in runs), "CPU-s", 1.0, source=PROMISE)
    yield Figure("pipeline_1m_mb", max(run["peak_mb"] for run in runs), "MB", 700, source=PROMISE)
    for step in ("read", "ranks", "match", "certificate", "table"):
        yield Figure(f"pipeline_1m_{step}_s", median(run[step] for run in runs), "CPU-s")
    yield Figure("pipeline_csv_1m_s", _child(folder, "csv")["total"], "CPU-s")


def _child(folder: Path, kind: str) -> dict[str, float]:
    path = os.pathsep.join(str(place) for place in (ROOT / "src", ROOT))
    words = [sys.executable, "-m", "tools.benches.pipeline", str(folder), kind]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _ratios() -> Iterator[Figure]:
    """Both are given lists in order, and build and solve from there; the peers once, we as median of many."""
    for name, solve, sizes, promised in PEERS:
        for label, people, places, seats in sizes:
            ready = _ready(people, places, seats)
            answer, build, solving = solve(ready.market, ready.levels[0].order)
            if answer != _assignment(ready):
                raise AssertionError(f"{name} and we differ at {label}")
            ours = _cost(lambda ready=ready: prepare(ready.market, ready.levels).applicants(), repeat=20)  # type: ignore[misc]
            alone = _cost(ready.applicants, repeat=20)
            limit = 1_000 if label == promised else None
            source = PROMISE if limit else ""
            yield Figure(f"ratio_{name}_{label}", (build + solving) / ours, "times", limit, floor=True, source=source)
            yield Figure(f"ratio_{name}_{label}_solve", solving / alone, "times")


def _assignment(ready: Prepared) -> list[int]:
    order, problem = ready.levels[0].order, ready.market
    entries = order.entry[np.flatnonzero(ready.applicants())]
    assignment = np.full(problem.applicants, -1)
    assignment[problem.owners[entries]] = problem.positions[entries]
    found: list[int] = assignment.tolist()
    return found


def _ready(applicants: int, positions: int, seats: int, **more: Any) -> Prepared:
    problem = market(applicants, positions, seats, **more)
    return prepare(problem, lay_levels(problem, draw_lots(problem, seed=1), fast=True))


def _cost(work: Callable[[], object], repeat: int = 1) -> float:
    """CPU seconds of one of `repeat` in a row, median of five after one that warms up."""

    def once() -> float:
        start = process_time()
        for _again in range(repeat):
            work()
        return (process_time() - start) / repeat

    work()
    return median_of(ROUNDS, once)

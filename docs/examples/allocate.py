"""Seat a cohort from two tables, with a certificate and a reason: `python docs/examples/allocate.py [PEOPLE] [FOLDER]`.

Writes a made-up cohort (100,000 people, 600 openings, 3,000 seats) as Parquet where polars is installed, else as CSV,
reads it back, matches it, has other code check the answer and writes the result beside it. Yours needs the same
columns: `applicant, choice, position, score` (empty: not accepted there) and `position, seats`.
"""

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np

from springtide_engine.matching import alternatives, deferred_acceptance, explain, from_frames, summarise, verify

try:
    import polars as pl
except ImportError:
    pl = None


def read(path):
    """A table that gives columns by name; arrays by `numpy.genfromtxt` where polars is absent."""
    if pl is not None:
        return pl.read_parquet(path.with_suffix(".parquet"))
    table = np.genfromtxt(path.with_suffix(".csv"), delimiter=",", names=True, dtype=None, encoding="utf-8")
    return {name: table[name] for name in table.dtype.names}


def write(path, columns):
    if pl is not None:
        pl.DataFrame(columns).write_parquet(path.with_suffix(".parquet"))
        return
    with path.with_suffix(".csv").open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(zip(*(values.tolist() for values in columns.values()), strict=True))


def invent(folder, people):
    """Everybody ranks six openings; scores are whole points from 0 to 10,000."""
    random = np.random.default_rng(2026)
    openings = max(people * 600 // 100_000, 6)
    listed = (random.integers(0, openings, (people, 1)) + np.arange(6) * (openings // 6)) % openings
    write(
        folder / "applications",
        {
            "applicant": np.repeat(np.arange(people), 6),
            "choice": np.tile(np.arange(1, 7), people),
            "position": listed.ravel(),
            "score": random.integers(0, 10_001, people * 6),
        },
    )
    write(folder / "positions", {"position": np.arange(openings), "seats": np.full(openings, 5)})


def main(people, folder):
    invent(folder, people)
    tables = from_frames(read(folder / "applications"), read(folder / "positions"))
    allocation = deferred_acceptance(tables.market, seed=2026)
    certificate = verify(tables.market, allocation.assignment, allocation.lottery)
    if not certificate.passed:
        raise SystemExit(f"not stable: {certificate.counts}")
    write(folder / "result", allocation.to_columns(tables.applicant_ids, tables.position_ids))

    figures = summarise(tables.market, allocation)
    print(f"{figures.placed} of {figures.applicants} people have a seat, of {figures.seats} seats")
    print(f"first choice {figures.by_rank[0]}, one of the first three {figures.rank_distribution[2]}")
    print(f"{certificate.pairs_checked} choices checked: no person and opening would rather have each other")
    print(f"{alternatives(tables.market, allocation).people} people have more than one stable seat")
    unplaced = int(np.flatnonzero(allocation.assignment < 0)[0])
    for reason in explain(tables.market, allocation, unplaced):
        print(f"applicant {tables.applicant_ids[unplaced]}, choice {reason.choice}: {reason.verdict}, {reason.margin}")


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as made:
        main(size, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(made))

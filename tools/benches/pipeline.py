"""Parquet to ranks, match, certificate and result table, once, in a process of its own: prints what it cost as JSON."""

import json
import os
import resource
import sys
from pathlib import Path
from time import process_time

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from springtide_engine.matching import Market, deferred_acceptance, from_frames, verify

SIZE = (1_000_000, 3_000, 30_000)


def write(folder: Path, market: Market) -> None:
    """Lay down a market as two tables."""
    folder.mkdir(parents=True, exist_ok=True)
    owners = np.repeat(np.arange(market.applicants, dtype=np.int32), market.lengths)
    entries = np.arange(owners.size) - market.offsets[owners]
    table = pl.DataFrame(
        {
            "applicant": owners,
            "choice": (entries + 1).astype(np.int8),
            "position": market.positions,
            "score": market.scores.astype(np.int32),
        }
    )
    table.write_parquet(folder / "applications.parquet")
    table.write_csv(folder / "applications.csv")
    seats = pl.DataFrame({"position": np.arange(market.capacities.size), "seats": market.capacities})
    seats.write_parquet(folder / "positions.parquet")


def run(folder: Path, kind: str) -> dict[str, float]:
    """CPU seconds of each step and the peak memory of the process in MB, Python and all parts included."""
    loops = Market.from_lists([[(0, 1)]], [1])
    deferred_acceptance(loops, seed=1, path="compiled")  # loads the compiled loops, or compiles them
    marks = [process_time()]
    source = folder / f"applications.{kind}"
    applications = pl.read_parquet(source) if kind == "parquet" else pl.read_csv(source)
    positions = pl.read_parquet(folder / "positions.parquet")
    marks.append(process_time())
    tables = from_frames(applications, positions)
    del applications
    marks.append(process_time())
    allocation = deferred_acceptance(tables.market, seed=1, path="compiled")
    marks.append(process_time())
    certificate = verify(tables.market, allocation.assignment, allocation.lottery)
    marks.append(process_time())
    result = pl.DataFrame(allocation.to_columns(tables.applicant_ids, tables.position_ids))
    result.write_parquet(folder / "result.parquet")
    marks.append(process_time())
    if not certificate.passed or result.height != tables.market.applicants:
        raise AssertionError(certificate)
    steps = dict(zip(("read", "ranks", "match", "certificate", "table"), np.diff(marks).tolist(), strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return steps | {"total": marks[-1] - marks[0], "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2])))

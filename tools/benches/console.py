"""What the pages of the console cost the lead of an intake with a hundred thousand applications."""

from collections.abc import Iterator
from pathlib import Path

from tools.benches.figures import Figure
from tools.benches.ground import ask, environment, sample

PROMISE = "our promise"


def measure(kept: Path, *, applications: int = 100_000, rounds: int = 5) -> Iterator[Figure]:
    """Queries and CPU time of each page; only reads, so the sample is used where it is kept."""
    pages = ask(environment(sample(kept, applications)), "console", rounds=rounds)
    for page, cost in pages.items():
        yield Figure(f"{page}_queries", cost["queries"], "queries", 19, source=PROMISE)
        yield Figure(f"{page}_cpu_ms", cost["cpu_ms"], "CPU-ms", 300, source=PROMISE)

"""What the public site costs: pages for each second of processor, queries, bytes of a first visit.

The limits are what the quickest of three open peers did on two shared cores on 2026-11-23: OpenCATS 0.9.7.4, moved to
PHP 8.2, one process, 600 job orders: 121 lists and 141 positions a CPU-second, 98 kB of page and 100 kB of assets.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tools.benches.figures import Figure, median_of
from tools.benches.ground import ask, copy_of, environment, sample
from tools.benches.load import fetch
from tools.benches.server import Server, serving
from tools.benches.visit import first_visit

CLIENTS = 16  # as many connections as the peers were measured with
TWICE = "2 x OpenCATS"
ONCE = "OpenCATS"


def measure(kept: Path, *, applications: int = 2000, pages: int = 400, rounds: int = 3) -> Iterator[Figure]:
    """`pages`: how many are asked for in a round; ten times as many where they are cached."""
    with copy_of(sample(kept, applications)) as data:
        env = environment(data)
        asked = ask(env, "careers")
        with serving(env) as server:
            listing, fresh = asked["list"], count()

            def uncached(addresses: list[str]) -> float:
                # A parameter nobody reads: the same page, but a name the page cache has not seen.
                paths = [f"{addresses[n % len(addresses)]}?bench={next(fresh)}" for n in range(pages)]
                return _pages_per_second(server, paths)

            _pages_per_second(server, [listing, *asked["positions"]])
            cached = median_of(rounds, lambda: _pages_per_second(server, [listing] * pages * 10))
            yield Figure("list_cached_rps_cpu", cached, "pages/CPU-s", 242, floor=True, source=TWICE)
            lists = median_of(rounds, lambda: uncached([listing]))
            yield Figure("list_uncached_rps_cpu", lists, "pages/CPU-s", 242, floor=True, source=TWICE)
            positions = median_of(rounds, lambda: uncached(asked["positions"]))
            yield Figure("position_uncached_rps_cpu", positions, "pages/CPU-s", 141, floor=True, source=ONCE)
            yield Figure("list_queries", asked["list_queries"], "queries", 10, source="our goal")
            kilobytes = sum(first_visit(server.port, listing).values()) / 1000
            yield Figure("first_visit_kb", kilobytes, "kB", 198, source="OpenCATS")


def _pages_per_second(server: Server, paths: list[str]) -> float:
    before = server.cpu()
    fetch(server.port, paths, CLIENTS)
    return len(paths) / max(server.cpu() - before, 0.01)

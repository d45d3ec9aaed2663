"""How many applications a second are taken, from form to receipt, and whether any is lost or taken twice.

The web server runs alone: what it puts into the outbox (letters, résumés to read) waits, as it may. The limits are
those of `careers`: OpenCATS took 15 to 16 applications a second, for 28 ms of processor and 30 in its database.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tools.benches import ground
from tools.benches.applicants import apply
from tools.benches.figures import Figure
from tools.benches.ground import Env, ask
from tools.benches.postgres import postgres
from tools.benches.server import Server, serving
from tools.launcher import intake

OPENCATS = {1: 16.2, 8: 16.1, 16: 15.0}
PEER = "OpenCATS"


def measure(
    kept: Path, *, applications: int = 2000, people: int = 48, rounds: int = 3, on_postgres: bool = True
) -> Iterator[Figure]:
    """`people`: how many apply in a round; half as many where they come one after the other."""
    with ground.copy_of(ground.sample(kept, applications)) as data:
        env = ground.environment(data)
        yield from _measure(env, "", people, rounds)
        if on_postgres:
            yield from _beside_postgres(env, applications, people, rounds)


def _beside_postgres(env: Env, applications: int, people: int, rounds: int) -> Iterator[Figure]:
    with postgres(env) as address:
        if address:
            env = env | {"SPRINGTIDE_DATABASE_URL": address}
            intake.manage(ground.PYTHON, env, "migrate", "--no-input", "--verbosity=0")
            intake.manage(ground.PYTHON, env, "load_sample", "--applications", str(applications))
            yield from _measure(env, "_pg", people, rounds)


def _measure(env: Env, suffix: str, people: int, rounds: int) -> Iterator[Figure]:
    counts = {clients: people // (2 if clients == 1 else 1) for clients in OPENCATS}
    asked = ask(env, "applicants", count=2 + sum(counts.values()) * rounds + max(OPENCATS))
    sessions = iter(asked["sessions"])
    receipts: dict[str, list[str]] = {}
    with serving(env) as server:

        def come(count: int, clients: int, **how: Any) -> float:
            mine = [next(sessions) for _person in range(count)]
            done = apply(server.port, asked["form"], asked["openings"], mine, clients=clients, **how)
            receipts.update(done["receipts"])
            return float(count / done["seconds"])

        come(2, 1)
        spent: list[float] = []
        for clients, count in counts.items():
            before = server.cpu()
            rates = [come(count, clients) for _round in range(rounds)]
            spent.append(_milliseconds_each(server, before, count * rounds))
            yield Figure(
                f"submits_per_s_{clients}{suffix}", median(rates), "1/s", OPENCATS[clients], floor=True, source=PEER
            )
        limit = None if suffix else 60  # beside PostgreSQL it would leave out what the database takes
        yield Figure(f"submit_cpu_ms{suffix}", median(spent), "CPU-ms", limit, source="OpenCATS")
        come(max(OPENCATS), max(OPENCATS), twice=True)
    found = ask(env, "kept", receipts=receipts)
    yield Figure(f"lost{suffix}", found["lost"], "receipts", 0, source="our promise")
    yield Figure(f"doubled{suffix}", found["doubled"], "applications", 0, source="our promise")


def _milliseconds_each(server: Server, before: float, count: int) -> float:
    return (server.cpu() - before) / count * 1000

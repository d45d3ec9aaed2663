"""Measured figures beside the limits they are held to: as JSON, or as a table for people."""

import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measured value. `limit`: the most it may be, or with `floor` the least; None where nothing is asked.

    `source` says whose limit it is: the project's own promise, or a figure measured on a peer.
    """

    id: str
    value: float
    unit: str
    limit: float | None = None
    floor: bool = False
    source: str = ""

    @property
    def ok(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.floor else self.value <= self.limit

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "value": self.value, "unit": self.unit, "limit": self.limit, "ok": self.ok}


def report(bench: str, figures: Iterable[Figure]) -> dict[str, Any]:
    """What `--json` prints."""
    return {"bench": bench, "machine": machine(), "figures": [figure.as_json() for figure in figures]}


def machine() -> str:
    """The machine in one line. The load says how far the wall clock can be trusted."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}{load}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def show(bench: str, figures: Iterable[Figure], console: Console) -> None:
    """Print the table."""
    table = Table(title=f"bench {bench}", caption=machine(), title_justify="left", caption_justify="left")
    table.add_column("figure")
    table.add_column("measured", justify="right")
    table.add_column("limit", justify="right")
    table.add_column("")
    table.add_column("whose limit", style="dim")
    for figure in figures:
        limit = "" if figure.limit is None else f"{'≥' if figure.floor else '≤'} {_number(figure.limit)}"
        mark = "" if figure.limit is None else "[green]kept[/green]" if figure.ok else "[red]missed[/red]"
        table.add_row(figure.id, f"{_number(figure.value)} {figure.unit}", limit, mark, figure.source)
    console.print(table)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def median_of(rounds: int, once: Callable[[], float]) -> float:
    """The middle of so many measurements."""
    return median(once() for _round in range(rounds))

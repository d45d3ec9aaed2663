"""Two to four runs side by side: figures, ranks obtained, targets, people who sit elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from springtide.allocation.forms.runs import MOST_COMPARED, chosen_runs
from springtide.allocation.models import Run
from springtide.allocation.queries import SEERS, differing, runs_for
from springtide.allocation.sentences import Aim, aims
from springtide.allocation.views.runs import rank_rows, what_changed
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui import charts
from springtide.foundation.ui.drawing import Chart
from springtide.foundation.ui.paging import paginate
from springtide.planning.queries import intake_for, scope_names
from springtide.planning.targets import Names, number

LISTED = 50  # runs offered for choosing, the latest


@dataclass(frozen=True)
class Column:
    """One run with what its head says."""

    run: Run
    changed: list[str]
    aims: dict[str, Aim]


@dataclass(frozen=True)
class Line:
    """One figure across the runs; `moved` where they are not all the same."""

    words: str
    values: list[str]

    @property
    def moved(self) -> bool:
        return len(set(self.values)) > 1


@needs_role(*SEERS)
@require_safe
def compare(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = runs_for(request.user, found).filter(state__in=["proposed", "published"])
    runs = chosen_runs(request.GET, rows)
    page = paginate(rows, request.GET.get("page"), LISTED)
    context: dict[str, Any] = {"intake": found, "page": page, "chosen": {run.pk for run in runs}, "most": MOST_COMPARED}
    if len(runs) > 1:
        names = scope_names(found)
        columns = [column(run, names) for run in runs]
        context |= {
            "columns": columns,
            "lines": [*lines([run.figures for run in runs]), elsewhere(runs)],
            "targets": target_lines(columns),
            "ranks": ranks(runs),
        }
    return render(request, "allocation/compare.html", context)


def column(run: Run, names: Names) -> Column:
    changed = what_changed(run, names) if run.what_if else []
    return Column(run, changed, {aim.wish.key: aim for aim in aims(run.figures, names)})


def lines(figures: list[dict[str, Any]]) -> list[Line]:
    """The figures that every run has, and those of the trade-off where one was found."""
    plain: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
        (_("People"), lambda f: f["applicants"]),
        (_("Seats"), lambda f: f["seats"]),
        (_("Placed"), lambda f: f["placed"]),
        (_("of these by pin"), lambda f: f.get("pinned", 0)),
        (_("of these by transfer"), lambda f: f["transferred"]),
        (_("No seat"), lambda f: f["unplaced"]),
        (_("First choice obtained"), lambda f: (f["by_rank"] or [0])[0]),
        (_("Utility"), lambda f: f.get("utility")),
        (_("Pairs that would both rather have each other"), blocking),
        (_("Seats left empty for the targets"), lambda f: f.get("wasted")),
    ]
    return [Line(words, [figure(read(each)) for each in figures]) for words, read in plain]


def blocking(figures: dict[str, Any]) -> int | None:
    """Blocking pairs of what the run proposes: none where it is stable."""
    if figures.get("method") != "optimum":
        return 0
    found: int = figures["tradeoff"]["blocking"]
    return found


def figure(value: int | None) -> str:
    return "–" if value is None else number(value)


def elsewhere(runs: list[Run]) -> Line:
    counts = ["–", *(number(differing(runs[0], run)) for run in runs[1:])]
    return Line(_("People of the first run who sit elsewhere"), counts)


def target_lines(columns: list[Column]) -> list[tuple[str, list[Aim | None]]]:
    """Each target that any of the runs read, with how each run stands to it."""
    called = {key: aim.wish.name for each in reversed(columns) for key, aim in each.aims.items()}
    return [(name, [each.aims.get(key) for each in columns]) for key, name in sorted(called.items(), key=_by_key)]


def _by_key(item: tuple[str, str]) -> tuple[bool, int]:
    return item[0].startswith("+"), int(item[0])


def ranks(runs: list[Run]) -> Chart:
    """People by choice obtained, one bar a run."""
    longest = max(len(run.figures["by_rank"]) for run in runs)
    pinned = any(run.figures.get("pinned") for run in runs)
    every = [dict(rank_rows(run.figures | ({"pinned": run.figures.get("pinned", 0)}), longest)) for run in runs]
    words = [word for word, _count in rank_rows(runs[0].figures | {"pinned": pinned}, longest)]
    rows = [(word, [counts.get(word, 0) for counts in every]) for word in words]
    return charts.grouped(_("Choice obtained"), [run.name for run in runs], rows)

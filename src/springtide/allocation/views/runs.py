"""Runs: the list, one run with its figures, two beside each other, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.allocation import rules
from springtide.allocation.actions import publish_run, start_run, stop_run
from springtide.allocation.forms import PlacementFilters, PublishForm, RunForm, run_pair
from springtide.allocation.models import Run
from springtide.allocation.queries import SEERS, differing, placements_of, runs_for, with_people
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui import charts
from springtide.foundation.ui.paging import paginate
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for
from springtide.planning.targets import Cell, evaluate_all


def run_of(request: PersonRequest, intake: str, pk: int) -> Run:
    return get_object_or_404(runs_for(request.user, intake_for(request.user, intake)), pk=pk)


@needs_role(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: PersonRequest, intake: str) -> HttpResponse:
    """All runs; the lead starts another."""
    found = intake_for(request.user, intake)
    rows = runs_for(request.user, found)
    leads = rules.leads(request.user, found.scope)
    form = RunForm(request.POST or None, initial={"name": _("Run %(number)d") % {"number": rows.count() + 1}})
    if request.method == "POST" and form.is_valid():
        run = start_run(intake=found, by=request.user, **form.cleaned_data)
        return redirect("allocation:run", intake=intake, pk=run.pk)
    page = paginate(rows, request.GET.get("page"))
    return render(request, "allocation/runs.html", {"intake": found, "page": page, "form": form, "leads": leads})


@needs_role(*SEERS)
@require_safe
def run(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = run_of(request, intake, pk)
    return render(request, "allocation/run.html", shown(request, found))


def shown(request: PersonRequest, run: Run, form: PublishForm | None = None) -> dict[str, Any]:
    """What the page of a run needs."""
    filters = PlacementFilters(request.GET, intake=run.intake)
    page = paginate(placements_of(run, **filters.values()), request.GET.get("page"))
    page.object_list = with_people(page.object_list)  # type: ignore[arg-type]
    return {
        "intake": run.intake,
        "run": run,
        "page": page,
        "filters": filters,
        "form": form or PublishForm(asked=is_asked(run)),
        "leads": rules.leads(request.user, run.intake.scope),
        "approves": rules.approves(request.user, run),
        **(figures(run) if run.figures else {}),
    }


def is_asked(run: Run) -> bool:
    return int(run.figures.get("applicants", 0)) >= rules.TYPED_FROM


def figures(run: Run) -> dict[str, Any]:
    cells = [Cell(*cell) for cell in run.figures["cells"]]
    return {
        "ranks": charts.bars(_("Choice obtained"), rank_rows(run)),
        "divisions": charts.bars(_("People placed by division"), by_part(cells, run.intake, "division")),
        "sites": charts.bars(_("People placed by site"), by_part(cells, run.intake, "site")),
        "standings": evaluate_all(run.intake.targets.all(), cells),
    }


def rank_rows(run: Run) -> list[tuple[str, int]]:
    counts = run.figures["by_rank"]
    rows = [(_("Choice %(number)d") % {"number": number}, count) for number, count in enumerate(counts, 1)]
    return [*rows, (_("By transfer"), run.figures["transferred"]), (_("No seat"), run.figures["unplaced"])]


def by_part(cells: list[Cell], intake: Intake, part: str) -> list[tuple[str, int]]:
    """(name, people) of every division or site with somebody, most first."""
    parts = intake.divisions.all() if part == "division" else intake.sites.all()
    counts = {row.slug: 0 for row in parts}
    for cell in cells:
        counts[getattr(cell, part)] = counts.get(getattr(cell, part), 0) + cell.count
    names = {row.slug: row.name for row in parts}
    rows = [(names.get(slug, slug), count) for slug, count in counts.items() if count]
    return sorted(rows, key=lambda row: -row[1])


@needs_role(*SEERS)
@require_safe
def progress(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The part of a run's page that asks again while the run is at work; then the page is loaded anew."""
    found = run_of(request, intake, pk)
    answer = render(request, "allocation/parts/progress.html", {"intake": found.intake, "run": found})
    if found.state not in ("queued", "running"):
        answer["HX-Refresh"] = "true"
    return answer


@needs_role("lead")
@require_POST
def stop(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    stop_run(run=run_of(request, intake, pk), by=request.user)
    messages.info(request, _("The run was stopped."))
    return redirect("allocation:run", intake=intake, pk=pk)


@needs_role("approver")
@require_POST
def publish(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = run_of(request, intake, pk)
    form = PublishForm(request.POST, asked=is_asked(found))
    try:
        if form.is_valid():
            people = found.figures.get("applicants", 0)
            publish_run(run=found, by=request.user, typed=form.cleaned_data.get("typed"))
            told = ngettext(
                "Published. %(count)d letter is on its way.", "Published. %(count)d letters are on their way.", people
            )
            messages.success(request, told % {"count": people})
            return redirect("allocation:run", intake=intake, pk=pk)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        found.refresh_from_db()
        return render(request, "allocation/run.html", shown(request, found, form), status=refused.status)
    return render(request, "allocation/run.html", shown(request, found, form), status=400)


@needs_role(*SEERS)
@require_safe
def compare(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = runs_for(request.user, found).filter(state__in=["proposed", "published"])
    one, other = run_pair(request.GET, rows)
    context: dict[str, Any] = {"intake": found, "runs": rows[:50], "one": one, "other": other}
    if one and other:
        context |= {"differing": differing(one, other), "lines": beside(one, other)}
    return render(request, "allocation/compare.html", context)


def beside(one: Run, other: Run) -> list[tuple[str, Any, Any]]:
    """(figure, in the one, in the other)."""
    lines = [
        (_("People"), "applicants"),
        (_("Seats"), "seats"),
        (_("Placed"), "placed"),
        (_("of these by transfer"), "transferred"),
        (_("No seat"), "unplaced"),
    ]
    rows: list[tuple[str, Any, Any]] = [(words, one.figures[key], other.figures[key]) for words, key in lines]
    ranks, others = one.figures["by_rank"], other.figures["by_rank"]
    for index in range(max(len(ranks), len(others))):
        words = _("Choice %(number)d") % {"number": index + 1}
        left, right = (counts[index] if index < len(counts) else 0 for counts in (ranks, others))
        rows.append((words, left, right))
    return rows


@needs_role("lead", "approver")
@require_safe
def waiting(request: PersonRequest, intake: str) -> HttpResponse:
    """Home: results that wait for somebody to publish them."""
    found = intake_for(request.user, intake)
    rows = runs_for(request.user, found).filter(state__in=["proposed", "running", "queued"])[:5]
    return render(request, "allocation/parts/waiting.html", {"intake": found, "runs": rows})


def badge(request: HttpRequest) -> int | None:
    """Menu: how many results an approver could publish."""
    match, person = request.resolver_match, request.user
    if match is None or "intake" not in match.kwargs or "approver" not in getattr(request, "roles", ()):
        return None
    rows = Run.objects.filter(intake__slug=match.kwargs["intake"], state="proposed").exclude(started_by=person.pk)
    return rows.count() or None

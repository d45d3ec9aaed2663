"""Runs: the list, one run with its figures, publishing."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.allocation import rules
from springtide.allocation.actions import publish_run, start_run, stop_run
from springtide.allocation.changes import Changes
from springtide.allocation.forms.runs import PlacementFilters, PublishForm, RunForm
from springtide.allocation.models import Placement, Run
from springtide.allocation.queries import SEERS, openings_named, placements_of, runs_for, with_people, with_pins
from springtide.allocation.sentences import aims, changed, clashes, unreached
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui import charts
from springtide.foundation.ui.paging import paginate
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for, scope_names
from springtide.planning.targets import Cell, Names


def run_of(request: PersonRequest, intake: str, pk: int) -> Run:
    return get_object_or_404(runs_for(request.user, intake_for(request.user, intake)), pk=pk)


def led(request: PersonRequest, intake: str) -> Intake:
    """An intake that the person leads, or 404."""
    found = intake_for(request.user, intake)
    if not rules.leads(request.user, found.scope):
        raise Http404
    return found


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
    """Charts and words of whatever a run has found: all of it, or only why it failed."""
    names = scope_names(run.intake)
    found: dict[str, Any] = {"aims": aims(run.figures, names), "clashes": clashes(run.figures, names)}
    found["unreached"] = unreached(run.figures, names)
    if run.what_if:
        found["changed"] = what_changed(run, names)
    if "by_rank" not in run.figures:
        return found
    cells = [Cell(*cell) for cell in run.figures["cells"]]
    return found | {
        "ranks": charts.bars(_("Choice obtained"), rank_rows(run.figures)),
        "divisions": charts.bars(_("People placed by division"), by_part(cells, names, "division")),
        "sites": charts.bars(_("People placed by site"), by_part(cells, names, "site")),
        "pins": with_pins(placements_of(run, found=Placement.Via.PIN)) if run.figures.get("pinned") else (),
    }


def what_changed(run: Run, names: Names) -> list[str]:
    """The changes of a what-if in words."""
    changes = Changes.read(run.changes)
    targets = {target.pk: target.name for target in run.intake.targets.filter(pk__in=changes.targets)}
    sentences = list(changed(changes, openings_named(run.intake, changes.seats), targets, names))
    if run.intake.transfer_offered and not run.with_transfer:
        sentences.append(_("No transfers"))
    return sentences


def rank_rows(figures: dict[str, Any], longest: int = 0) -> list[tuple[str, int]]:
    """(words, people) for each choice, at least `longest` of them, then pins, transfers and no seat."""
    counts = figures["by_rank"] + [0] * (longest - len(figures["by_rank"]))
    rows = [(_("Choice %(number)d") % {"number": number}, count) for number, count in enumerate(counts, 1)]
    if figures.get("pinned"):
        rows.append((_("By pin"), figures["pinned"]))
    return [*rows, (_("By transfer"), figures["transferred"]), (_("No seat"), figures["unplaced"])]


def by_part(cells: list[Cell], names: Names, part: str) -> list[tuple[str, int]]:
    """(name, people) of every division or site with somebody, most first."""
    counts: Counter[str] = Counter()
    for cell in cells:
        counts[getattr(cell, part)] += cell.count
    return [(names.get((part, slug), slug), count) for slug, count in counts.most_common() if count]


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


@needs_role("lead", "approver")
@require_safe
def waiting(request: PersonRequest, intake: str) -> HttpResponse:
    """Home: results that wait for somebody to publish them."""
    found = intake_for(request.user, intake)
    rows = runs_for(request.user, found).filter(what_if=False, state__in=["proposed", "running", "queued"])[:5]
    return render(request, "allocation/parts/waiting.html", {"intake": found, "runs": rows})


def badge(request: HttpRequest) -> int | None:
    """Menu: how many results an approver could publish."""
    match, person = request.resolver_match, request.user
    if match is None or "intake" not in match.kwargs or "approver" not in getattr(request, "roles", ()):
        return None
    rows = Run.objects.filter(intake__slug=match.kwargs["intake"], state="proposed", what_if=False)
    rows = rows.exclude(started_by=person.pk)
    return rows.count() or None

"""Schedule runs: the list, one run with its figures and proposals, drop-outs, approving, loads."""

from datetime import timedelta
from statistics import median, pstdev
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui import charts
from springtide.foundation.ui.drawing import Chart
from springtide.foundation.ui.paging import PER_PAGE, paginate
from springtide.interviews import rules, words
from springtide.interviews.actions.approving import approve_schedule
from springtide.interviews.actions.repairs import answer_question, ask_bystanders, drop_out
from springtide.interviews.actions.schedules import start_schedule, stop_schedule
from springtide.interviews.forms.schedules import ApproveForm, DropOutForm, ProposalFilters, ScheduleForm
from springtide.interviews.models import Proposal, ScheduleDetails, ScheduleRun
from springtide.interviews.queries import schedules as queries
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for

SEERS = queries.SEERS
FIRST_DAYS = 14  # proposed length of a schedule
LACKS = 12  # sentences of what lacks that a page shows at once
BINS = (0, 2, 4, 6, 8, 10, 12, 15, 20, 30)


def run_of(request: PersonRequest, intake: str, pk: int) -> ScheduleRun:
    return get_object_or_404(queries.schedules_for(request.user, intake_for(request.user, intake)), pk=pk)


@needs_role(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: PersonRequest, intake: str) -> HttpResponse:
    """All runs; the lead starts another."""
    found = intake_for(request.user, intake)
    rows = queries.schedules_for(request.user, found)
    tomorrow = timezone.now().astimezone(found.tz).date() + timedelta(days=1)
    initial = {
        "name": _("Schedule %(number)d") % {"number": rows.count() + 1},
        "first": tomorrow,
        "last": tomorrow + timedelta(days=FIRST_DAYS - 1),
    }
    form = ScheduleForm(request.POST or None, intake=found, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                name = form.cleaned_data["name"]
                made = start_schedule(intake=found, name=name, by=request.user, **form.span())
                return redirect("interviews:schedule", intake=intake, pk=made.pk)
            except Refused as refused:
                form.add_error(None, str(refused.reason))
                status = refused.status
    page = paginate(rows, request.GET.get("page"))
    leads = rules.leads_schedules(request.user, found.scope)
    context = {"intake": found, "page": page, "form": form, "leads": leads}
    return render(request, "interviews/schedules.html", context, status=status)


@needs_role("lead")
@require_http_methods(["GET", "HEAD", "POST"])
def out(request: PersonRequest, intake: str) -> HttpResponse:
    """Somebody or a room drops out: say who, from when to when, why; a repair is looked for at once."""
    found = intake_for(request.user, intake)
    rules.leads_schedules(request.user, found.scope).require()
    form = DropOutForm(request.POST or None, intake=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = drop_out(intake=found, zone=found.zone, by=request.user, **form.cleaned_data)
                return redirect("interviews:schedule", intake=intake, pk=made.pk)
            except Refused as refused:
                form.add_error(None, str(refused.reason))
                status = refused.status
    return render(request, "interviews/drop_out.html", {"intake": found, "form": form}, status=status)


@needs_role(*SEERS)
@require_safe
def run(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    return render(request, "interviews/schedule.html", shown(request, run_of(request, intake, pk)))


def shown(request: PersonRequest, run: ScheduleRun, form: ApproveForm | None = None) -> dict[str, Any]:
    """What the page of a run needs."""
    filters = ProposalFilters(request.GET, intake=run.intake)
    page = paginate(queries.proposals_of(run, **filters.values()), request.GET.get("page"))
    page.object_list = queries.with_people(page.object_list)  # type: ignore[arg-type]
    concerned = int(run.figures.get("concerned", 0))
    scope = run.intake.scope
    return {
        "intake": run.intake,
        "run": run,
        "page": page,
        "lines": lines_of(page),
        "filters": filters,
        "concerned": concerned,
        "form": form or ApproveForm(asked=concerned >= rules.TYPED_FROM),
        "leads": rules.leads_schedules(request.user, scope),
        "approves": rules.approves_schedule(request.user, scope, run.started_by_id),
        **(figures_of(run) if run.figures else {}),
    }


def lines_of(page: Page[Proposal]) -> list[dict[str, Any]]:
    """One line a proposal, with names for the ids of its panels."""
    rows = list(page)
    names = queries.names_of({person for row in rows for person in [*row.panel, *row.old_panel]})
    return [
        {
            "proposal": row,
            "panel": [names.get(person, "–") for person in row.panel],
            "old_panel": [names.get(person, "–") for person in row.old_panel],
            "reason": words.REASONS.get(row.reason, ""),
            "seats": [words.seat(seat) for seat in row.seats],
        }
        for row in rows
    ]


def figures_of(run: ScheduleRun) -> dict[str, Any]:
    details = ScheduleDetails.objects.filter(run=run).defer("problem").first()
    sites = {site.slug: site.name for site in run.intake.sites.all()}
    loads = details.loads if details else []
    common = {"loads": spread(loads), "hours": histogram(loads)}
    if run.is_repair:
        waiting = queries.unanswered(run)
        running = queries.interviews_named(run.figures["running"])
        return common | {
            "unasked": waiting.filter(asked=None).count(),
            "unanswered": waiting.count(),
            "running": running,
        }
    groups = [(words.group(label, sites), *rest) for label, *rest in run.figures["groups"]]
    bound = run.figures["bound"]
    return common | {
        "groups": groups,
        "covers": covers(groups),
        "bound_words": words.BOUNDS.get(bound["kind"], "") if bound else "",
        "lacks": lacks(run, details.shortfall if details else {}, sites),
        "nobody": [
            {"seat": words.seat(one["seat"]), "interviews": one["interviews"]}
            for one in (details.shortfall if details else {}).get("nobody", [])
        ],
    }


def covers(groups: list[tuple[Any, ...]]) -> Chart:
    """Booked, what the group's own bound leaves open, and what nobody could book."""
    rows = [
        (name, [placed, max((total if bound is None else bound) - placed, 0), total - (bound or total)])
        for name, total, placed, bound in groups
    ]
    series = [_("booked"), _("not booked, at most"), _("impossible")]
    return charts.stacked(_("Rounds by language and site"), series, rows)


def lacks(run: ScheduleRun, shortfall: dict[str, Any], sites: dict[str, str]) -> list[str]:
    """What lacks in words, largest first. Weeks count from the one in which the run begins."""
    local = run.begins_at.astimezone(run.intake.tz).date()
    monday = local - timedelta(days=local.weekday())
    cells = shortfall.get("cells", [])[:LACKS]
    return [words.shortfall(cell, site=sites.get(cell["site"] or "", ""), first=monday) for cell in cells]


def spread(loads: list[dict[str, Any]]) -> dict[str, float] | None:
    """Hours of interviews: mean, standard deviation, most; and the median share of the hours declared."""
    if not loads:
        return None
    hours = [float(one["hours"]) for one in loads]
    shares = [float(one["share"]) for one in loads]
    return {
        "people": len(hours),
        "mean": sum(hours) / len(hours),
        "std": pstdev(hours),
        "most": max(hours),
        "share": 100 * median(shares),
    }


def histogram(loads: list[dict[str, Any]]) -> Chart:
    rows = []
    for low, high in zip(BINS, (*BINS[1:], None), strict=True):
        count = sum(low <= float(one["hours"]) < (high or float("inf")) for one in loads)
        name = _("%(low)d to %(high)d h") % {"low": low, "high": high} if high else _("over %(low)d h") % {"low": low}
        rows.append((name, count))
    while rows and not rows[-1][1]:
        rows.pop()
    return charts.bars(_("Interviewers by hours of interviews"), rows)


@needs_role(*SEERS)
@require_safe
def loads(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Hours of every interviewer, and their share of the hours declared."""
    found = run_of(request, intake, pk)
    details = ScheduleDetails.objects.filter(run=found).defer("problem").first()
    rows = details.loads if details else []
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = queries.names_of({row["person"] for row in page})
    lines = [{**row, "name": names.get(row["person"], "–"), "percent": 100 * row["share"]} for row in page]
    context = {"intake": found.intake, "run": found, "page": page, "lines": lines, "loads": spread(rows)}
    return render(request, "interviews/loads.html", context)


@needs_role(*SEERS)
@require_safe
def progress(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The part of a run's page that asks again while the run is at work; then the page is loaded anew."""
    found = run_of(request, intake, pk)
    answer = render(request, "interviews/parts/schedule_progress.html", {"intake": found.intake, "run": found})
    if found.state not in ("queued", "running"):
        answer["HX-Refresh"] = "true"
    return answer


@needs_role("lead")
@require_POST
def stop(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    stop_schedule(run=run_of(request, intake, pk), by=request.user)
    messages.info(request, _("The run was stopped."))
    return redirect("interviews:schedule", intake=intake, pk=pk)


@needs_role("approver")
@require_POST
def approve(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = run_of(request, intake, pk)
    form = ApproveForm(request.POST, asked=int(found.figures.get("concerned", 0)) >= rules.TYPED_FROM)
    status = 422
    if form.is_valid():
        try:
            approve_schedule(run=found, by=request.user, typed=form.cleaned_data.get("typed"))
            messages.success(request, _("Approved. The letters are on their way."))
            return redirect("interviews:schedule", intake=intake, pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
            status = refused.status
            found = run_of(request, intake, pk)
    return render(request, "interviews/schedule.html", shown(request, found, form), status=status)


@needs_role("lead")
@require_POST
def ask(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    asked = ask_bystanders(run=run_of(request, intake, pk), by=request.user)
    told = ngettext("%(count)d person is asked.", "%(count)d people are asked.", asked) % {"count": asked}
    messages.success(request, told)
    return redirect("interviews:schedule", intake=intake, pk=pk)


@needs_role("lead", "approver")
@require_safe
def waiting(request: PersonRequest, intake: str) -> HttpResponse:
    """Home: schedules that wait for somebody to approve them."""
    found = intake_for(request.user, intake)
    rows = queries.schedules_for(request.user, found).filter(state__in=["proposed", "running", "queued"])[:5]
    return render(request, "interviews/parts/schedules_waiting.html", {"intake": found, "runs": rows})


@needs_person
@require_POST
def answer(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """A candidate says whether they would move for others."""
    own = Intake.objects.filter(applications__candidate__person=request.user)
    found = get_object_or_404(own, slug=intake)
    proposal = get_object_or_404(queries.questions_to(request.user, found), pk=pk)
    answer_question(proposal=proposal, agrees="yes" in request.POST, by=request.user)
    messages.success(request, _("Thank you for your answer."))
    return redirect("interviews:mine", intake=intake)

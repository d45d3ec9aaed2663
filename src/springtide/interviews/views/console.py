"""Interviews for staff: the list, one interview with its scorecard, rounds, inviting, one's own free time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import queries, states
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.inviting import invite, reinvite
from springtide.interviews.actions.rounds import add_free_time, change_round, open_round, remove_free_time
from springtide.interviews.actions.scoring import lock_scorecard, mark_missed, save_marks
from springtide.interviews.forms import BookForm, FreeTimeForm, RoundForm, ScorecardForm
from springtide.interviews.models import Interview
from springtide.interviews.queries.schedules import SEERS
from springtide.planning.queries import divisions_for, intake_for

STAFF = ("lead", "recruiter", "interviewer", "approver", "auditor")
EARLIEST = 40


@needs_role(*STAFF)
@require_safe
def interviews(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = queries.interviews_for(request.user, found)
    state, who = request.GET.get("state", ""), request.GET.get("who", "")
    if state in {s.name for s in states.INTERVIEW.states}:
        rows = rows.filter(state=state)
    if who == "mine":
        rows = queries.on_panel(rows, request.user)
    page = paginate(queries.with_all(rows).order_by("starts_at", "pk"), request.GET.get("page"), counted=rows)
    context = {"intake": found, "page": page, "states": states.INTERVIEW.states, "state": state, "who": who}
    return render(
        request,
        "interviews/list.html",
        context
        | {"may_recruit": _recruits(request, intake), "sees_schedules": request.user.holds(*SEERS, scope=found.scope)},
    )


def _recruits(request: PersonRequest, intake: str) -> bool:
    return bool(request.user.roles & {"lead", "recruiter"})


def _interview(request: PersonRequest, intake: str, pk: int) -> Interview:
    rows = queries.with_all(queries.interviews_for(request.user, intake_for(request.user, intake)))
    return get_object_or_404(rows, pk=pk)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def interview(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _interview(request, intake, pk)
    card = queries.scorecard_of(found, request.user)
    own = any(panelist.person_id == request.user.pk for panelist in found.panelists.all())
    if request.method == "POST" and not own:
        raise Http404
    form = ScorecardForm(request.POST or None, interview=found, card=card)
    if request.method == "POST" and form.is_valid():
        try:
            save_marks(interview=found, heard=form.heard(), note=form.cleaned_data["note"], by=request.user)
            if "lock" in request.POST:
                lock_scorecard(interview=found, by=request.user)
            messages.success(request, _("Locked. Thank you.") if "lock" in request.POST else _("Saved."))
            return redirect("interviews:detail", intake=intake, pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {
        "intake": found.round.intake,
        "interview": found,
        "form": form,
        "card": card,
        "own": own,
        "may_recruit": request.user.holds("lead", "recruiter", scope=found.round.division.scope),
        "missing": queries.missing_cards(found),
        "debrief": queries.is_compared(found),
    }
    return render(request, "interviews/detail.html", context, status=422 if form.errors else 200)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def choose_time(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """A recruiter books for the candidate: the proposal is the earliest start that suits both."""
    found = _interview(request, intake, pk)
    if not request.user.holds("lead", "recruiter", scope=found.round.division.scope):
        raise Http404
    form = BookForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            book(interview=found, starts_at=form.cleaned_data["starts_at"], by=request.user)
            return redirect("interviews:detail", intake=intake, pk=pk)
        except Refused as refused:
            refusal = str(refused.reason)
    starts = queries.open_starts(found, most=EARLIEST)
    context = {"intake": found.round.intake, "interview": found, "starts": starts, "refusal": refusal}
    return render(request, "interviews/choose_time.html", context, status=409 if refusal else 200)


@needs_role(*STAFF)
@require_POST
def act(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    actions = {"cancel": cancel, "reinvite": reinvite, "miss": mark_missed}
    if verb not in actions:
        raise Http404
    actions[verb](interview=_interview(request, intake, pk), by=request.user)
    return redirect("interviews:detail", intake=intake, pk=pk)


@needs_role("lead", "recruiter")
@require_safe
def rounds(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    page = paginate(queries.rounds_for(request.user, found), request.GET.get("page"))
    return render(request, "interviews/rounds.html", {"intake": found, "page": page})


@needs_role("lead", "recruiter")
@require_http_methods(["GET", "POST"])
def edit_round(request: PersonRequest, intake: str, pk: int | None = None) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = get_object_or_404(queries.rounds_for(request.user, found), pk=pk) if pk else None
    divisions = divisions_for(request.user, found, "lead", "recruiter")
    initial = RoundForm.initial_of(chosen) if chosen else None
    form = RoundForm(request.POST or None, intake=found, divisions=divisions, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {"names": form.names(), "minutes": data["minutes"], "rubric": data["rubric"], "by": request.user}
        try:
            if chosen:
                change_round(round=chosen, **values)
            else:
                open_round(division=data["division"], **values)
            return redirect("interviews:rounds", intake=intake)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "round": chosen}
    return render(request, "interviews/round.html", context, status=422 if form.errors else 200)


@needs_role("lead", "recruiter")
@require_http_methods(["GET", "POST"])
def invite_people(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = get_object_or_404(queries.rounds_for(request.user, found), pk=pk)
    waiting = queries.invitable(request.user, chosen)
    if request.method == "POST":
        ticked = [int(value) for value in request.POST.getlist("application") if value.isdecimal()][:500]
        rows = waiting if "everybody" in request.POST else waiting.filter(pk__in=ticked)
        made = invite(applications=rows, round=chosen, by=request.user)
        words = ngettext("%(n)s person is invited.", "%(n)s people are invited.", len(made)) % {"n": len(made)}
        messages.success(request, words)
        return redirect("interviews:invite", intake=intake, pk=pk)
    page = paginate(waiting.order_by("pk"), request.GET.get("page"), counted=waiting)
    return render(request, "interviews/invite.html", {"intake": found, "round": chosen, "page": page})


@needs_role("interviewer", "lead", "recruiter")
@require_http_methods(["GET", "POST"])
def free_time(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    form = FreeTimeForm(request.POST or None, initial={"zone": request.user.time_zone or found.zone})
    if request.method == "POST" and form.is_valid():
        try:
            add_free_time(person=request.user, intake=found, **form.cleaned_data)
            return redirect("interviews:free_time", intake=intake)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    page = paginate(queries.free_times_of(request.user, found), request.GET.get("page"))
    context = {"intake": found, "form": form, "page": page}
    return render(request, "interviews/free_time.html", context, status=422 if form.errors else 200)


@needs_role("interviewer", "lead", "recruiter")
@require_POST
def drop_free_time(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    rows = queries.free_times_of(request.user, intake_for(request.user, intake))
    remove_free_time(free_time=get_object_or_404(rows, pk=pk), by=request.user)
    return redirect("interviews:free_time", intake=intake)


@needs_role(*STAFF)
@require_safe
def panel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = intake_for(request.user, intake)
    application = get_object_or_404(applications_for(request.user, found), pk=pk)
    rows = queries.with_all(queries.interviews_for(request.user, found).filter(application=application))
    return render(request, "interviews/parts/panel.html", {"intake": found, "interviews": rows})


@needs_role("interviewer")
@require_safe
def home_panel(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    mine = queries.with_all(queries.on_panel(queries.interviews_for(request.user, found), request.user))
    context = {
        "intake": found,
        "coming": mine.filter(state="booked", ends_at__gt=timezone.now()).order_by("starts_at")[:5],
        "waiting": queries.waiting_scorecards(request.user, found)[:5],
    }
    return render(request, "interviews/parts/home_panel.html", context)

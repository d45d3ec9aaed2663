"""Interviews for staff: the list, one interview with its scorecard, rounds, inviting, one's own free time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import queries, states
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.inviting import reinvite
from springtide.interviews.actions.scoring import lock_scorecard, mark_missed, save_marks
from springtide.interviews.forms import BookForm, ExtraTimeForm, ScorecardForm
from springtide.interviews.queries.schedules import SEERS
from springtide.interviews.views.panels import STAFF, interview_of, recruits
from springtide.planning.queries import intake_for

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


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def interview(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = interview_of(request, intake, pk)
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
    may_recruit = recruits(request, found)
    context = {
        "intake": found.round.intake,
        "interview": found,
        "form": form,
        "card": card,
        "own": own,
        "may_recruit": may_recruit,
        "extra_time": ExtraTimeForm(initial={"extra_minutes": queries.extra_minutes(found)}) if may_recruit else None,
        "missing": queries.missing_cards(found),
        "compared": queries.is_compared(found),
        "begun": found.starts_at is not None and found.starts_at <= timezone.now(),
    }
    return render(request, "interviews/detail.html", context, status=422 if form.errors else 200)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def choose_time(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """A recruiter books for the candidate: the proposal is the earliest start that suits both."""
    found = interview_of(request, intake, pk)
    if not recruits(request, found):
        raise Http404
    form = BookForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            book(interview=found, starts_at=form.cleaned_data["starts_at"], by=request.user)
            return redirect("interviews:detail", intake=intake, pk=pk)
        except Refused as refused:
            refusal = str(refused.reason)
    calendars = queries.Calendars(found)
    context = {
        "intake": found.round.intake,
        "interview": found,
        "starts": calendars.open_starts(timezone.now(), EARLIEST),
        "waits_for": calendars.waits_for,
        "refusal": refusal,
    }
    return render(request, "interviews/choose_time.html", context, status=409 if refusal else 200)


@needs_role(*STAFF)
@require_POST
def act(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    actions = {"cancel": cancel, "reinvite": reinvite, "miss": mark_missed}
    if verb not in actions:
        raise Http404
    actions[verb](interview=interview_of(request, intake, pk), by=request.user)
    return redirect("interviews:detail", intake=intake, pk=pk)


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

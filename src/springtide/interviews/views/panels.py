"""The panel of one interview: who sits where, extra time, and the debrief."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.models import Person
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews import queries
from springtide.interviews.actions.booking import change_panelist
from springtide.interviews.actions.scoring import close_scoring, note_debrief
from springtide.interviews.actions.times import give_extra_time
from springtide.interviews.forms import CloseForm, DebriefForm, ExtraTimeForm, PanelistForm
from springtide.interviews.models import Interview
from springtide.planning.queries import intake_for

STAFF = ("lead", "recruiter", "interviewer", "approver", "auditor")


def interview_of(request: PersonRequest, intake: str, pk: int) -> Interview:
    rows = queries.with_all(queries.interviews_for(request.user, intake_for(request.user, intake)))
    return get_object_or_404(rows, pk=pk)


def recruits(request: PersonRequest, interview: Interview) -> bool:
    return request.user.holds("lead", "recruiter", scope=interview.round.division.scope)


def _to_recruit(request: PersonRequest, intake: str, pk: int) -> Interview:
    found = interview_of(request, intake, pk)
    if not recruits(request, found):
        raise Http404
    return found


@needs_role("lead", "recruiter")
@require_http_methods(["GET", "POST"])
def seats(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Who sits on a booked panel, and who could sit there instead at the same time."""
    found = _to_recruit(request, intake, pk)
    form = PanelistForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        person = get_object_or_404(queries.interviewers_in(found.round.intake), pk=form.cleaned_data["person"])
        try:
            change_panelist(interview=found, seat=form.cleaned_data["seat"], person=person, by=request.user)
            return redirect("interviews:seats", intake=intake, pk=pk)
        except Refused as refused:
            refusal = str(refused.reason)
    rows = []
    if found.state == "booked":
        calendars = queries.Calendars(found)
        free = {panelist.seat: calendars.substitutes(panelist.seat) for panelist in found.panelists.all()}
        people = Person.objects.in_bulk({person for able in free.values() for person in able})
        needs = dict(enumerate(found.round.needs, 1))
        rows = [
            (panelist, needs.get(panelist.seat), [people[person] for person in free[panelist.seat]])
            for panelist in found.panelists.all()
        ]
    context = {"intake": found.round.intake, "interview": found, "rows": rows, "refusal": refusal}
    return render(request, "interviews/seats.html", context, status=409 if refusal else 200)


@needs_role("lead", "recruiter")
@require_POST
def extra_time(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _to_recruit(request, intake, pk)
    form = ExtraTimeForm(request.POST)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    give_extra_time(interview=found, minutes=form.cleaned_data["extra_minutes"], by=request.user)
    return redirect("interviews:detail", intake=intake, pk=pk)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def debrief(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """All cards side by side, once all are locked or a recruiter said why not; then the recruiter's note."""
    found = interview_of(request, intake, pk)
    may_recruit, compared = recruits(request, found), queries.is_compared(found)
    if request.method == "POST" and not may_recruit:
        raise Http404
    held = queries.debrief_of(found)
    form: CloseForm | DebriefForm
    if compared:
        form = DebriefForm(request.POST or None, initial={"note": held.note if held else ""})
    else:
        form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if compared:
                note_debrief(interview=found, note=form.cleaned_data["note"], by=request.user)
            else:
                close_scoring(interview=found, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("interviews:debrief", intake=intake, pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    cards = queries.locked_cards(found) if compared else []
    context = {
        "intake": found.round.intake,
        "interview": found,
        "form": form,
        "compared": compared,
        "debrief": held,
        "cards": cards,
        "rows": queries.side_by_side(found, cards),
        "spread": _spread(card.total for card in cards if card.total is not None),
        "missing": queries.missing_cards(found),
        "may_recruit": may_recruit,
    }
    return render(request, "interviews/debrief.html", context, status=422 if form.errors else 200)


def _spread(totals: Iterable[int]) -> int:
    found = sorted(totals)
    return found[-1] - found[0] if found else 0

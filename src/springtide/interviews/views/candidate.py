"""Interviews for the candidate: choose, move, cancel; say when one is free."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews import queries
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.times import add_free_time, remove_time
from springtide.interviews.forms import BookForm, FreeTimeForm
from springtide.interviews.queries.day import turn_of
from springtide.interviews.queries.schedules import open_questions
from springtide.planning.models import Intake

SHOWN = 120


def _intake(request: PersonRequest, slug: str) -> Intake:
    """An intake in which the person applied; to others it does not exist."""
    own = Intake.objects.filter(applications__candidate__person=request.user)
    return get_object_or_404(own, slug=slug)


def _mine(request: PersonRequest, intake: Intake, form: FreeTimeForm) -> HttpResponse:
    context = {
        "intake": intake,
        "interviews": queries.own_interviews(request.user, intake),
        "free_times": queries.free_times_of(request.user, intake)[:50],
        "form": form,
        "zone": timezone.get_current_timezone_name(),
        "questions": open_questions(request.user, intake),
        **turn_of(request.user, intake),
    }
    return render(request, "interviews/mine.html", context, status=422 if form.errors else 200)


@needs_person
@require_safe
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    found = _intake(request, intake)
    return _mine(request, found, FreeTimeForm(initial={"zone": request.user.time_zone or found.zone}))


@needs_person
@require_http_methods(["GET", "POST"])
def choose(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.own_interviews(request.user, _intake(request, intake)), pk=pk)
    form = BookForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            book(interview=found, starts_at=form.cleaned_data["starts_at"], by=request.user)
            return redirect("interviews:mine", intake=intake)
        except Refused as refused:
            refusal = str(refused.reason)
    zone = ZoneInfo(request.user.time_zone or found.round.intake.zone)
    notice = timezone.now() + timedelta(hours=found.round.notice_hours)
    with timezone.override(zone):
        calendars = queries.Calendars(found)
        context = {
            "intake": found.round.intake,
            "interview": found,
            "starts": calendars.open_starts(notice, SHOWN),
            "waits_for": calendars.waits_for,
            "zone": zone,
            "refusal": refusal,
        }
        return render(request, "interviews/choose.html", context, status=409 if refusal else 200)


@needs_person
@require_POST
def cancel_mine(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.own_interviews(request.user, _intake(request, intake)), pk=pk)
    cancel(interview=found, by=request.user)
    return redirect("interviews:mine", intake=intake)


@needs_person
@require_POST
def add_window(request: PersonRequest, intake: str) -> HttpResponse:
    found = _intake(request, intake)
    form = FreeTimeForm(request.POST)
    if form.is_valid():
        try:
            add_free_time(person=request.user, intake=found, **form.cleaned_data)
            return redirect("interviews:mine", intake=intake)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    return _mine(request, found, form)


@needs_person
@require_POST
def drop_window(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    rows = queries.free_times_of(request.user, _intake(request, intake))
    remove_time(kept=get_object_or_404(rows, pk=pk), by=request.user)
    return redirect("interviews:mine", intake=intake)

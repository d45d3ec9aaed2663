"""When interviewers are free, what they bring, and who they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.models import Person
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import queries
from springtide.interviews.actions import times
from springtide.interviews.forms import CalendarForm, FreeTimeForm, InterviewerForm, WeeklyForm
from springtide.interviews.models import Interviewer
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for

MINE = ("interviewer", "lead", "recruiter")
SHOWN_HOLIDAYS = timedelta(days=120)
FORMS: dict[str, type[forms.Form]] = {
    "weekly": WeeklyForm,
    "free": FreeTimeForm,
    "away": FreeTimeForm,
    "file": CalendarForm,
}
ADDS: dict[str, Callable[..., Any]] = {
    "weekly": times.add_weekly_time,
    "free": times.add_free_time,
    "away": times.add_away_time,
    "file": times.import_calendar,
}
ROWS: dict[str, Callable[[Person, Intake], QuerySet[Any]]] = {
    "weekly": queries.weekly_times_of,
    "free": queries.free_times_of,
    "away": queries.away_times_of,
}


@needs_role(*MINE)
@require_http_methods(["GET", "POST"])
def own_times(request: PersonRequest, intake: str) -> HttpResponse:
    """Four ways to say when one is free, one at a time: every week, single windows, away, a calendar file."""
    found = intake_for(request.user, intake)
    kind = request.GET.get("kind", "")
    kind = kind if kind in FORMS else "weekly"
    profile = queries.profiles_of([request.user.pk], found).get(request.user.pk)
    zone = profile.zone if profile else request.user.time_zone or found.zone
    form = FORMS[kind](
        request.POST or None, request.FILES or None, initial={"zone": zone, "first_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = ADDS[kind](person=request.user, intake=found, **form.cleaned_data)
            if kind == "file":
                words = ngettext("%(n)s window was read.", "%(n)s windows were read.", made) % {"n": made}
                messages.success(request, words)
            shown = form.cleaned_data["kind"] if kind == "file" else kind
            return redirect(f"{reverse('interviews:free_time', args=[intake])}?kind={shown}")
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "kind": kind, "profile": profile, "holidays": _holidays(profile)}
    if kind in ROWS:
        context["page"] = paginate(ROWS[kind](request.user, found), request.GET.get("page"))
    return render(request, "interviews/free_time.html", context, status=422 if form.errors else 200)


def _holidays(profile: Interviewer | None) -> list[Any]:
    today = timezone.localdate()
    country = profile.site.country if profile and profile.site else ""
    return queries.holidays_near(country, get_language() or "en", today, today + SHOWN_HOLIDAYS)


@needs_role(*MINE)
@require_POST
def drop_time(request: PersonRequest, intake: str, kind: str, pk: int) -> HttpResponse:
    if kind not in ROWS:
        raise Http404
    rows = ROWS[kind](request.user, intake_for(request.user, intake))
    times.remove_time(kept=get_object_or_404(rows, pk=pk), by=request.user)
    return redirect(f"{reverse('interviews:free_time', args=[intake])}?kind={kind}")


@needs_role("lead", "recruiter")
@require_safe
def interviewers(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = queries.interviewers_for(request.user, found).order_by("name", "pk")
    page = paginate(rows, request.GET.get("page"))
    people = [person.pk for person in page]
    profiles, loads = queries.profiles_of(people, found), queries.coming_loads(people, found)
    shown = [(person, profiles.get(person.pk), *loads[person.pk]) for person in page]
    return render(request, "interviews/interviewers.html", {"intake": found, "page": page, "rows": shown})


@needs_role(*MINE)
@require_http_methods(["GET", "POST"])
def interviewer(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The profile of one interviewer: their own, or one of a division that the reader recruits for."""
    found = intake_for(request.user, intake)
    rows = queries.interviewers_in(found) if pk == request.user.pk else queries.interviewers_for(request.user, found)
    person = get_object_or_404(rows, pk=pk)
    profile = queries.profiles_of([pk], found).get(pk)
    initial = InterviewerForm.initial_of(profile) if profile else {"zone": person.time_zone or found.zone}
    form = InterviewerForm(request.POST or None, intake=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            divisions = list(queries.divisions_of(person, found))
            values = form.cleaned_data
            times.keep_profile(person=person, intake=found, by=request.user, divisions=divisions, **values)
            own = pk == request.user.pk
            return redirect("interviews:free_time" if own else "interviews:interviewers", intake=intake)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "person": person, "own": pk == request.user.pk}
    return render(request, "interviews/interviewer.html", context, status=422 if form.errors else 200)

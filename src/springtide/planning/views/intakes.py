"""Opening an intake and its calendar."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.planning import rules, states
from springtide.planning.actions.intakes import change_intake, move_intake, open_intake
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.intakes import IntakeForm
from springtide.planning.models import Phase
from springtide.planning.queries import intake_for, parts_for
from springtide.planning.views.pages import INVALID, page


@needs_role("lead")
def add(request: PersonRequest) -> HttpResponse:
    zone = request.user.time_zone or "UTC"
    form = IntakeForm(request.POST or None, zone=ZoneInfo(zone), initial={"zone": zone})
    intake = attempt(form, lambda: open_intake(by=request.user, **form.cleaned_data))
    if intake:
        messages.success(request, _("The intake is open for planning. Add divisions, sites and job families next."))
        return redirect("planning:overview", intake=intake.slug)
    return render(request, "planning/intake_new.html", {"form": form}, status=INVALID if form.is_bound else 200)


@needs_role()
def calendar(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    phases = parts_for(request.user, found, Phase)
    if not rules.can_plan(request.user, found.scope):
        return page(request, "calendar", found, tab="calendar", phases=phases)
    form = IntakeForm(request.POST or None, zone=found.tz, intake=found)
    saved = attempt(form, lambda: change_intake(intake=found, by=request.user, **form.cleaned_data))
    if saved:
        messages.success(request, _("The calendar is saved."))
        return redirect("planning:calendar", intake=found.slug)
    return page(request, "calendar", found, tab="calendar", form=form, phases=phases)


@require_POST
@needs_role("lead")
def move(request: PersonRequest, intake: str, verb: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    if not any(move.verb == verb for move in states.INTAKE.moves):
        raise Http404
    move_intake(intake=found, verb=verb, by=request.user)
    return redirect("planning:overview", intake=found.slug)

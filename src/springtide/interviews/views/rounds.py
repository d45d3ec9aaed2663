"""Rounds, invitations to them, and rooms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import queries
from springtide.interviews.actions.inviting import invite
from springtide.interviews.actions.rounds import change_round, keep_room, open_round, remove_room
from springtide.interviews.forms import RoomForm, RoundForm
from springtide.planning.queries import divisions_for, intake_for


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
        try:
            if chosen:
                change_round(round=chosen, by=request.user, **form.values())
            else:
                open_round(division=form.cleaned_data["division"], by=request.user, **form.values())
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
        ticked = [int(value) for value in request.POST.getlist("application") if value.isdecimal() and len(value) < 19]
        rows = waiting if "everybody" in request.POST else waiting.filter(pk__in=ticked[:500])
        made = invite(applications=rows, round=chosen, by=request.user)
        words = ngettext("%(n)s person is invited.", "%(n)s people are invited.", len(made)) % {"n": len(made)}
        messages.success(request, words)
        return redirect("interviews:invite", intake=intake, pk=pk)
    page = paginate(waiting.order_by("pk"), request.GET.get("page"), counted=waiting)
    return render(request, "interviews/invite.html", {"intake": found, "round": chosen, "page": page})


@needs_role("lead", "recruiter")
@require_safe
def rooms(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    page = paginate(queries.rooms_in(found), request.GET.get("page"))
    return render(request, "interviews/rooms.html", {"intake": found, "page": page})


@needs_role("lead", "recruiter")
@require_http_methods(["GET", "POST"])
def edit_room(request: PersonRequest, intake: str, pk: int | None = None) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = get_object_or_404(queries.rooms_in(found), pk=pk) if pk else None
    form = RoomForm(request.POST or None, intake=found, initial=RoomForm.initial_of(chosen) if chosen else None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_room(room=chosen, by=request.user, **form.cleaned_data)
            return redirect("interviews:rooms", intake=intake)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "room": chosen}
    return render(request, "interviews/room.html", context, status=422 if form.errors else 200)


@needs_role("lead", "recruiter")
@require_POST
def drop_room(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    remove_room(room=get_object_or_404(queries.rooms_in(intake_for(request.user, intake)), pk=pk), by=request.user)
    return redirect("interviews:rooms", intake=intake)

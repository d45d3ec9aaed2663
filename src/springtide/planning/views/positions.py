"""Positions: the list with search and filters, the form, publish and close."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning import rules, states
from springtide.planning.actions.positions import add_position, change_position, move_position, remove_position
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.positions import PositionFilter, PositionForm
from springtide.planning.models import Position
from springtide.planning.queries import divisions_for, intake_for, positions_for, positions_list, with_all
from springtide.planning.views.pages import page

EDITORS = ("lead", "recruiter")


@needs_role()
def rows(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    divisions = divisions_for(request.user, found)
    form = PositionFilter(request.GET, intake=found, divisions=divisions)
    positions = positions_list(positions_for(request.user, found), **form.chosen())
    shown = paginate(positions, request.GET.get("page"))
    may_add = divisions_for(request.user, found, *EDITORS).exists()
    tones = {state.name: state for state in states.POSITION.states}
    return page(request, "positions", found, tab="positions", filters=form, rows=shown, may_add=may_add, states=tones)


@needs_role(*EDITORS)
def add(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    divisions = divisions_for(request.user, found, *EDITORS)
    if not divisions.exists():
        raise Http404
    form = PositionForm(request.POST or None, intake=found, divisions=divisions)
    position = attempt(form, lambda: add_position(content=form.content(), by=request.user))
    if position:
        messages.success(request, _("The position is kept as a draft. Publish it when it is ready."))
        return redirect("planning:position", intake=found.slug, pk=position.pk)
    return page(request, "position", found, tab="positions", form=form)


@needs_role()
def change(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The form for those who may change it; a plain page for the others."""
    found = intake_for(request.user, intake)
    position = get_object_or_404(with_all(positions_for(request.user, found)), pk=pk)
    state = states.POSITION.state(position.state)
    if not rules.can_edit_positions(request.user, position.division.scope):
        return page(request, "position_read", found, tab="positions", position=position, state=state)
    divisions = divisions_for(request.user, found, *EDITORS)
    form = PositionForm(request.POST or None, intake=found, divisions=divisions, position=position)
    saved = attempt(form, lambda: _save(form, position, request))
    if saved:
        messages.success(request, _("The position is saved."))
        return redirect("planning:position", intake=found.slug, pk=pk)
    moves = states.POSITION.open_from(position.state)
    context = {"position": position, "state": state, "moves": moves}
    return page(request, "position", found, tab="positions", form=form, **context)


def _save(form: PositionForm, position: Position, request: PersonRequest) -> Position:
    try:
        seen = datetime.fromisoformat(form.cleaned_data["seen"])
    except ValueError:
        seen = None
    return change_position(position=position, content=form.content(), by=request.user, seen=seen)


def _own(request: PersonRequest, intake: str, pk: int) -> Position:
    found = intake_for(request.user, intake)
    rows = positions_for(request.user, found, *EDITORS).select_related("division__intake", "intake")
    return get_object_or_404(rows, pk=pk)


@require_POST
@needs_role(*EDITORS)
def move(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    if not any(move.verb == verb for move in states.POSITION.moves):
        raise Http404
    move_position(position=_own(request, intake, pk), verb=verb, by=request.user)
    return redirect("planning:position", intake=intake, pk=pk)


@require_POST
@needs_role(*EDITORS)
def remove(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    remove_position(position=_own(request, intake, pk), by=request.user)
    messages.success(request, _("The position is removed."))
    return redirect("planning:positions", intake=intake)

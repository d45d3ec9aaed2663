"""Targets at planned seats, each with its bar and what would meet it; later steps add their depths as panels."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.charts import bullet
from springtide.foundation.ui.drawing import Chart
from springtide.foundation.ui.panels import places
from springtide.planning import rules
from springtide.planning.actions.targets import add_target, change_target, remove_target
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.targets import TargetForm
from springtide.planning.models import Intake, Target
from springtide.planning.queries import cells_for, intake_for, scope_names, targets_for
from springtide.planning.targets import FLOOR, SHARE, Names, Standing, evaluate_all, told, ways
from springtide.planning.views.pages import page

PANELS = "targets"


@dataclass(frozen=True)
class Shown:
    """A target with its bar and its words."""

    standing: Standing
    target: Target
    chart: Chart | None
    words: str
    ways: list[str]


def show(target: Target, standing: Standing, names: Names) -> Shown:
    share, wanted = standing.target.kind == SHARE, float(standing.wanted)
    floor = standing.target.bound == FLOOR
    chart = None
    if standing.value is not None:
        chart = bullet(
            target.name,
            float(standing.value),
            at_least=wanted if floor else None,
            at_most=None if floor else wanted,
            whole=100 if share else None,
            unit="%" if share else "",
        )
    return Shown(standing, target, chart, told(standing, names, _("planned seats")), ways(standing, names))


@needs_role()
def rows(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    targets, names = targets_for(request.user, found), scope_names(found)
    standings = evaluate_all(targets, cells_for(request.user, found))
    shown = [show(target, standing, names) for target, standing in zip(targets, standings, strict=True)]
    panels = places(request, PANELS, intake=found.slug)
    unmet = sum(standing.met is False for standing in standings)
    return page(request, "targets", found, tab="targets", rows=shown, panels=panels, unmet=unmet)


def _own(request: PersonRequest, intake: str) -> Intake:
    found = intake_for(request.user, intake)
    if not rules.can_plan(request.user, found.scope):
        raise Http404
    return found


@needs_role("lead")
def add(request: PersonRequest, intake: str) -> HttpResponse:
    found = _own(request, intake)
    form = TargetForm(request.POST or None, intake=found)
    saved = attempt(form, lambda: add_target(intake=found, by=request.user, **form.values()))
    if saved:
        messages.success(request, _("The target is set."))
        return redirect("planning:targets", intake=found.slug)
    return page(request, "target", found, tab="targets", form=form)


@needs_role("lead")
def change(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _own(request, intake)
    target = get_object_or_404(found.targets, pk=pk)
    form = TargetForm(request.POST or None, intake=found, target=target)
    saved = attempt(form, lambda: change_target(target=target, by=request.user, **form.values()))
    if saved:
        messages.success(request, _("The target is saved."))
        return redirect("planning:targets", intake=found.slug)
    return page(request, "target", found, tab="targets", form=form, target=target)


@require_POST
@needs_role("lead")
def remove(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _own(request, intake)
    remove_target(target=get_object_or_404(found.targets, pk=pk), by=request.user)
    messages.success(request, _("The target is removed."))
    return redirect("planning:targets", intake=found.slug)

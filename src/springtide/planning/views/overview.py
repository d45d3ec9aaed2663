"""The plan at a glance: seats by division and site, the AI share, the targets, the calendar."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning import rules, states
from springtide.planning.models import Intake
from springtide.planning.queries import (
    cells_for,
    divisions_for,
    intake_for,
    intakes_for,
    position_states,
    scope_names,
    targets_for,
)
from springtide.planning.targets import number, possible, told
from springtide.planning.views.matrix import seat_matrix
from springtide.planning.views.pages import page


@needs_role()
def console(request: PersonRequest) -> HttpResponse:
    """The person's intakes, or straight into the only one."""
    intakes = intakes_for(request.user)
    only = list(intakes[:2])
    if len(only) == 1 and "all" not in request.GET:
        return redirect(home(only[0]))
    rows = paginate(intakes, request.GET.get("page"))
    for row in rows:
        row.home = home(row)  # type: ignore[attr-defined]
        row.shown = states.INTAKE.state(row.state)  # type: ignore[attr-defined]
    may_open = bool(rules.can_open_intake(request.user))
    return render(request, "planning/intakes.html", {"rows": rows, "may_open": may_open})


def home(intake: Intake) -> str:
    """Where the person begins in an intake: insight's page where there is one."""
    try:
        return reverse("insight:home", kwargs={"intake": intake.slug})
    except NoReverseMatch:
        return reverse("planning:overview", kwargs={"intake": intake.slug})


@needs_role()
def plan(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    cells = cells_for(request.user, found)
    names = scope_names(found)
    met, unmet = possible(targets_for(request.user, found), cells)
    total = sum(cell.count for cell in cells)
    ai = sum(cell.count for cell in cells if cell.ai)
    return page(
        request,
        "overview",
        found,
        tab="overview",
        state=states.INTAKE.state(found.state),
        moves=states.INTAKE.open_from(found.state),
        matrix=seat_matrix(cells, names),
        seats=number(total),
        ai=number(ai),
        ai_percent=f"{100 * ai / total:.1f}" if total else None,
        sites=len({cell.site for cell in cells if cell.count}),
        positions=position_states(request.user, found),
        targets=len(met) + len(unmet),
        met=len(met),
        unmet=[told(standing, names, _("planned seats")) for standing in unmet],
        steps=timeline(found, [division.pk for division in divisions_for(request.user, found)]),
    )


MOST_NAMES = 7


@dataclass(frozen=True)
class Step:
    """One moment of the calendar."""

    at: datetime
    label: str
    note: str = ""
    past: bool = False
    next: bool = False


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) <= MOST_NAMES:
        return shown
    return _("%(names)s and %(more)d more") % {"names": shown, "more": len(names) - MOST_NAMES}


def timeline(intake: Intake, divisions: list[int]) -> list[Step]:
    """Opening, phases with the divisions the person sees, both deadlines, in order."""
    now = timezone.now()
    moments = [(intake.opens_at, _("Opens"), "")]
    for phase in intake.phases.prefetch_related("divisions"):
        own = [division.name for division in phase.divisions.all() if division.pk in divisions]
        moments.append((phase.opens_at, phase.name, _few(own)))
    moments.append((intake.shown_deadline, _("Deadline shown"), ""))
    if intake.grace_minutes:
        words = _("%(minutes)d minutes of grace") % {"minutes": intake.grace_minutes}
        moments.append((intake.real_deadline, _("Deadline enforced"), words))
    moments.sort(key=lambda moment: moment[0])
    first = next((n for n, moment in enumerate(moments) if moment[0] > now), None)
    return [Step(*moment, past=moment[0] <= now, next=n == first) for n, moment in enumerate(moments)]

"""What every page of the plan needs: the intake, its tabs, who may change it, the status of a form that comes back."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from springtide.foundation.accounts.access import PersonRequest
from springtide.planning import rules
from springtide.planning.models import Intake

INVALID = 422
OWN = {
    "overview": gettext_lazy("Overview"),
    "positions": gettext_lazy("Positions"),
    "targets": gettext_lazy("Targets"),
    "calendar": gettext_lazy("Calendar"),
}
PARTS = {
    "phases": gettext_lazy("Phases"),
    "divisions": gettext_lazy("Divisions"),
    "sites": gettext_lazy("Sites"),
    "families": gettext_lazy("Job families"),
}


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    current: bool


def page(request: PersonRequest, name: str, intake: Intake, /, *, tab: str, **context: Any) -> HttpResponse:
    """A page of the plan of one intake; `name` is its template in templates/planning/."""
    status = INVALID if _came_back(context.get("form")) else 200
    may_plan = bool(rules.can_plan(request.user, intake.scope))
    base = {"intake": intake, "may_plan": may_plan, "tabs": tabs(intake, tab, may_plan=may_plan)}
    return render(request, f"planning/{name}.html", base | context, status=status)


def tabs(intake: Intake, current: str, *, may_plan: bool) -> list[Tab]:
    """The parts of the plan; the import only for those who may use it."""
    found = [
        Tab(reverse(f"planning:{name}", args=[intake.slug]), str(label), name == current) for name, label in OWN.items()
    ]
    found += [
        Tab(reverse("planning:parts", args=[intake.slug, name]), str(label), name == current)
        for name, label in PARTS.items()
    ]
    if may_plan:
        found.append(Tab(reverse("planning:import", args=[intake.slug]), _("Import"), current == "import"))
    return found


def _came_back(form: forms.Form | None) -> bool:
    return form is not None and form.is_bound and bool(form.errors)

"""What every page of the plan needs: the intake, who may change it, the way to save a form."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from springtide.foundation.accounts.access import PersonRequest
from springtide.planning import rules
from springtide.planning.models import Intake

INVALID = 422


def page(request: PersonRequest, name: str, intake: Intake, /, **context: Any) -> HttpResponse:
    """A page of the plan of one intake; `name` is its template in templates/planning/."""
    status = INVALID if _came_back(context.get("form")) else 200
    base = {"intake": intake, "may_plan": bool(rules.can_plan(request.user, intake.scope))}
    return render(request, f"planning/{name}.html", base | context, status=status)


def _came_back(form: forms.Form | None) -> bool:
    return form is not None and form.is_bound and bool(form.errors)

"""What views of mentoring have in common: one internship the person may see, and a page with one form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from springtide.foundation.accounts.access import PersonRequest
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Refused
from springtide.mentoring import queries
from springtide.mentoring.models import Internship
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for

STAFF = (Role.LEAD, Role.RECRUITER, Role.APPROVER, Role.AUDITOR, Role.MENTOR)


def visible(request: PersonRequest, intake: str, pk: int) -> Internship:
    """One internship this person may see, or 404."""
    season = intake_for(request.user, intake)
    return get_object_or_404(queries.with_all(queries.internships_for(request.user, season)), pk=pk)


def today_in(intake: Intake) -> date:
    return timezone.now().astimezone(intake.tz).date()


def attempt(request: PersonRequest, form: BaseForm, act: Callable[[], object]) -> bool:
    """True where the form was sent, understood and done; whatever was wrong stands on the form, with what was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def form_page(request: PersonRequest, form: BaseForm, internship: Internship, **words: Any) -> HttpResponse:
    """The page of one form about one intern. `words`: title, lead, button, and what else the template shows."""
    context = {"intake": internship.offer.application.intake, "internship": internship, "form": form, **words}
    return render(request, "mentoring/form.html", context, status=422 if form.errors else 200)

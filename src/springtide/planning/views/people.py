"""The people of an intake and their roles: the lead gives them and takes them back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.actions import give_role, withdraw_role
from springtide.foundation.accounts.roles import Role
from springtide.foundation.ui.paging import paginate
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.people import PersonForm
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for, memberships_of


def _led(request: PersonRequest, slug: str) -> Intake:
    """The intake, if the person leads the whole of it; else 404."""
    found = intake_for(request.user, slug)
    return found if request.user.holds(Role.LEAD, scope=found.scope) else get_object_or_404(Intake, pk=None)


@needs_role(Role.LEAD)
def people(request: PersonRequest, intake: str) -> HttpResponse:
    found = _led(request, intake)
    form = PersonForm(request.POST or None, intake=found)
    given = request.method == "POST" and attempt(form, lambda: bool(give_role(**form.cleaned_data, by=request.user)))
    if given:
        messages.success(request, _("The role is given. The person signs in with a code sent to this address."))
        return redirect("planning:people", intake=intake)
    role = request.GET.get("role", "")
    held = memberships_of(found, role=role if role in Role.values else "")
    page = paginate(held, request.GET.get("page"))
    divisions = {division.scope: division.name for division in found.divisions.select_related("intake")}
    context = {
        "intake": found,
        "form": form,
        "page": page,
        "rows": [(one, divisions.get(one.scope, _("the whole intake"))) for one in page],
        "roles": Role.choices,
        "role": role,
    }
    return render(request, "planning/people.html", context, status=422 if form.errors else 200)


@needs_role(Role.LEAD)
@require_POST
@transaction.atomic
def withdraw(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _led(request, intake)
    withdraw_role(membership=get_object_or_404(memberships_of(found), pk=pk), by=request.user)
    messages.success(request, _("The role is withdrawn."))
    return redirect("planning:people", intake=intake)

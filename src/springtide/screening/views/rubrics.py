"""Rubrics: the lead makes, copies and chooses them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.planning.forms.attempt import attempt
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for
from springtide.screening.actions.rubrics import (
    choose_rubric,
    copy_rubric,
    drop_rubric,
    edit_rubric,
    make_default_rubric,
    make_rubric,
    remove_criterion,
    write_criterion,
)
from springtide.screening.forms.rubrics import CriterionForm, RubricForm
from springtide.screening.models import Rubric
from springtide.screening.queries import rubric_for, rubrics_of


@needs_role()
def rubrics(request: PersonRequest, intake: str) -> HttpResponse:
    """All rubrics. Everybody on the staff may read by what is judged."""
    at = intake_for(request.user, intake)
    context = {"intake": at, "rubrics": rubrics_of(at), "leads": _leads(request, at), "current": rubric_for(at)}
    return render(request, "screening/rubrics.html", context)


@needs_role()
def rubric(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    at = intake_for(request.user, intake)
    row = get_object_or_404(rubrics_of(at), pk=pk)
    editable = row.state == "draft" and _leads(request, at)
    context = {"intake": at, "rubric": row, "leads": _leads(request, at), "editable": editable}
    return render(request, "screening/rubric.html", context)


@needs_role("lead")
def write(request: PersonRequest, intake: str, pk: int | None = None) -> HttpResponse:
    """Name a new rubric, or rename a draft."""
    at = intake_for(request.user, intake)
    row = get_object_or_404(rubrics_of(at), pk=pk) if pk else None
    initial = {"names": row.names, "use": row.use} if row else {"use": Rubric.Use.SCREENING}
    form = RubricForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: (
                edit_rubric(rubric=row, by=request.user, **form.cleaned_data)
                if row
                else make_rubric(intake=at, by=request.user, **form.cleaned_data)
            ),
        )
        if done is not None:
            return redirect("screening:rubric", intake=at.slug, pk=done.pk)
    return render(request, "screening/rubric_form.html", {"intake": at, "rubric": row, "form": form})


@needs_role("lead")
def criterion(request: PersonRequest, intake: str, pk: int, criterion: int | None = None) -> HttpResponse:
    """Add a criterion to a draft, or change one."""
    at = intake_for(request.user, intake)
    row = get_object_or_404(rubrics_of(at), pk=pk)
    one = get_object_or_404(row.criteria, pk=criterion) if criterion else None
    form = CriterionForm(request.POST or None, criterion=one)
    if request.method == "POST":
        done = attempt(form, lambda: write_criterion(rubric=row, criterion=one, draft=form.draft(), by=request.user))
        if done is not None:
            return redirect("screening:rubric", intake=at.slug, pk=row.pk)
    return render(request, "screening/criterion_form.html", {"intake": at, "rubric": row, "form": form})


@require_POST
@needs_role("lead")
def remove(request: PersonRequest, intake: str, pk: int, criterion: int) -> HttpResponse:
    at = intake_for(request.user, intake)
    row = get_object_or_404(rubrics_of(at), pk=pk)
    remove_criterion(criterion=get_object_or_404(row.criteria, pk=criterion), by=request.user)
    return redirect("screening:rubric", intake=at.slug, pk=row.pk)


@require_POST
@needs_role("lead")
def copy(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    at = intake_for(request.user, intake)
    made = copy_rubric(rubric=get_object_or_404(rubrics_of(at), pk=pk), by=request.user)
    messages.success(request, _("This is your copy. Change it, then choose it."))
    return redirect("screening:rubric", intake=at.slug, pk=made.pk)


@require_POST
@needs_role("lead")
def choose(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    at = intake_for(request.user, intake)
    row = choose_rubric(rubric=get_object_or_404(rubrics_of(at), pk=pk), by=request.user)
    messages.success(request, _("From now on new reviews use this rubric. Reviews already begun keep theirs."))
    return redirect("screening:rubric", intake=at.slug, pk=row.pk)


@require_POST
@needs_role("lead")
def drop(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    at = intake_for(request.user, intake)
    drop_rubric(rubric=get_object_or_404(rubrics_of(at), pk=pk), by=request.user)
    messages.success(request, _("The draft was deleted."))
    return redirect("screening:rubrics", intake=at.slug)


@require_POST
@needs_role("lead")
def give_default(request: PersonRequest, intake: str) -> HttpResponse:
    """Make the rubric that comes with Springtide, where none is in use."""
    at = intake_for(request.user, intake)
    make_default_rubric(intake=at, by=request.user)
    return redirect("screening:rubrics", intake=at.slug)


def _leads(request: PersonRequest, intake: Intake) -> bool:
    return request.user.holds("lead", scope=intake.scope)

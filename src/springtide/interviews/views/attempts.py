"""Assessments for the candidate: choose a sitting, move, take the test, say whom the result counts for."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews.actions.attempts import book_sitting, cancel_attempt
from springtide.interviews.actions.sharing import share_result
from springtide.interviews.forms.assessments import ChoiceForm
from springtide.interviews.models import Attempt, Sitting
from springtide.interviews.queries import assessments as queries
from springtide.interviews.states import SEATED
from springtide.planning.models import Intake


def _intake(request: PersonRequest, slug: str) -> Intake:
    """An intake in which the person applied; to others it does not exist."""
    own = Intake.objects.filter(applications__candidate__person=request.user)
    return get_object_or_404(own, slug=slug)


def _own(request: PersonRequest, intake: str, pk: int) -> Attempt:
    return get_object_or_404(queries.own_attempts(request.user, _intake(request, intake)), pk=pk)


@needs_person
@require_safe
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    found, now = _intake(request, intake), timezone.now()
    cards = [
        {
            "attempt": attempt,
            "seated": attempt.state in SEATED,
            "to_come": attempt.sitting is not None and attempt.sitting.starts_at > now,
            "running": attempt.sitting is not None and attempt.sitting.runs_at(now),
        }
        for attempt in queries.own_attempts(request.user, found)
    ]
    zone = request.user.time_zone or found.zone
    with timezone.override(ZoneInfo(zone)):
        return render(request, "interviews/assessments/mine.html", {"intake": found, "cards": cards, "zone": zone})


@needs_person
@require_http_methods(["GET", "POST"])
def choose(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    attempt = _own(request, intake, pk)
    form = ChoiceForm(request.POST or None, initial={"shared": attempt.shared})
    refusal = ""
    if request.method == "POST":
        if form.is_valid():
            sitting = Sitting.objects.filter(pk=form.cleaned_data["sitting"], assessment=attempt.assessment_id).first()
            try:
                if sitting is None:
                    raise Refused(_("This sitting is not one of yours. Please choose one of the list."))
                shared = form.cleaned_data["shared"]
                book_sitting(attempt=attempt, sitting=sitting, shared=shared, by=request.user)
                return redirect("interviews:my_assessments", intake=intake)
            except Refused as refused:
                refusal = str(refused.reason)
        else:
            refusal = _("Please choose one of the sittings.")
    found = attempt.application.intake
    page = paginate(queries.open_sittings(attempt, timezone.now()), request.GET.get("page"))
    zone = request.user.time_zone or found.zone
    context = {"intake": found, "attempt": attempt, "page": page, "form": form, "refusal": refusal, "zone": zone}
    with timezone.override(ZoneInfo(zone)):
        return render(request, "interviews/assessments/choose.html", context, status=409 if refusal else 200)


@needs_person
@require_POST
def cancel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    cancel_attempt(attempt=_own(request, intake, pk), by=request.user)
    return redirect("interviews:my_assessments", intake=intake)


@needs_person
@require_POST
def consent(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """`shared`: yes or no. Taken back as easily as given."""
    share_result(attempt=_own(request, intake, pk), shared=request.POST.get("shared") == "yes", by=request.user)
    return redirect("interviews:my_assessments", intake=intake)

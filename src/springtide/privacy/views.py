"""Pages for overseers, and the door through which a person takes their data away."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for
from springtide.privacy import queries
from springtide.privacy.actions import ask_for_check, retry_failed
from springtide.privacy.models import JournalCheck

OVERSEERS = ("lead", "auditor")


def overseen(request: PersonRequest, slug: str) -> Intake:
    """The intake, if the person oversees the whole of it."""
    intake = intake_for(request.user, slug)
    if not request.user.holds(*OVERSEERS, scope=intake.scope):
        return get_object_or_404(Intake, pk=None)
    return intake


@needs_role(*OVERSEERS)
@require_safe
def journal(request: PersonRequest, intake: str) -> HttpResponse:
    found = overseen(request, intake)
    verb, actor = request.GET.get("verb", "")[:60], request.GET.get("actor", "")[:254]
    entries = queries.entries_of(found, verb=verb, actor=actor)
    page = paginate(entries, request.GET.get("page"))
    check = JournalCheck.objects.first()
    context = {"intake": found, "page": page, "verb": verb, "actor": actor, "check": check}
    return render(request, "privacy/journal.html", context)


@needs_role(*OVERSEERS)
@require_POST
def check(request: PersonRequest, intake: str) -> HttpResponse:
    ask_for_check(intake=overseen(request, intake), by=request.user)
    messages.success(request, _("The journal is being checked. The result appears here in a moment."))
    return redirect("privacy:journal", intake=intake)


@needs_role(*OVERSEERS)
@require_safe
def system(request: PersonRequest, intake: str) -> HttpResponse:
    found = overseen(request, intake)
    context = {
        "intake": found,
        "figures": queries.work_figures(),
        "page": paginate(queries.work_in_trouble(), request.GET.get("page"), 15),
        "letters": queries.letters_in_trouble(found)[:15],
    }
    return render(request, "privacy/system.html", context)


@needs_role("lead")
@require_POST
def retry(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = overseen(request, intake)
    retry_failed(job=get_object_or_404(queries.work_in_trouble(), pk=pk), intake=found, by=request.user)
    return redirect("privacy:system", intake=intake)


@needs_person
@require_safe
def my_data(request: PersonRequest) -> HttpResponse:
    answer = JsonResponse(
        queries.everything_about(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="springtide-my-data.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer

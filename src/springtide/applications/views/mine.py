"""The applicant's own pages: where things stand, leaving, coming back, objecting."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from springtide.applications.actions import contest_finding, reopen_application, withdraw_application
from springtide.applications.forms import ContestForm
from springtide.applications.models import Application
from springtide.applications.queries import own_applications, ranked, stored_entries
from springtide.applications.rules.entries import NOTICE
from springtide.applications.rules.writing import may_contest, may_reopen, may_withdraw
from springtide.applications.views.pages import sent_application
from springtide.applications.views.words import in_words, label_of, said
from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.files.answers import as_download
from springtide.foundation.ui import panels
from springtide.planning.queries import published_intakes

SHOWN = ("name", "country", "phone_typed", "school", "degree", "field", "graduation", "work_countries", "motivation")


@needs_person
def mine(request: PersonRequest) -> HttpResponse:
    """All the person's applications, and the intakes they may still apply to."""
    applications = list(own_applications(request.user))
    applied = [application.intake_id for application in applications]
    others = [i for i in published_intakes().exclude(pk__in=applied) if i.takes_applications(request.began)]
    return render(
        request, "applications/mine.html", {"applications": applications, "others": others, "now": request.began}
    )


@needs_person
def status(request: PersonRequest, intake: str) -> HttpResponse:
    """Where it stands, in words, with the receipt and what was sent."""
    application = sent_application(request, intake)
    if application.state == "draft":
        return redirect("applications:form", intake)
    return status_page(request, application, ContestForm())


def status_page(
    request: PersonRequest, application: Application, objection: ContestForm, status: int = 200
) -> HttpResponse:
    entries = stored_entries(application)
    context = {
        "application": application,
        "intake": application.intake,
        "preferences": ranked(application),
        "rows": [(label_of(key), said(key, entries, application.intake)) for key in SHOWN if entries.get(key)],
        "findings": in_words(application.findings),
        "contests": application.contests.order_by("pk"),
        "objection": objection if may_contest(application) else None,
        "may_withdraw": may_withdraw(application),
        "may_reopen": may_reopen(application, request.began),
        # Where this state leads on: later steps register their pages for it.
        "ways": panels.places(request, f"status-{application.state}", intake=application.intake.slug),
    }
    return render(request, "applications/status.html", context, status=status)


@needs_person
def withdraw(request: PersonRequest, intake: str) -> HttpResponse:
    """Asks first, on a page of its own: nothing happens by opening a link."""
    application = sent_application(request, intake)
    may_withdraw(application).require()
    if request.method == "POST":
        withdraw_application(application=application, by=request.user)
        return redirect("applications:status", intake)
    context = {
        "application": application,
        "intake": application.intake,
        "open_still": application.intake.takes_applications(request.began),
    }
    return render(request, "applications/withdraw.html", context)


@needs_person
@require_POST
def reopen(request: PersonRequest, intake: str) -> HttpResponse:
    reopen_application(application=sent_application(request, intake), at=request.began, by=request.user)
    return redirect("applications:form", intake)


@needs_person
@require_POST
def contest(request: PersonRequest, intake: str) -> HttpResponse:
    application = sent_application(request, intake)
    objection = ContestForm(request.POST)
    if not objection.is_valid():
        return status_page(request, application, objection, status=422)
    contest_finding(application=application, statement=objection.cleaned_data["statement"], by=request.user)
    return redirect("applications:status", intake)


@needs_person
def own_resume(request: PersonRequest, intake: str) -> HttpResponse:
    """The person's own file back."""
    application = sent_application(request, intake)
    if application.resume is None:
        return redirect("applications:form", intake)
    return as_download(application.resume)  # type: ignore[return-value]  # a streamed answer


@needs_person
def notice(request: PersonRequest) -> HttpResponse:
    """How data are used, in the version that the form names."""
    return render(request, "applications/notice.html", {"version": NOTICE})

"""The console's list of applications and the page of one."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from springtide.applications.actions import admit_late, answer_contest, rank_imported, submit_imported
from springtide.applications.forms import AnswerForm, FilterForm, RankForm
from springtide.applications.models import Application, Contest, Preference
from springtide.applications.queries import applications_for, filtered, matching_openings, ranked, stored_entries
from springtide.applications.views.words import in_words, label_of, said, verb_in_words
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.roles import Role
from springtide.foundation.files.answers import as_download, as_picture
from springtide.foundation.journal.queries import history_of
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui import panels
from springtide.foundation.ui.paging import paginate
from springtide.planning.queries import intake_for, visible_openings

SHOWN = ("country", "phone", "school", "degree", "field", "graduation", "work_countries", "transfer", "motivation")


def visible(request: PersonRequest, intake: str, pk: int) -> Application:
    """One application this person may see, or 404."""
    season = intake_for(request.user, intake)
    rows = applications_for(request.user, season).select_related("candidate__person", "intake", "resume")
    return get_object_or_404(rows, pk=pk)


@needs_role()
def listing(request: PersonRequest, intake: str) -> HttpResponse:
    """Applications this person may see, newest first, narrowed by the filters."""
    season = intake_for(request.user, intake)
    filters = FilterForm(request.GET or {}, person=request.user, intake=season)
    understood = filters.is_valid()
    rows = filtered(applications_for(request.user, season), filters.cleaned_data)
    page = paginate(_with_all(rows), request.GET.get("page"), request.GET.get("per_page"), counted=rows)
    context = {"intake": season, "filters": filters, "page": page}
    return render(request, "applications/list.html", context, status=200 if understood else 400)


def _with_all(rows: QuerySet[Application]) -> QuerySet[Application]:
    """What a row of the list shows: 3 queries for any number."""
    first = Preference.objects.select_related("opening__site", "division").prefetch_related("opening__position__texts")
    return (
        rows.select_related("candidate__person")
        .prefetch_related(Prefetch("preferences", first))
        .order_by("-submitted_at", "-pk")
    )


@needs_role()
def detail(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """One application: what was typed beside what the résumé says, and the panels of every step."""
    application = visible(request, intake, pk)
    entries = stored_entries(application)
    context = {
        "intake": application.intake,
        "application": application,
        "preferences": ranked(application),
        "rows": [(label_of(key), said(key, entries, application.intake)) for key in SHOWN],
        "findings": in_words(application.findings),
        "documents": application.documents.select_related("file").prefetch_related("previews").order_by("-pk")[:1],
        "contests": application.contests.select_related("answered_by").order_by("pk"),
        "answer": AnswerForm(),
        "leads": request.user.holds(Role.LEAD, scope=application.intake.scope),
        "answers": request.user.holds(Role.LEAD, Role.APPROVER, scope=application.intake.scope),
        "places": panels.places(request, intake=intake, pk=pk),
    }
    return render(request, "applications/detail.html", context)


@needs_role()
def history(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """What the journal says about this application."""
    application = visible(request, intake, pk)
    page = paginate(history_of("applications.application", application.pk), request.GET.get("page"))
    lines = [(line, verb_in_words(line.verb)) for line in page]
    context = {"page": page, "lines": lines, "intake": application.intake}
    return render(request, "applications/parts/history.html", context)


@needs_role()
def file(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The résumé as it was handed in, always as a download."""
    application = visible(request, intake, pk)
    if application.resume is None:
        raise Http404
    return as_download(application.resume)  # type: ignore[return-value]  # a streamed answer


@needs_role()
def preview(request: PersonRequest, intake: str, pk: int, number: int) -> HttpResponse:
    """One page of it as a picture of our own making."""
    application = visible(request, intake, pk)
    document = application.documents.filter(file=application.resume_id).first()
    if document is None:
        raise Http404
    return as_picture(get_object_or_404(document.previews, pk=number))  # type: ignore[return-value]


@needs_role(Role.LEAD)
@require_POST
def admit(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    admit_late(application=visible(request, intake, pk), by=request.user)
    return redirect("applications:detail", intake, pk)


@needs_role(Role.LEAD, Role.APPROVER)
def contest(request: PersonRequest, intake: str, pk: int, number: int) -> HttpResponse:
    """Answer an objection."""
    application = visible(request, intake, pk)
    objection = get_object_or_404(Contest, application=application, pk=number)
    answer = AnswerForm(request.POST or None)
    if request.method == "POST" and answer.is_valid():
        answer_contest(contest=objection, by=request.user, **answer.cleaned_data)
        return redirect("applications:detail", intake, pk)
    context = {
        "intake": application.intake,
        "application": application,
        "objection": objection,
        "form": answer,
        "findings": in_words(application.findings),
    }
    return render(request, "applications/contest.html", context, status=422 if answer.errors else 200)


@needs_role(Role.LEAD)
def complete(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Rank for somebody whose résumé was brought in, and send."""
    application = visible(request, intake, pk)
    season = application.intake
    openings = matching_openings(visible_openings(season, min(request.began, season.shown_deadline)), season, "")
    form = RankForm(request.POST or None, intake=season, openings=openings)
    if request.method == "POST" and form.is_valid():
        try:
            rank_imported(application=application, openings=form.openings(), at=request.began, by=request.user)
            submit_imported(application=application, at=request.began, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            return redirect("applications:detail", intake, pk)
    context = {"intake": season, "application": application, "form": form}
    return render(request, "applications/complete.html", context, status=422 if form.errors else 200)

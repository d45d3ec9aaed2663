"""What the pages of an applicant show."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from springtide.applications.bridge import suggested_entries
from springtide.applications.forms import ApplicationForm
from springtide.applications.models import Application, Document
from springtide.applications.queries import (
    findings_on,
    matching_openings,
    openings_by_id,
    own_applications,
    stored_entries,
)
from springtide.applications.rules.entries import Entries, differing
from springtide.applications.rules.writing import is_late
from springtide.applications.views.words import in_words, label_of, said
from springtide.foundation.accounts.access import PersonRequest
from springtide.foundation.ui.paging import paginate
from springtide.planning.models import Intake
from springtide.planning.queries import published_intakes, visible_openings

PER_PAGE = 8
NOT_KEPT = {"csrfmiddlewaretoken", "version", "add", "remove", "move", "take", "q", "preferences"}


def own(request: PersonRequest, slug: str) -> tuple[Intake, Application | None]:
    """The intake with the person's application in it, if any. Neither published nor applied for: 404."""
    mine = own_applications(request.user).select_related("candidate__person", "resume")
    application = mine.filter(intake__slug=slug).first()
    if application is not None:
        return application.intake, application
    intake = published_intakes().filter(slug=slug).first()
    if intake is None:
        raise Http404
    return intake, None


def sent_application(request: PersonRequest, slug: str) -> Application:
    """The person's application in an intake, or 404."""
    _intake, application = own(request, slug)
    if application is None:
        raise Http404
    return application


def typed_before(application: Application | None, request: PersonRequest) -> Entries:
    """What the form starts from."""
    return stored_entries(application) if application else Entries(name=request.user.name)


def form_page(
    request: PersonRequest,
    intake: Intake,
    application: Application | None,
    form: ApplicationForm,
    *,
    openings: Sequence[int],
    status: int = 200,
) -> HttpResponse:
    """The form with what is around it: ranked openings, findings, résumé, the list to pick from."""
    known = typed_before(application, request)
    # A form that came back is judged by what stands in it, not by what was stored before.
    judged = Entries(**{**known, **(form.entries if form.is_bound else {}), "openings": list(openings)})
    context = {
        "intake": intake,
        "application": application,
        "form": form,
        "version": application.version if application else 0,
        "submit_key": request.POST.get("submit_key") or secrets.token_urlsafe(16),
        "ranked": openings_by_id(intake, openings),
        "findings": in_words(findings_on(judged, intake)),
        "late": is_late(intake, request.began),
        "now": request.began,
        "upload_limit": settings.UPLOAD_LIMIT,
        **picking(request, intake),
        **reading(application),
    }
    return render(request, "applications/form.html", context, status=status)


def picking(request: PersonRequest, intake: Intake) -> dict[str, Any]:
    """The openings to choose from, found by the words in `q`."""
    query = request.GET.get("q", "")[:100]
    moment = min(request.began, intake.shown_deadline)
    found = matching_openings(visible_openings(intake, moment), intake, query)
    return {"query": query, "found": paginate(found, request.GET.get("page"), PER_PAGE)}


def reading(application: Application | None) -> dict[str, Any]:
    """What the job read out of the résumé, and what it suggests for fields that are still empty."""
    if application is None or application.resume_id is None:
        return {"document": None, "suggestions": []}
    document = Document.objects.filter(file=application.resume_id).first()
    profile = document.profile if document else {}
    empty = stored_entries(application)
    offered = {k: v for k, v in suggested_entries(profile).items() if not empty.get(k) and k != "phone"}
    suggestions = [
        {"key": key, "label": label_of(key), "words": said(key, offered, application.intake)} for key in offered
    ]
    return {"document": document, "suggestions": suggestions}


def differences_in_words(intake: Intake, typed: Entries, stored: Entries) -> list[dict[str, str]]:
    """What differs, as it reads on the page. `key` is the name of the control, where there is one."""
    keys = [key for key in differing(typed, stored) if key != "phone"]
    return [
        {
            "key": label_of(key) if key in ("openings", "notice_version") else key,
            "label": label_of(key),
            "yours": said(key, typed, intake),
            "theirs": said(key, stored, intake),
        }
        for key in keys
    ]


def conflict_page(
    request: PersonRequest, intake: Intake, typed: Entries, stored: Application, *, sent: bool = False
) -> HttpResponse:
    """Both texts side by side; nothing was overwritten. `sent`: the stored one can no longer be changed."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
    # The button that was pressed has done its work: what it moved stands in the typed order.
    kept += [("preferences", str(pk)) for pk in typed["openings"]]
    rows = differences_in_words(intake, typed, stored_entries(stored))
    context = {"intake": intake, "application": stored, "rows": rows, "kept": kept, "sent": sent}
    return render(request, "applications/conflict.html", context, status=409)

"""The application form: saving, sending, and the small parts that follow while it is filled in."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from springtide.applications.actions import Conflict, attach_resume, save_draft, submit_application
from springtide.applications.bridge import suggested_entries
from springtide.applications.forms import ApplicationForm
from springtide.applications.forms.application import ranked
from springtide.applications.models import Application
from springtide.applications.queries import findings_on, known_openings, stored_entries
from springtide.applications.rules.entries import Entries, differing
from springtide.applications.views.pages import (
    conflict_page,
    differences_in_words,
    form_page,
    own,
    picking,
    reading,
    sent_application,
    typed_before,
)
from springtide.applications.views.typed import keeps_typed, take_typed
from springtide.applications.views.words import in_words
from springtide.careers.visits import first_source
from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.steps.checkpoints import checkpoint
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.models import Intake


@keeps_typed
def form(request: PersonRequest, intake: str) -> HttpResponse:
    """The form as it is stored, or as it was sent."""
    season, application = own(request, intake)
    if application is not None and application.state != "draft":
        return redirect("applications:status", intake)
    if application is None and not season.takes_applications(request.began):
        return render(request, "applications/closed.html", {"intake": season, "now": request.began})
    if request.method == "POST":
        return _save(request, season, application)
    kept = take_typed(request, intake)
    stored = typed_before(application, request)
    shown = ApplicationForm(kept, intake=season, stored=stored)
    if kept is not None:
        shown.add_error(None, _("You had been signed out. What you typed is here again: check it, then go on."))
    asked = ranked(kept) if kept is not None else ranked(_with_added(request, stored))
    openings = known_openings(season, asked, stored.get("openings", []), request.began)
    return form_page(request, season, application, shown, openings=openings)


def _with_added(request: PersonRequest, stored: Entries) -> QueryDict:
    """The ranked openings and the one that a position's page sent along (`?add=`). Reading writes nothing yet."""
    asked = QueryDict(mutable=True)
    asked.setlist("preferences", [str(pk) for pk in stored.get("openings", [])])
    asked["add"] = request.GET.get("add", "")
    return asked


def _read(
    request: PersonRequest, intake: Intake, application: Application | None, *, complete: bool = False
) -> tuple[ApplicationForm, Entries]:
    """The form as sent, and what of it was understood."""
    stored = typed_before(application, request)
    sent = ApplicationForm(request.POST, request.FILES, intake=intake, stored=stored, complete=complete)
    sent.is_valid()
    asked = ranked(request.POST)
    openings = known_openings(intake, asked, stored.get("openings", []), request.began)
    if len(openings) < len(asked):
        sent.add_error(None, _("An opening you chose is no longer open and was taken out of your list."))
    return sent, Entries(**{**sent.entries, "openings": openings})


def _version(data: QueryDict) -> int:
    text = str(data.get("version", ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _save(request: PersonRequest, intake: Intake, application: Application | None) -> HttpResponse:
    sent, entries = _read(request, intake, application)
    entries = Entries(**{**entries, **_taken(request.POST, application)})
    openings = entries["openings"]
    try:
        application = save_draft(
            by=request.user,
            intake=intake,
            entries=entries,
            version=_version(request.POST),
            at=request.began,
            source=first_source(request),
        )
        _attach(sent, application, request)
    except Conflict as conflict:
        return conflict_page(request, intake, entries, conflict.stored)
    except Refused as refusal:
        sent.add_error(None, str(refusal.reason))
        openings = stored_entries(application)["openings"] if application else []
    if sent.errors:
        return form_page(request, intake, application, sent, openings=openings, status=422)
    return redirect(_onward(request, intake))


def _taken(data: QueryDict, application: Application | None) -> Entries:
    """The suggestion that was accepted, if that button was pressed."""
    key = str(data.get("take", ""))
    document = reading(application)["document"] if key else None
    offered = suggested_entries(document.profile) if document else Entries()
    wanted = {key, "phone"} if key == "phone_typed" else {key}
    return cast(Entries, {name: value for name, value in offered.items() if name in wanted})


def _attach(sent: ApplicationForm, application: Application, request: PersonRequest) -> None:
    file = sent.file
    if file is not None and file.file is not None:
        attach_resume(
            application=application,
            content=file.file,
            name=file.name or "",
            content_type=file.kind,  # type: ignore[attr-defined]  # set by ResumeField
            by=request.user,
        )


def _onward(request: PersonRequest, intake: Intake) -> str:
    """Back to the form, where the pressed button stands."""
    query = QueryDict(mutable=True)
    if asked := request.POST.get("q", "").strip()[:100]:
        query["q"] = asked
    pressed = {"add": "preferences", "remove": "preferences", "move": "preferences", "take": "resume"}
    place = next((place for button, place in pressed.items() if button in request.POST), "pick" if query else "saved")
    address = reverse("applications:form", args=[intake.slug], query=query or None)
    return f"{address}#{'resume' if request.FILES else place}"


@keeps_typed
@require_POST
def submit(request: PersonRequest, intake: str) -> HttpResponse:
    """Send it. However often this is pressed, and from however many windows: one application, one receipt."""
    season, application = own(request, intake)
    open_still = application is None or application.state == "draft"
    sent, entries = _read(request, season, application, complete=open_still)
    if not entries["openings"]:
        sent.add_error(None, _("Rank at least one opening."))
    key = request.POST.get("submit_key", "")[:64]
    version = _version(request.POST)
    if open_still and sent.errors:
        return _save_and_show(request, season, application, sent, entries)
    try:
        if open_still and sent.file is not None:
            application = save_draft(by=request.user, intake=season, entries=entries, version=version, at=request.began)
            version = application.version
            _attach(sent, application, request)
        application = submit_application(
            by=request.user,
            intake=season,
            entries=entries,
            version=version,
            key=key,
            at=request.began,
            source=first_source(request),
        )
    except Conflict as conflict:
        return conflict_page(request, season, entries, conflict.stored)
    except Refused as refusal:
        sent.add_error(None, str(refusal.reason))
        return form_page(request, season, application, sent, openings=entries["openings"], status=refusal.status)
    checkpoint("submit:before-response")
    if application.submit_key != key and differing(entries, stored_entries(application)):
        return conflict_page(request, season, entries, application, sent=True)
    return redirect("applications:status", intake)


def _save_and_show(
    request: PersonRequest, intake: Intake, application: Application | None, sent: ApplicationForm, entries: Entries
) -> HttpResponse:
    """Not complete: what was understood is kept all the same, and the page says what is missing."""
    at, version = request.began, _version(request.POST)
    try:
        application = save_draft(by=request.user, intake=intake, entries=entries, version=version, at=at)
        _attach(sent, application, request)
    except Conflict as conflict:
        return conflict_page(request, intake, entries, conflict.stored)
    except Refused as refusal:
        sent.add_error(None, str(refusal.reason))
    return form_page(request, intake, application, sent, openings=entries["openings"], status=422)


@require_POST
def autosave(request: HttpRequest, intake: str) -> HttpResponse:
    """What the page sends while somebody types: 200 with the new version, 409 with what another window saved."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("You have been signed out.")}, status=401)
    asked: Any = request
    season, application = own(asked, intake)
    sent, entries = _read(asked, season, application)
    try:
        saved = save_draft(
            by=asked.user,
            intake=season,
            entries=entries,
            version=_version(request.POST),
            at=asked.began,
            source=first_source(asked),
        )
    except Conflict as conflict:
        theirs = {
            row["key"]: row["theirs"] for row in differences_in_words(season, entries, stored_entries(conflict.stored))
        }
        return JsonResponse({"version": conflict.stored.version, "theirs": theirs}, status=409)
    except Refused as refusal:
        version = application.version if application else 0
        return JsonResponse({"version": version, "theirs": {_("Not saved"): str(refusal.reason)}}, status=409)
    return JsonResponse({"version": saved.version, "errors": sent.errors})


@needs_person
@require_POST
def eligibility(request: PersonRequest, intake: str) -> HttpResponse:
    """What the rules find in what stands in the form at this moment. Writes nothing."""
    season, application = own(request, intake)
    _sent, entries = _read(request, season, application)
    return render(request, "applications/parts/findings.html", {"findings": in_words(findings_on(entries, season))})


@needs_person
def openings(request: PersonRequest, intake: str) -> HttpResponse:
    """The openings that match the words typed, for the list to pick from."""
    season, _application = own(request, intake)
    return render(request, "applications/parts/openings.html", {"intake": season, **picking(request, season)})


@needs_person
def resume(request: PersonRequest, intake: str) -> HttpResponse:
    """How far the reading of the résumé is, asked again by the page until it is done."""
    application = sent_application(request, intake)
    context = {"intake": application.intake, "application": application, **reading(application)}
    return render(request, "applications/parts/resume.html", context)

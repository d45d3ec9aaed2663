"""Assessments for staff: what there is, sittings with their fill, results, and one person's on their application."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import states
from springtide.interviews.actions.assessments import add_sitting, call_off, change_sitting, save_assessment
from springtide.interviews.actions.attempts import cancel_attempt, invite_to, reinvite_to
from springtide.interviews.forms.assessments import AssessmentForm, SittingForm
from springtide.interviews.models import Assessment
from springtide.interviews.queries import assessments as queries
from springtide.interviews.rules.assessments import sets_up
from springtide.planning.models import Intake
from springtide.planning.queries import divisions_for, intake_for

SEERS = ("lead", "recruiter", "approver", "auditor")
INVITERS = ("lead", "recruiter")


def _led(request: PersonRequest, slug: str) -> Intake:
    """An intake that the person leads; to others it is not there."""
    found = intake_for(request.user, slug)
    if not sets_up(request.user, found.scope):
        raise Http404
    return found


def _assessment(request: PersonRequest, intake: Intake, pk: int) -> Assessment:
    rows = queries.assessments_for(request.user, intake).select_related("intake")
    return get_object_or_404(rows, pk=pk)


@needs_role(*SEERS)
@require_safe
def assessments(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = queries.assessments_for(request.user, found)
    page = paginate(queries.with_figures(rows), request.GET.get("page"), counted=rows)
    context = {"intake": found, "page": page, "may_set_up": sets_up(request.user, found.scope)}
    return render(request, "interviews/assessments/list.html", context)


@needs_role(*SEERS)
@require_safe
def assessment(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = _assessment(request, found, pk)
    page = paginate(queries.with_fill(chosen.sittings.all()), request.GET.get("page"), counted=chosen.sittings.all())
    mine = queries.results_for(request.user, found).filter(assessment=chosen).order_by().values_list("state")
    counts = dict(mine.annotate(n=Count("pk")))
    context = {
        "intake": found,
        "assessment": chosen,
        "divisions": chosen.divisions.select_related("intake"),
        "families": chosen.families.all(),
        "page": page,
        "figures": [(state.staff, counts.get(state.name, 0)) for state in states.ATTEMPT.states],
        "may_set_up": sets_up(request.user, found.scope),
        "may_invite": bool(request.user.roles & set(INVITERS)),
        "now": timezone.now(),
    }
    return render(request, "interviews/assessments/detail.html", context)


@needs_role("lead")
@require_http_methods(["GET", "POST"])
def edit_assessment(request: PersonRequest, intake: str, pk: int | None = None) -> HttpResponse:
    found = _led(request, intake)
    chosen = _assessment(request, found, pk) if pk else None
    form = AssessmentForm(
        request.POST or None, intake=found, initial=AssessmentForm.initial_of(chosen) if chosen else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_assessment(intake=found, assessment=chosen, by=request.user, **form.values())
            return redirect("interviews:assessment", intake=intake, pk=saved.pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "assessment": chosen}
    return render(request, "interviews/assessments/edit.html", context, status=422 if form.errors else 200)


@needs_role("lead")
@require_http_methods(["GET", "POST"])
def new_sitting(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _led(request, intake)
    chosen = _assessment(request, found, pk)
    form = SittingForm(request.POST or None, assessment=chosen, initial={"zone": found.zone, "seats": 100})
    if request.method == "POST" and form.is_valid():
        try:
            add_sitting(assessment=chosen, by=request.user, **form.cleaned_data)
            return redirect("interviews:assessment", intake=intake, pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "assessment": chosen}
    return render(request, "interviews/assessments/sitting.html", context, status=422 if form.errors else 200)


@needs_role("lead")
@require_http_methods(["GET", "POST"])
def sitting(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _led(request, intake)
    chosen = get_object_or_404(queries.with_fill(queries.sittings_of(found)), pk=pk)
    form = SittingForm(
        request.POST or None,
        assessment=chosen.assessment,
        sitting=chosen,
        initial=SittingForm.initial_of(chosen),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_sitting(sitting=chosen, by=request.user, **form.cleaned_data)
            return redirect("interviews:assessment", intake=intake, pk=chosen.assessment_id)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    context = {"intake": found, "form": form, "assessment": chosen.assessment, "sitting": chosen}
    return render(request, "interviews/assessments/sitting.html", context, status=422 if form.errors else 200)


@needs_role("lead")
@require_POST
def call_sitting_off(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    chosen = get_object_or_404(queries.sittings_of(_led(request, intake)), pk=pk)
    people = call_off(sitting=chosen, by=request.user)
    words = ngettext(
        "Called off. %(n)s person is told and chooses again.",
        "Called off. %(n)s people are told and choose again.",
        people,
    )
    messages.success(request, words % {"n": people})
    return redirect("interviews:assessment", intake=intake, pk=chosen.assessment_id)


@needs_role(*INVITERS)
@require_http_methods(["GET", "POST"])
def invite_people(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = _assessment(request, found, pk)
    divisions = divisions_for(request.user, found, *INVITERS).filter(assessments=chosen)
    asked = request.POST.get("division") or request.GET.get("division", "")
    # Compared here and not in the database, which refuses some of what may be typed.
    division = next((one for one in divisions if asked in ("", one.slug)), None)
    if division is None:
        raise Http404
    waiting = queries.invitable_to(request.user, chosen, division)
    if request.method == "POST":
        ticked = [int(value) for value in request.POST.getlist("application") if value.isdecimal() and len(value) < 19]
        rows = waiting if "everybody" in request.POST else waiting.filter(pk__in=ticked[:500])
        made = invite_to(applications=rows, assessment=chosen, division=division, by=request.user)
        words = ngettext("%(n)s person is invited.", "%(n)s people are invited.", len(made)) % {"n": len(made)}
        messages.success(request, words)
        return redirect(f"{request.path}?division={division.slug}")
    page = paginate(waiting.order_by("pk"), request.GET.get("page"), counted=waiting)
    context = {"intake": found, "assessment": chosen, "page": page, "division": division, "divisions": divisions}
    return render(request, "interviews/assessments/invite.html", context)


@needs_role(*SEERS)
@require_safe
def results(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = intake_for(request.user, intake)
    chosen = _assessment(request, found, pk)
    rows = queries.results_for(request.user, found).filter(assessment=chosen)
    state = request.GET.get("state", "")
    if state in {s.name for s in states.ATTEMPT.states}:
        rows = rows.filter(state=state)
    page = paginate(queries.with_all(rows).order_by("pk"), request.GET.get("page"), counted=rows)
    led = set(divisions_for(request.user, found, *INVITERS).values_list("pk", flat=True))
    context = {"intake": found, "assessment": chosen, "page": page, "state": state, "states": states.ATTEMPT.states}
    return render(request, "interviews/assessments/results.html", context | {"led": led})


@needs_role(*INVITERS)
@require_POST
def act_on_attempt(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    actions = {"cancel": cancel_attempt, "reinvite": reinvite_to}
    if verb not in actions:
        raise Http404
    attempt = get_object_or_404(queries.led_attempts(request.user, intake_for(request.user, intake)), pk=pk)
    actions[verb](attempt=attempt, by=request.user)
    messages.success(request, _("Done."))
    return redirect("interviews:assessment_results", intake=intake, pk=attempt.assessment_id)


@needs_role(*SEERS)
@require_safe
def panel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """What of one application's assessments the reader may know."""
    found = intake_for(request.user, intake)
    application = get_object_or_404(applications_for(request.user, found), pk=pk)
    rows = queries.with_all(queries.results_for(request.user, found).filter(application=application))
    return render(request, "interviews/assessments/parts/panel.html", {"intake": found, "attempts": rows})

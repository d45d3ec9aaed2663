"""Interns for staff: the list, one intern, and what is done with a button."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import words_match
from springtide.foundation.ui.paging import paginate
from springtide.mentoring import queries, rules
from springtide.mentoring.actions.arriving import tick_task
from springtide.mentoring.actions.moving import finish_internship, start_internship
from springtide.mentoring.actions.pairing import change_mentor
from springtide.mentoring.forms import ChangeMentorForm, FilterForm
from springtide.mentoring.models import Evaluation, Internship
from springtide.mentoring.views.rows import STAFF, attempt, form_page, today_in, visible
from springtide.planning.queries import divisions_for, intake_for


@needs_role(*STAFF)
@require_safe
def listing(request: PersonRequest, intake: str) -> HttpResponse:
    """Interns this person looks after or oversees, those who start first on top."""
    season = intake_for(request.user, intake)
    filters = FilterForm(request.GET, divisions=divisions_for(request.user, season))
    filters.is_valid()
    rows = _filtered(queries.internships_for(request.user, season), filters, request)
    shown = queries.with_progress(queries.with_all(rows)).order_by("starts_on", "pk")
    page = paginate(shown, request.GET.get("page"), request.GET.get("per_page"), counted=rows)
    context = {
        "intake": season,
        "filters": filters,
        "page": page,
        "manages": queries.own_divisions(request.user, season).exists(),
    }
    return render(request, "mentoring/list.html", context)


def _filtered(rows: QuerySet[Internship], filters: FilterForm, request: PersonRequest) -> QuerySet[Internship]:
    asked = filters.cleaned_data
    if asked.get("q"):
        rows = rows.filter(words_match(asked["q"], "offer__application__candidate__words"))
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("division"):
        rows = rows.filter(offer__opening__position__division=asked["division"])
    if asked.get("who") == "me":
        rows = rows.filter(mentor__person=request.user)
    if asked.get("who") == "none":
        rows = queries.unpaired(rows)
    return rows


@needs_role(*STAFF)
@require_safe
def detail(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """One intern: tasks, talks, evaluations, return offer, and what this person may do."""
    internship = visible(request, intake, pk)
    scope, mentor = internship.division.scope, internship.mentor_person_id
    evaluations = list(queries.evaluations_of(internship))
    sent = {evaluation.kind for evaluation in evaluations}
    mentors = bool(rules.mentors(request.user, mentor))
    recommendation = getattr(internship, "return_offer", None)
    own = (mentor, internship.candidate.person_id, recommendation.recommended_by_id if recommendation else None)
    context = {
        "intake": internship.offer.application.intake,
        "internship": internship,
        "today": today_in(internship.offer.application.intake),
        "tasks": queries.tasks_of(internship),
        "check_ins": paginate(internship.check_ins.select_related("by"), request.GET.get("page"), 10),
        "evaluations": evaluations,
        "kinds": [(kind, rules.can_be_evaluated(internship.state, kind, sent)) for kind in Evaluation.Kind],
        "return_offer": recommendation,
        "mentors": mentors,
        "manages": bool(rules.manages(request.user, scope)),
        "accompanies": bool(rules.accompanies(request.user, mentor, scope)),
        "recommends": mentors and bool(rules.can_be_recommended(sent, recommendation is not None)),
        "decides": recommendation is not None
        and recommendation.decided_at is None
        and bool(rules.approves(request.user, scope) & rules.is_second_person(request.user, *own)),
    }
    return render(request, "mentoring/detail.html", context)


@needs_role(*STAFF)
@require_POST
def tick(request: PersonRequest, intake: str, pk: int, number: int) -> HttpResponse:
    internship = visible(request, intake, pk)
    task = get_object_or_404(internship.tasks.select_related(), pk=number)
    task.internship = internship
    tick_task(task=task, done="done" in request.POST, by=request.user)
    return redirect("mentoring:detail", intake, pk)


@needs_role(*STAFF)
@require_POST
def move(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    actions = {"start": start_internship, "finish": finish_internship}
    if verb not in actions:
        raise Http404
    actions[verb](internship=visible(request, intake, pk), by=request.user)
    messages.success(request, _("The start is confirmed.") if verb == "start" else _("The internship is finished."))
    return redirect("mentoring:detail", intake, pk)


@needs_role(Role.LEAD, Role.RECRUITER)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Give an intern another mentor, or the first."""
    internship = visible(request, intake, pk)
    if not rules.manages(request.user, internship.division.scope):
        raise Http404
    free = [(post, load) for post, load in queries.candidates_for(internship) if post.pk != internship.mentor_id]
    form = ChangeMentorForm(request.POST or None, free=free)
    if attempt(request, form, lambda: change_mentor(internship=internship, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The mentor is changed and knows."))
        return redirect("mentoring:detail", intake, pk)
    words = {"title": _("Choose a mentor"), "button": _("Make this person the mentor"), "nobody": not free}
    return form_page(request, form, internship, **words)

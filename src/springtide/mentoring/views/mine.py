"""The intern's own page."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.mentoring import queries
from springtide.mentoring.actions.arriving import tick_task
from springtide.mentoring.models import Internship
from springtide.mentoring.views.rows import today_in
from springtide.planning.models import Intake


def _own(request: PersonRequest, intake: str) -> Internship:
    internship = queries.own_internship(request.user, get_object_or_404(Intake, slug=intake))
    if internship is None:
        raise Http404
    return internship


@needs_person
@require_safe
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    """Mentor, dates, and what is left to do before the first day."""
    internship = _own(request, intake)
    tasks = list(queries.tasks_of(internship))
    season = internship.offer.application.intake
    context = {
        "intake": season,
        "internship": internship,
        "tasks": tasks,
        "left": sum(task.done_at is None for task in tasks),
        "today": today_in(season),
        "open": internship.state in queries.ACTIVE,
    }
    return render(request, "mentoring/mine.html", context)


@needs_person
@require_POST
def tick(request: PersonRequest, intake: str, number: int) -> HttpResponse:
    internship = _own(request, intake)
    task = get_object_or_404(internship.tasks, pk=number)
    task.internship = internship
    tick_task(task=task, done="done" in request.POST, by=request.user)
    return redirect("mentoring:mine", intake)

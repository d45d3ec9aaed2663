"""Parts of other pages: what waits at home, and the internship on the page of an application."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.roles import Role
from springtide.mentoring import queries
from springtide.mentoring.views.rows import STAFF, today_in
from springtide.planning.queries import intake_for

SHOWN = 5


@needs_role(Role.MENTOR)
@require_safe
def mentor_home(request: PersonRequest, intake: str) -> HttpResponse:
    """Interns starting, tasks overdue, evaluations due."""
    season = intake_for(request.user, intake)
    own, today = queries.mentored(request.user, season), today_in(season)
    context = {
        "intake": season,
        "starting": queries.with_all(queries.starting_soon(own, today))[:SHOWN],
        "overdue": queries.with_all(queries.with_tasks_overdue(own, today))[:SHOWN],
        "evaluate": queries.with_all(queries.to_evaluate(own, today))[:SHOWN],
    }
    return render(request, "mentoring/parts/mentor_home.html", context)


@needs_role(Role.LEAD, Role.RECRUITER)
@require_safe
def unpaired_home(request: PersonRequest, intake: str) -> HttpResponse:
    """Interns nobody looks after, because nobody had room."""
    season = intake_for(request.user, intake)
    rows = queries.unpaired(queries.managed(request.user, season))
    context = {"intake": season, "count": rows.count(), "rows": queries.with_all(rows)[:SHOWN]}
    return render(request, "mentoring/parts/unpaired_home.html", context)


@needs_role(Role.APPROVER)
@require_safe
def approver_home(request: PersonRequest, intake: str) -> HttpResponse:
    """Return offers that wait for a decision."""
    season = intake_for(request.user, intake)
    rows = queries.to_decide(request.user, season)
    shown = rows.select_related("internship__offer__application__candidate__person", "recommended_by")[:SHOWN]
    context = {"intake": season, "count": rows.count(), "rows": shown}
    return render(request, "mentoring/parts/approver_home.html", context)


@needs_role(*STAFF)
@require_safe
def application(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The internship on the page of an application."""
    season = intake_for(request.user, intake)
    found = get_object_or_404(applications_for(request.user, season), pk=pk)
    rows = queries.with_progress(queries.internships_for(request.user, season).filter(offer__application=found))
    context = {"intake": season, "rows": queries.with_all(rows).order_by("-pk")}
    return render(request, "mentoring/parts/application.html", context)

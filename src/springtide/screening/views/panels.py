"""Parts that other pages show: screening on the page of one application, and what waits for somebody."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from springtide.applications.models import Application
from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.models import Person
from springtide.planning.models import Intake
from springtide.planning.queries import divisions_for, intake_for
from springtide.screening.forms.deciding import DecisionForm
from springtide.screening.models import Decision, Review, Standing
from springtide.screening.queries import (
    DECIDERS,
    SEERS,
    readings_for,
    releasable,
    stage_counts,
    unlocked_by,
    with_scores,
)
from springtide.screening.rules import READABLE
from springtide.screening.states import Stage

SOME = 5


@dataclass(frozen=True)
class Desk:
    """One division's side of an application, as this person may see it."""

    standing: Standing
    reviews: list[Review]  # locked
    open: int
    decision: Decision | None
    own: Review | None
    decides: bool
    drops: bool


@needs_role(*SEERS)
def panel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Reviews, scores and the decision on one application. Nothing about oneself; no scores before one's own."""
    at = intake_for(request.user, intake)
    application = get_object_or_404(applications_for(request.user, at).select_related("candidate"), pk=pk)
    veiled = unlocked_by(request.user).filter(application=application).exists()
    own = application.candidate.person_id == request.user.pk
    desks = [] if own else _desks(application, at, request.user)
    context = {"intake": at, "application": application, "desks": desks, "veiled": veiled, "own": own}
    return render(request, "screening/parts/panel.html", context | {"form": DecisionForm()})


@needs_role("reviewer")
def to_read(request: PersonRequest, intake: str) -> HttpResponse:
    """For the home page: the reviewer's queue."""
    at = intake_for(request.user, intake)
    rows = readings_for(request.user, at)
    context = {"intake": at, "rows": rows[:SOME], "count": rows.count()}
    return render(request, "screening/parts/to_read.html", context)


@needs_role(*DECIDERS)
def to_decide(request: PersonRequest, intake: str) -> HttpResponse:
    """For the home page: applicants by stage in the recruiter's divisions."""
    at = intake_for(request.user, intake)
    divisions = list(divisions_for(request.user, at, *DECIDERS))
    counts = stage_counts(divisions)
    stages = [Stage.UNASSIGNED, Stage.READING, Stage.SCORED]
    rows = [(d, [(stage, counts[d.pk].get(stage, 0)) for stage in stages]) for d in divisions]
    waiting = [row for row in rows if any(count for _stage, count in row[1])]
    waiting.sort(key=lambda row: -sum(count for _stage, count in row[1]))
    context = {"intake": at, "rows": waiting[:SOME], "more": len(waiting) - SOME, "stages": stages}
    return render(request, "screening/parts/to_decide.html", context)


@needs_role("approver")
def to_release(request: PersonRequest, intake: str) -> HttpResponse:
    """For the home page: decisions that wait for the approver."""
    at = intake_for(request.user, intake)
    rows = releasable(request.user, at)
    context = {"intake": at, "count": rows.count(), "rejections": rows.filter(verdict="reject").count()}
    return render(request, "screening/parts/to_release.html", context)


def _desks(application: Application, intake: Intake, person: Person) -> list[Desk]:
    seen = divisions_for(person, intake, *SEERS)
    standings = Standing.objects.filter(application=application, division__in=seen).select_related("division__intake")
    reviews = list(with_scores(Review.objects.filter(application=application).exclude(state="recused")))
    decisions = {d.division_id: d for d in _decisions(application)}
    return [
        _desk(standing, reviews, decisions.get(standing.division_id), application, person) for standing in standings
    ]


def _decisions(application: Application) -> list[Decision]:
    rows = Decision.objects.filter(application=application).exclude(state="dropped")
    return list(rows.select_related("decided_by", "release__released_by"))


def _desk(
    standing: Standing, reviews: list[Review], decision: Decision | None, application: Application, person: Person
) -> Desk:
    ours = [review for review in reviews if review.division_id == standing.division_id]
    locked = [review for review in ours if review.state == "locked"]
    scope = standing.division.scope
    decides = person.holds(*DECIDERS, scope=scope)
    pending = decision is not None and decision.state == "pending"
    return Desk(
        standing=standing,
        reviews=locked,
        open=len(ours) - len(locked),
        decision=decision,
        own=next((review for review in ours if review.reviewer_id == person.pk), None),
        decides=decides and decision is None and application.state in READABLE,
        drops=pending and (decides or person.holds("approver", scope=scope)),
    )

"""One person's result: for staff with every number, for the candidate without other people's."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from springtide.allocation import rules, words
from springtide.allocation.bridge.enough import enough_for
from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.changes import INTERVIEWS, Changes, Wish
from springtide.allocation.models import Placement, Run
from springtide.allocation.queries import IN_MARKET, SEERS, ranked_openings, result_of, with_people
from springtide.allocation.views.runs import run_of
from springtide.applications.models import Application
from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_person, needs_role
from springtide.planning.queries import intake_for


def lines_of(placement: Placement, sentence: Callable[[Any], str]) -> list[dict[str, Any]]:
    """One line a choice: opening, verdict with its tone, the sentence. A pinned person was not matched: no lines."""
    openings = ranked_openings(placement.application) if placement.reasons else {}
    return [
        {
            "choice": number,
            "opening": openings.get(reason["opening"]),
            "verdict": words.verdict(reason),
            "tone": words.tone(reason),
            "sentence": sentence(reason),
            "reason": reason,
        }
        for number, reason in enumerate(placement.reasons, 1)
    ]


def placement_of(request: PersonRequest, intake: str, run: int, pk: int) -> Placement:
    rows: QuerySet[Placement] = Placement.objects.filter(run=run_of(request, intake, run))
    return get_object_or_404(with_people(rows).select_related("pin__made_by"), pk=pk)


@needs_role(*SEERS)
@require_safe
def person(request: PersonRequest, intake: str, run: int, pk: int) -> HttpResponse:
    found = placement_of(request, intake, run, pk)
    read = found.run
    named = {told["wish"]["key"]: Wish.read(told["wish"]).name for told in read.figures.get("targets", [])}
    lines = lines_of(found, words.for_staff)
    for line in lines:
        line["target"] = words.binding(line["reason"], named)
        line["open"] = read.method != Run.Method.OPTIMUM and line["reason"]["verdict"] in words.OPEN
    interviews = Changes.read(read.changes).interviews
    weight = INTERVIEWS if interviews is None else interviews
    context = {
        "intake": read.intake,
        "run": read,
        "placement": found,
        "lines": lines,
        "score": words.points(found.score),
        "interviews": weight,
        "screening": 100 - weight,
        "pinnable": rules.leads(request.user, read.intake.scope) and found.application.state in IN_MARKET,
    }
    return render(request, "allocation/person.html", context)


@needs_role(*SEERS)
@require_safe
def enough(request: PersonRequest, intake: str, run: int, pk: int, choice: int) -> HttpResponse:
    """What would have been enough: asked for one choice at a time, because it means matching anew."""
    found = placement_of(request, intake, run, pk)
    if found.run.method == Run.Method.OPTIMUM:
        raise Http404
    snapshot = Snapshot.unpack(bytes(found.run.snapshot.content))
    try:
        least = enough_for(
            snapshot, seed=found.run.seed, method=found.run.method, application=found.application_id, choice=choice
        )
    except LookupError as absent:
        raise Http404 from absent
    context = {"least": None if least is None else words.points(least), "possible": (least or 0) <= 10_000}
    return render(request, "allocation/parts/enough.html", context)


@needs_role(*SEERS, "recruiter")
@require_safe
def panel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The part of an application's page: what was published about it."""
    found = intake_for(request.user, intake)
    application = get_object_or_404(applications_for(request.user, found), pk=pk)
    placement = result_of(application)
    leads = rules.leads(request.user, found.scope)
    context = {
        "intake": found,
        "application": application,
        "placement": placement,
        "whole": request.user.holds(*SEERS, scope=found.scope),
        "pinnable": leads and application.state in IN_MARKET,
    }
    return render(request, "allocation/parts/panel.html", context)


@needs_person
@require_safe
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    """The candidate's own result, once there is one."""
    rows = Application.objects.select_related("intake", "candidate")
    application = get_object_or_404(rows, intake__slug=intake, candidate__person=request.user)
    placement = result_of(application)
    lines = lines_of(placement, words.for_candidate) if placement else []
    context = {
        "intake": application.intake,
        "application": application,
        "placement": placement,
        "method": placement.run.method if placement else "",
        "lines": lines,
    }
    return render(request, "allocation/mine.html", context)

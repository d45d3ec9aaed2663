"""What staff see first, the figures of a season, and their tables."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.text.sheets import csv_lines
from springtide.foundation.ui.drawing import say
from springtide.foundation.ui.panels import places
from springtide.insight import queries
from springtide.insight.queries import SEERS, Sight
from springtide.insight.views import figures
from springtide.planning.queries import intake_for


@needs_role()
@require_safe
def home(request: PersonRequest, intake: str) -> HttpResponse:
    """What waits for this person, and for those with sight the season at a glance."""
    found = intake_for(request.user, intake)
    sight = queries.sight_of(request.user, found)
    waiting = places(request, "home", intake=found.slug)
    # Two columns, filled in turn: a long panel leaves no hole beside it.
    context = {"intake": found, "panels": [waiting[::2], waiting[1::2]], "now": timezone.now()}
    return render(request, "insight/home.html", context | (glance(sight) if sight else {}))


def glance(sight: Sight) -> dict[str, Any]:
    """The headline figures, arrivals by day and the targets at every depth."""
    stages = queries.stages(sight)
    depths = queries.depths(sight)
    arrivals = queries.arrivals(sight)
    week = timezone.now().astimezone(sight.intake.tz).date() - timedelta(days=7)
    seats, _offers, accepted, _started = (depth.count for depth in depths)
    return {
        "sight": sight,
        "stages": {stage.slug: say(stage.count) for stage in stages},
        "depths": {depth.slug: say(depth.count) for depth in depths},
        "ai_share": _percent(sum(cell.count for cell in depths[0].cells if cell.ai), seats),
        "accepted_share": _percent(accepted, seats),
        "this_week": say(sum(n for day, n in arrivals.items() if day > week)),
        "by_day": figures.by_day(arrivals, sight.intake),
        "funnel": figures.funnel(stages[1:]),
        "columns": depths,
        "targets": figures.measured(sight, depths),
    }


def _percent(part: int, whole: int) -> str | None:
    return f"{100 * part / whole:.1f}" if whole else None


@needs_role(*SEERS)
@require_safe
def overview(request: PersonRequest, intake: str) -> HttpResponse:
    """Every figure, each with its table."""
    sight = queries.sight_for(request.user, intake)
    context = {
        "intake": sight.intake,
        "sight": sight,
        "funnel": figures.funnel(queries.stages(sight)),
        "targets": figures.measured(sight, queries.depths(sight)),
        "by_day": figures.by_day(queries.arrivals(sight), sight.intake),
        "by_source": figures.by_source(queries.sources(sight)),
    }
    return render(request, "insight/overview.html", context)


@needs_role(*SEERS)
@require_safe
def targets_panel(request: PersonRequest, intake: str) -> HttpResponse:
    """The depths that planning cannot know, for its page of targets."""
    sight = queries.sight_for(request.user, intake)
    rows = figures.measured(sight, queries.later_depths(sight))
    return render(request, "insight/parts/targets.html", {"intake": sight.intake, "targets": rows})


@needs_role(*SEERS)
@require_safe
def loop(request: PersonRequest, intake: str) -> HttpResponse:
    """Whether the scores before the offer foretold the final evaluation."""
    sight = queries.sight_for(request.user, intake)
    pairs = queries.pairs(sight)
    context = {
        "intake": sight.intake,
        "count": len(pairs),
        "fewest": figures.FEWEST_PAIRS,
        "chart": figures.foretold(pairs),
        "agreement": figures.rank_agreement(pairs),
    }
    return render(request, "insight/parts/loop.html", context)


@needs_role(*SEERS)
@require_safe
def sheet(request: PersonRequest, intake: str, chart: str) -> HttpResponse:
    """One figure as CSV."""
    sight = queries.sight_for(request.user, intake)
    if chart not in figures.SHEETS:
        raise Http404
    answer = StreamingHttpResponse(csv_lines(figures.SHEETS[chart](sight)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{sight.intake.slug}-{chart}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # a streamed answer

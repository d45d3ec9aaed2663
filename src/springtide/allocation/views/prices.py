"""A panel of planning's page of targets: what each target costs the whole, from the latest finished run."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from springtide.allocation.queries import SEERS, priced_run
from springtide.allocation.sentences import aims
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.planning.queries import intake_for, scope_names


@needs_role(*SEERS)
@require_safe
def prices(request: PersonRequest, intake: str) -> HttpResponse:
    """Targets that changed since the run are marked: their price was another's."""
    found = intake_for(request.user, intake)
    run = priced_run(found) if request.user.holds(*SEERS, scope=found.scope) else None
    now = {str(target.pk): target.value for target in found.targets.all()}
    rows = [] if run is None else aims(run.figures, scope_names(found))
    lines = [(aim, now[aim.wish.key] != aim.wish.value) for aim in rows if aim.wish.key in now]
    return render(request, "allocation/parts/prices.html", {"intake": found, "run": run, "lines": lines})

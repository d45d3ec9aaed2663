"""People who went through screening, as later stories need them: the doors of screening have tests of their own."""

from decimal import Decimal
from typing import Any

from springtide.allocation.actions import publish_run, start_run
from springtide.allocation.models import Run
from springtide.applications.models import Application
from springtide.foundation.jobs.worker import run_due
from springtide.planning.models import Division, Opening, Target
from springtide.screening.models import Decision, Release, Review, Rubric
from tests.cast import Cast


def shortlisted(cast: Cast, name: str, *openings: Opening, points: int, transfer: bool = False) -> Application:
    """Somebody whom every division they rank has scored and advanced."""
    application = cast.application(cast.candidate(name), *openings, state="shortlisted")
    if transfer:
        application.transfer = True
        application.save(update_fields=["transfer"])
    for division in {opening.position.division for opening in openings}:
        judged(cast, application, division, points=points)
    return application


def judged(cast: Cast, application: Application, division: Division, *, points: int, verdict: str = "advance") -> None:
    rubric, _new = Rubric.objects.get_or_create(
        intake=cast.intake, use="screening", defaults={"names": {"en": "Reading"}, "state": "current"}
    )
    Review.objects.create(
        application=application,
        division=division,
        rubric=rubric,
        reviewer=cast.reviewer,
        state="locked",
        total=points,
    )
    Decision.objects.create(
        application=application,
        division=division,
        verdict=verdict,
        category="" if verdict == "advance" else "others",
        reason="Shown in the résumé.",
        state="released",
        decided_by=cast.recruiter,
        release=Release.objects.create(intake=cast.intake, released_by=cast.approver),
    )


def wished(cast: Cast, kind: str, bound: str, value: object, *, name: str = "Wish", **scopes: Any) -> Target:
    """A target of the season; `of` and `within` are filters over cells."""
    return Target.objects.create(
        intake=cast.intake, names={"en": name}, kind=kind, bound=bound, value=Decimal(str(value)), **scopes
    )


def computed(cast: Cast, *, with_transfer: bool = True, **how: Any) -> Run:
    """A run that has ended. `how`: method, changes."""
    run = start_run(intake=cast.intake, name="Run", with_transfer=with_transfer, by=cast.lead, **how)
    run_due()
    run.refresh_from_db()
    return run


def published(cast: Cast, **how: Any) -> Run:
    return publish_run(run=computed(cast, **how), by=cast.approver)


def seats(run: Run) -> dict[str, str | None]:
    """{name: slug of the opening's position and site, or None}"""
    rows = run.placements.select_related("application__candidate", "opening__position", "opening__site")
    return {
        row.application.candidate.name: f"{row.opening.position.slug} {row.opening.site.slug}" if row.opening else None
        for row in rows
    }

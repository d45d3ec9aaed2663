"""Named reads over what a season offers, scoped to the person who asks."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import scope_filter
from springtide.planning.models import Division, Intake, Opening, Position
from springtide.planning.targets import Cell


def intakes_for(person: Person) -> QuerySet[Intake]:
    """Intakes in which the person holds any role."""
    slugs = {scope.partition("/")[0] for scope in person.scopes()}
    return Intake.objects.all() if "" in slugs else Intake.objects.filter(slug__in=slugs)


def intake_for(person: Person, slug: str) -> Intake:
    """One of them, or 404."""
    return get_object_or_404(intakes_for(person), slug=slug)


def divisions_for(person: Person, intake: Intake, *roles: str) -> QuerySet[Division]:
    """Divisions of an intake over which the person holds one of the roles (any where none is named)."""
    covered = scope_filter(person.scopes(*roles), intake="intake__slug", division="slug")
    return Division.objects.filter(covered, intake=intake).select_related("intake", "phase")


def published_intakes() -> QuerySet[Intake]:
    """Intakes that the public site shows."""
    return Intake.objects.filter(state="published")


def visible_openings(intake: Intake, at: datetime | None = None) -> QuerySet[Opening]:
    """What the public may see at a moment: published, its phase begun. Also after the deadline."""
    at = at or timezone.now()
    if intake.state != "published" or at < intake.opens_at:
        return Opening.objects.none()
    return Opening.objects.filter(
        position__intake=intake, position__state="published", position__division__phase__opens_at__lte=at
    )


def open_openings(intake: Intake, at: datetime | None = None) -> QuerySet[Opening]:
    """What a candidate may rank at a moment: visible, and the real deadline not past."""
    at = at or timezone.now()
    return visible_openings(intake, at) if intake.takes_applications(at) else Opening.objects.none()


def seat_cells(intake: Intake) -> list[Cell]:
    """The planned seats of an intake, drafts and closed positions too: closing ends applying, not the seats."""
    rows = (
        Opening.objects.filter(position__intake=intake)
        .order_by()
        .values_list("position__division__slug", "site__slug", "position__family__slug", "position__family__is_ai")
        .annotate(seats=Sum("seats"))
    )
    return [Cell(*row) for row in rows]


def with_all(positions: QuerySet[Position]) -> QuerySet[Position]:
    """The same positions with whatever a page shows of them: 3 queries for any number of rows."""
    openings = Prefetch("openings", Opening.objects.select_related("site").order_by("site__slug"))
    return positions.select_related("intake", "division__phase", "division__intake", "family").prefetch_related(
        "texts", openings
    )

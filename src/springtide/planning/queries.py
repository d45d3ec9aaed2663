"""Named reads over what a season offers, scoped to the person who asks."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import scope_filter
from springtide.planning.models import Division, Intake


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

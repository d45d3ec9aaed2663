"""Named reads over runs and placements, scoped to the person who asks."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from springtide.allocation import events
from springtide.allocation.models import Placement, Run
from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import words_match
from springtide.planning.models import Intake, Opening
from springtide.planning.targets import Cell
from springtide.screening.models import Decision

SEERS = (Role.LEAD, Role.APPROVER, Role.AUDITOR)
IN_MARKET = ("shortlisted", "reserve")


def runs_for(person: Person, intake: Intake) -> QuerySet[Run]:
    """Runs concern everybody's seats: seen by those who hold the whole intake."""
    seen = person.holds(*SEERS, scope=intake.scope)
    rows = Run.objects.filter(intake=intake).select_related("intake", "started_by", "published_by", "job")
    return rows if seen else rows.none()


def published_run(intake: Intake) -> Run | None:
    """The result that holds now."""
    return Run.objects.filter(intake=intake, state="published").order_by("-published_at", "-id").first()


def in_market(intake: Intake) -> QuerySet[Application]:
    """Who wants a seat and has none."""
    return Application.objects.filter(intake=intake, state__in=IN_MARKET)


def advanced_by(intake: Intake) -> set[tuple[int, int]]:
    """(application, division) pairs: whom a division has advanced, and said so."""
    told = Decision.objects.filter(application__intake=intake, state="released", verdict=Decision.Verdict.ADVANCE)
    return set(told.values_list("application", "division").iterator(20_000))


def set_aside(intake: Intake) -> QuerySet[Placement]:
    """Placements of published runs whose people still hold their seat and have no offer out."""
    newer = Placement.objects.filter(application=OuterRef("application"), run__state="published", pk__gt=OuterRef("pk"))
    rows = Placement.objects.filter(run__intake=intake, run__state="published", application__state="placed")
    return rows.filter(~Exists(newer), opening__isnull=False)


def held_seats(intake: Intake) -> dict[int, int]:
    """{opening: seats that are not free}: set aside by an earlier run, or held by what a later step says."""
    held: Counter[int] = Counter(set_aside(intake).values_list("opening", flat=True))
    answers: list[tuple[Any, Any]] = events.seats_asked.send(Intake, intake=intake)
    for _receiver, seats in answers:
        held.update(seats)
    return dict(held)


def placements_of(run: Run, *, words: str = "", found: str = "", opening: int | None = None) -> QuerySet[Placement]:
    """One run's placements, filtered: words of the person's name, `found` one of Placement.Via, an opening."""
    rows = Placement.objects.filter(run=run).order_by("id")
    if opening is not None:
        rows = rows.filter(opening=opening)
    if found in Placement.Via.values:
        rows = rows.filter(via=found)
    return rows.filter(words_match(words, "application__candidate__words")) if words else rows


def with_people(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """The same with what a page shows of them: 2 queries for any number of rows."""
    return placements.select_related(
        "run", "application__candidate__person", "opening__site", "opening__position__division"
    ).prefetch_related("opening__position__texts")


def result_of(application: Application) -> Placement | None:
    """What the candidate was told last."""
    rows = Placement.objects.filter(application=application, run__state="published")
    return with_people(rows).order_by("-id").first()


def ranked_openings(application: Application) -> dict[int, Opening]:
    """The openings of a person's list by id, ready to be named."""
    rows = Preference.objects.filter(application=application).order_by("rank")
    rows = rows.select_related("opening__site", "opening__position__division")
    return {row.opening_id: row.opening for row in rows.prefetch_related("opening__position__texts")}


def cells_of(counts: Mapping[int, int]) -> list[Cell]:
    """People by division, site and family, from {opening: people}."""
    rows = Opening.objects.filter(pk__in=[pk for pk, count in counts.items() if count]).values_list(
        "pk", "position__division__slug", "site__slug", "position__family__slug", "position__family__is_ai"
    )
    found: Counter[tuple[str, str, str, bool]] = Counter()
    for pk, *place in rows:
        found[tuple(place)] += counts[pk]  # type: ignore[index]
    return [Cell(*place, count) for place, count in sorted(found.items())]


def differing(one: Run, other: Run) -> int:
    """People of both runs who sit somewhere else in the other."""
    same = Q(opening=OuterRef("opening")) | Q(opening__isnull=True, via=OuterRef("via"))
    theirs = Placement.objects.filter(run=other, application=OuterRef("application"))
    return Placement.objects.filter(Exists(theirs), ~Exists(theirs.filter(same)), run=one).count()

"""Named reads over runs and placements, scoped to the person who asks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from springtide.allocation import events
from springtide.allocation.models import Pin, Placement, Run
from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import words_match
from springtide.planning.models import Intake, Opening
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


def advanced_by(intake: Intake) -> Iterator[tuple[int, int]]:
    """(application, division) pairs, each once: whom a division has advanced, and said so."""
    told = Decision.objects.filter(application__intake=intake, state="released", verdict=Decision.Verdict.ADVANCE)
    return told.order_by().values_list("application", "division").distinct().iterator(20_000)


def standing_pins(intake: Intake) -> QuerySet[Pin]:
    """Pins that hold now, the oldest first."""
    return Pin.objects.filter(intake=intake, ended__isnull=True).order_by("pk")


def pins_for(person: Person, intake: Intake) -> QuerySet[Pin]:
    """Standing pins, seen by those who hold the whole intake."""
    rows = standing_pins(intake)
    return rows if person.holds(*SEERS, scope=intake.scope) else rows.none()


def pins_ready(pins: QuerySet[Pin]) -> QuerySet[Pin]:
    """The same with what a page shows of them: 2 queries for any number of rows."""
    return pins.select_related(
        "made_by", "application__candidate__person", "opening__site", "opening__position__division"
    ).prefetch_related("opening__position__texts")


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


def openings_named(intake: Intake, ids: Iterable[int]) -> dict[int, Opening]:
    """Openings of an intake by id, ready to be named: 2 queries for any number."""
    rows = Opening.objects.filter(position__intake=intake, pk__in=list(ids)).select_related("site", "position")
    return {row.pk: row for row in rows.prefetch_related("position__texts")}


def opening_keys(intake: Intake) -> dict[str, Opening]:
    """{"position/site": opening}, ready to be named; the short names together are one opening's alone."""
    rows = Opening.objects.filter(position__intake=intake).select_related("site", "position")
    ready = rows.order_by("position__slug", "site__slug").prefetch_related("position__texts")
    return {f"{row.position.slug}/{row.site.slug}": row for row in ready}


def openings_to_pin(application: Application) -> tuple[list[Opening], list[Opening]]:
    """(on the person's list by rank, elsewhere where a transfer was agreed to), those with seats alone."""
    own = ranked_openings(application)
    first = [opening for opening in own.values() if opening.seats]
    if not (application.transfer and application.intake.transfer_offered):
        return first, []
    rest = opening_keys(application.intake).values()
    return first, [opening for opening in rest if opening.seats and opening.pk not in own]


def with_pins(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Pinned placements with reasons and who gave them: 2 queries for any number of rows."""
    return with_people(placements).select_related(
        "application__candidate__person", "opening__site", "opening__position__division", "pin__made_by"
    )


def priced_run(intake: Intake) -> Run | None:
    """The latest finished run of the season, no what-if, that knows what its targets cost."""
    rows = Run.objects.filter(intake=intake, what_if=False, state__in=["proposed", "published"], figures__priced=True)
    return rows.order_by("-finished", "-id").first()


def differing(one: Run, other: Run) -> int:
    """People of both runs who sit somewhere else in the other."""
    same = Q(opening=OuterRef("opening")) | Q(opening__isnull=True, via=OuterRef("via"))
    theirs = Placement.objects.filter(run=other, application=OuterRef("application"))
    return Placement.objects.filter(Exists(theirs), ~Exists(theirs.filter(same)), run=one).count()

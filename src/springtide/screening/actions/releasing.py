"""Decisions made known together, by a second person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from springtide.applications.actions import move_applications
from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.planning.models import Division, Intake
from springtide.screening import rules
from springtide.screening.actions.standing import hold, refresh_standings
from springtide.screening.events import released
from springtide.screening.models import Decision, Release

BATCH, LETTERS = 2000, 100


@transaction.atomic
def release_decisions(
    *, intake: Intake, decisions: Sequence[int], shown: int, typed: int | None = None, by: Person
) -> Release:
    """Release these pending decisions (ids). `shown`: how many the approver looked at; `typed`: the number of people.

    Moves an application to shortlisted where any division advances, to rejected where every division that it ranks
    has a released rejection. Letters follow by job, each once.
    """
    # 1. Everybody concerned is held, then the decisions are read: what another approver released meanwhile is not here.
    people = hold(_of(decisions, "application"))
    rows = _pending(decisions)
    scopes = {
        division.pk: division.scope for division in Division.objects.filter(intake=intake).select_related("intake")
    }
    # 2. Ask.
    rules.is_unchanged(shown, sum(row.division_id in scopes for row in rows)).require()
    for scope in {scopes[row.division_id] for row in rows}:
        rules.approves(by, scope).require()
    own = [row for row in rows if by.pk in (row.decided_by_id, people[row.application_id].candidate.person_id)]
    rules.is_second_person(len(own)).require()
    rules.is_meant(len({row.application_id for row in rows}), typed).require()
    # 3. Write.
    rejections = sum(row.verdict == Decision.Verdict.REJECT for row in rows)
    release = Release.objects.create(
        intake=intake, released_by=by, advanced=len(rows) - rejections, rejected=rejections
    )
    for batch in _batches([row.pk for row in rows]):
        Decision.objects.filter(pk__in=batch).update(state="released", release=release)
    refresh_standings(applications=people)
    # 4. Move, tell, journal, announce.
    shortlisted, rejected = _outcomes(people)
    move_applications(applications=shortlisted, verb="shortlist", by=by)
    move_applications(applications=rejected, verb="reject", by=by)
    _tell(release, "shortlisted", shortlisted)
    _tell(release, "rejected", rejected)
    _journal(release, rows, scopes, by)
    released.send(sender=Release, decisions=rows, by=by)
    return release


def _batches(pks: Sequence[int], size: int = BATCH) -> Iterator[Sequence[int]]:
    return (pks[start : start + size] for start in range(0, len(pks), size))


def _of(decisions: Sequence[int], column: str) -> Iterable[int]:
    for batch in _batches(decisions):
        yield from Decision.objects.filter(pk__in=batch).values_list(column, flat=True)


def _pending(decisions: Sequence[int]) -> list[Decision]:
    rows: list[Decision] = []
    for batch in _batches(sorted(set(decisions))):
        rows += Decision.objects.filter(pk__in=batch, state="pending").order_by("pk")
    return rows


def _outcomes(people: dict[int, Application]) -> tuple[list[Application], list[Application]]:
    """Who is shortlisted and who is rejected now, by all that was ever released about them."""
    advanced: set[int] = set()
    refused: dict[int, set[int]] = defaultdict(set)
    ranked: dict[int, set[int]] = defaultdict(set)
    for batch in _batches(list(people)):
        known = Decision.objects.filter(application__in=batch, state="released")
        for application, division, verdict in known.values_list("application", "division", "verdict"):
            if verdict == Decision.Verdict.ADVANCE:
                advanced.add(application)
            else:
                refused[application].add(division)
        for application, division in Preference.objects.filter(application__in=batch).values_list(
            "application", "division"
        ):
            ranked[application].add(division)
    shortlisted = [row for pk, row in people.items() if pk in advanced and row.state == "submitted"]
    rejected = [
        row
        for pk, row in people.items()
        if pk not in advanced and row.state in rules.READABLE and ranked[pk] and ranked[pk] <= refused[pk]
    ]
    return shortlisted, rejected


def _tell(release: Release, outcome: str, people: list[Application]) -> None:
    """Letters by jobs of a hundred: a release of 50,000 is not held up by writing to them."""
    pks = [row.pk for row in people]
    jobs = [
        (f"{release.pk}:{outcome}:{place}", {"outcome": outcome, "applications": batch})
        for place, batch in enumerate(_batches(pks, LETTERS))
    ]
    enqueue_many("screening.tell", jobs)


def _journal(release: Release, rows: list[Decision], scopes: dict[int, str], by: Person) -> None:
    lines = [
        Line(
            "screening.release",
            Application(pk=row.application_id),
            scopes[row.division_id],
            {
                "release": release.pk,
                "division": row.division_id,
                "verdict": row.verdict,
                "decided_by": row.decided_by_id,
            },
        )
        for row in rows
    ]
    record_many(lines, by=by)
    record("screening.released", by=by, about=release, scope=release.intake.scope, decisions=len(rows))

"""Who reads what."""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, record_many
from springtide.foundation.steps.verdicts import Refused, may
from springtide.planning.models import Division
from springtide.screening import rules
from springtide.screening.actions.standing import hold, refresh_standings
from springtide.screening.models import Review, Rubric, Standing
from springtide.screening.queries import reviewer_loads, reviewers_of, rubric_for
from springtide.screening.rules.sharing import share_out
from springtide.screening.states import Stage

MOST_EACH, MOST_OPEN, BATCH = 5, 500, 2000
Pair = tuple[int, int]  # application id, reviewer id


@dataclass(frozen=True)
class Shared:
    """How a bulk assignment went: readings given out, people who still have nobody or too few, the seed."""

    readings: int
    short: int
    seed: int


@transaction.atomic
def assign_reviewer(*, applications: Iterable[Application], division: Division, reviewer: Person, by: Person) -> int:
    """Give applications to one reviewer, all or none; what they have already stays. Returns how many were new."""
    rules.recruits(by, division.scope).require()
    known = reviewers_of(division).filter(pk=reviewer.pk).exists()
    may(known, _("%(name)s is no reviewer of this division.") % {"name": reviewer}).require()
    rows = hold(row.pk for row in applications)
    ranked = set(Standing.objects.filter(division=division, application__in=rows).values_list("application", flat=True))
    reviews = Review.objects.filter(division=division, reviewer=reviewer, application__in=rows)
    had = dict(reviews.values_list("application", "state"))
    for row in rows.values():
        may(row.pk in ranked, _("This application does not rank your division.")).require()
        rules.is_screened(row.state).require()
        rules.is_another(reviewer, row.candidate.person_id).require()
        rules.stays_out(str(reviewer), had.get(row.pk)).require()
    pairs = [(pk, reviewer.pk) for pk in rows if pk not in had]
    _give(pairs, division, by)
    return len(pairs)


@transaction.atomic
def assign_in_bulk(*, division: Division, each: int, most: int, by: Person, seed: int | None = None) -> Shared:
    """Everybody whom nobody reads yet gets `each` readers, oldest first; nobody gets above `most` open reviews.

    The seed (drawn where none is given) is kept in the journal: with it the lottery can be repeated.
    """
    rules.recruits(by, division.scope).require()
    may(1 <= each <= MOST_EACH, _("Choose from 1 to %(most)s readers.") % {"most": MOST_EACH}).require()
    may(1 <= most <= MOST_OPEN, _("Choose from 1 to %(most)s open reviews.") % {"most": MOST_OPEN}).require()
    reviewers = reviewer_loads(division)
    may(bool(reviewers), _("This division has no reviewers. Ask the intake lead to name some.")).require()
    unread = Standing.objects.filter(division=division, stage=Stage.UNASSIGNED)
    waiting = unread.filter(application__state__in=rules.READABLE).order_by("id").values_list("application", flat=True)
    total = waiting.count()
    # No more than there is room for: at 100,000 the rest is not even locked.
    rows = hold(waiting[: sum(max(most - load, 0) for load in reviewers.values())])
    seed = secrets.randbelow(2**31) if seed is None else seed
    pairs = share_out(list(rows), reviewers, each=each, most=most, barred=_barred(division, rows), seed=seed)
    _give(pairs, division, by, seed=seed)
    served = Counter(application for application, _reviewer in pairs)
    return Shared(len(pairs), total - sum(count == each for count in served.values()), seed)


def _barred(division: Division, rows: dict[int, Application]) -> dict[int, frozenset[int]]:
    """Who may not read which application: the candidate, and whoever was asked before and handed it back."""
    barred = {pk: {row.candidate.person_id} for pk, row in rows.items()}
    pks = list(rows)
    for start in range(0, len(pks), BATCH):
        asked = Review.objects.filter(division=division, application__in=pks[start : start + BATCH])
        for application, reviewer in asked.values_list("application", "reviewer"):
            barred[application].add(reviewer)
    return {pk: frozenset(people) for pk, people in barred.items()}


def _give(pairs: list[Pair], division: Division, by: Person, **data: int) -> None:
    rubric = _rubric(division)
    Review.objects.bulk_create(
        [Review(application_id=a, division=division, rubric=rubric, reviewer_id=r) for a, r in pairs], batch_size=BATCH
    )
    refresh_standings(applications=[application for application, _reviewer in pairs])
    lines = [
        Line("screening.assign", Application(pk=a), division.scope, {"division": division.pk, "reviewer": r, **data})
        for a, r in pairs
    ]
    record_many(lines, by=by)


def _rubric(division: Division) -> Rubric:
    rubric = rubric_for(division.intake)
    if rubric is None:
        raise Refused(_("There is no rubric in use. Ask the intake lead to choose one under Rubrics."))
    return rubric

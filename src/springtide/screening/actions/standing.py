"""The one writer of standings: where each application stands before each division that it ranks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from springtide.applications.models import Application, Preference
from springtide.planning.models import Intake
from springtide.screening.models import Decision, Review, Standing
from springtide.screening.rules.totals import mean_score, spread
from springtide.screening.states import Stage

BATCH = 2000
UNSEEN = ("draft", "late", "withdrawn")  # applications that stand before nobody
Pair = tuple[int, int]  # application id, division id


@dataclass(frozen=True)
class Place:
    """What a standing says."""

    stage: str
    score: int | None
    spread: int | None


def hold(applications: Iterable[int]) -> dict[int, Application]:
    """Lock the applications, in the order of their ids, until the transaction ends.

    Whoever changes reviews or decisions does this first, so that two of them never compute one standing at once.
    """
    rows: dict[int, Application] = {}
    for batch in _batches(applications):
        found = Application.objects.select_for_update(of=("self",)).select_related("candidate").filter(pk__in=batch)
        rows.update({row.pk: row for row in found.order_by("pk")})
    return rows


@transaction.atomic
def refresh_standings(*, applications: Iterable[int]) -> None:
    """Compute the standings of these applications (ids) anew. Repeating it changes nothing."""
    for batch in _batches(applications):
        _refresh(batch)


def refresh_intake(*, intake: Intake) -> None:
    """The same for everybody of an intake: after rows were loaded past the doors, as the sample does."""
    refresh_standings(applications=Application.objects.filter(intake=intake).values_list("pk", flat=True))


def _batches(applications: Iterable[int]) -> Iterable[list[int]]:
    pks = sorted(set(applications))
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _refresh(pks: list[int]) -> None:
    wanted = _places(pks)
    rows = Standing.objects.filter(application__in=pks)
    found = {(row.application_id, row.division_id): Place(row.stage, row.score, row.spread) for row in rows}
    if not found.keys() <= wanted.keys():
        rows.filter(pk__in=[row.pk for row in rows if (row.application_id, row.division_id) not in wanted]).delete()
    Standing.objects.bulk_create(
        [_standing(pair, place) for pair, place in wanted.items() if found.get(pair) != place],
        update_conflicts=True,
        unique_fields=["application", "division"],
        update_fields=["stage", "score", "spread"],
    )


def _standing(pair: Pair, place: Place) -> Standing:
    application, division = pair
    row = Standing(application_id=application, division_id=division)
    row.stage, row.score, row.spread = place.stage, place.score, place.spread
    return row


def _places(pks: list[int]) -> dict[Pair, Place]:
    ranked = Preference.objects.filter(application__in=pks).exclude(application__state__in=UNSEEN)
    pairs = ranked.order_by("application", "division").values_list("application", "division").distinct()
    totals: dict[Pair, list[int]] = defaultdict(list)
    unread: set[Pair] = set()
    reviews = Review.objects.filter(application__in=pks, state__in=["assigned", "locked"])
    for application, division, total in reviews.values_list("application", "division", "total"):
        if total is None:
            unread.add((application, division))
        else:
            totals[application, division].append(total)
    decisions = Decision.objects.filter(application__in=pks).exclude(state="dropped")
    decided = {(a, d): state for a, d, state in decisions.values_list("application", "division", "state")}
    return {
        pair: Place(
            _stage(decided.get(pair), pair in unread, totals[pair]), mean_score(totals[pair]), spread(totals[pair])
        )
        for pair in pairs
    }


def _stage(decision: str | None, unread: bool, totals: list[int]) -> str:
    if decision is not None:
        return Stage.RELEASED if decision == "released" else Stage.DECIDED
    if unread:
        return Stage.READING
    return Stage.SCORED if totals else Stage.UNASSIGNED

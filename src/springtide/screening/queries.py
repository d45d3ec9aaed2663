"""Named reads over screening, scoped to the person who asks."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import people_with
from springtide.foundation.accounts.roles import Role
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for
from springtide.screening.models import Criterion, Decision, Release, Review, Rubric, Score, Standing
from springtide.screening.rules import READABLE
from springtide.screening.rules.totals import mean_score

SEERS = (Role.LEAD, Role.RECRUITER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
DECIDERS = (Role.LEAD, Role.RECRUITER)


def rubrics_of(intake: Intake) -> QuerySet[Rubric]:
    return Rubric.objects.filter(intake=intake).prefetch_related("criteria")


def rubric_for(intake: Intake) -> Rubric | None:
    """The rubric by which applications are read now."""
    return rubrics_of(intake).filter(use=Rubric.Use.SCREENING, state="current").first()


def reviewers_of(division: Division) -> QuerySet[Person]:
    """Who may read for a division."""
    return people_with(Role.REVIEWER, scope=division.scope).order_by("name", "pk")


def reviewer_loads(division: Division) -> dict[int, int]:
    """Open reviews of each reviewer of a division, in whatever division they are: {person id: count}."""
    loads = dict.fromkeys(reviewers_of(division).values_list("pk", flat=True), 0)
    open_reviews = Review.objects.filter(reviewer__in=loads, state="assigned", application__state__in=READABLE)
    counted = open_reviews.order_by().values_list("reviewer").annotate(n=Count("pk"))
    return loads | dict(counted)


def own_reviews(person: Person, intake: Intake) -> QuerySet[Review]:
    """The reviews a person was asked for, as long as they are a reviewer of the division."""
    rows = Review.objects.filter(reviewer=person, division__in=divisions_for(person, intake, Role.REVIEWER))
    return rows.select_related("application__candidate__person", "application__intake", "division__intake", "rubric")


def readings_for(person: Person, intake: Intake) -> QuerySet[Review]:
    """What is left to read, oldest first."""
    return own_reviews(person, intake).filter(state="assigned", application__state__in=READABLE).order_by("id")


def with_scores(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """The same reviews with what a page shows of them: 4 queries for any number of rows."""
    scores = Prefetch("scores", Score.objects.select_related("criterion").order_by("criterion__place", "criterion_id"))
    criteria = Prefetch("rubric__criteria", Criterion.objects.order_by("place", "id"))
    return reviews.select_related("reviewer", "division", "rubric").prefetch_related(scores, criteria)


def unlocked_by(person: Person) -> QuerySet[Review]:
    """A person's reviews still open: until these are locked, nobody else's scores are shown to them."""
    return Review.objects.filter(reviewer=person, state="assigned", application__state__in=READABLE)


def standings_for(person: Person, intake: Intake) -> QuerySet[Standing]:
    """Applicants before the divisions in which the person decides or assigns; never the person themselves."""
    divisions = list(divisions_for(person, intake, *DECIDERS).values_list("pk", flat=True))
    return Standing.objects.filter(division__in=divisions).exclude(application__in=_own(person, intake))


def _own(person: Person, intake: Intake) -> list[int]:
    """The person's own applications. Looked up first, not joined: long lists are read from one index."""
    return list(Application.objects.filter(candidate__person=person, intake=intake).values_list("pk", flat=True))


def with_people(standings: QuerySet[Standing], person: Person) -> QuerySet[Standing]:
    """The same with names, the standing decision, `rank` (the division's dearest opening) and `veiled`: the reader
    has yet to lock scores of their own, so nobody else's are shown.
    """
    ranked = Preference.objects.filter(application=OuterRef("application"), division=OuterRef("division"))
    rank = Subquery(ranked.order_by("rank").values("rank")[:1])
    mine = unlocked_by(person).filter(application=OuterRef("application"))
    decisions = Decision.objects.exclude(state="dropped").select_related("decided_by")
    return (
        standings.select_related("application__candidate", "division__intake")
        .annotate(rank=rank, veiled=Exists(mine))
        .prefetch_related(Prefetch("application__decisions", decisions, to_attr="verdicts"))
    )


def stage_counts(divisions: Iterable[Division]) -> dict[int, dict[str, int]]:
    """Applicants by stage for each division: {division id: {stage: count}}. One query over one index."""
    divisions = list(divisions)
    counts: dict[int, dict[str, int]] = {division.pk: {} for division in divisions}
    rows = Standing.objects.filter(division__in=divisions).order_by().values_list("division", "stage")
    for division, stage, count in rows.annotate(n=Count("pk")):
        counts[division][stage] = count
    return counts


def pending_decisions(person: Person, intake: Intake) -> QuerySet[Decision]:
    """Decisions that wait in the divisions where the person approves: theirs to release or not."""
    divisions = list(divisions_for(person, intake, Role.APPROVER).values_list("pk", flat=True))
    return Decision.objects.filter(division__in=divisions, state="pending").order_by("id")


def releasable(person: Person, intake: Intake) -> QuerySet[Decision]:
    """What the person may release: what waits, without what they decided and what is about them."""
    waiting = pending_decisions(person, intake).exclude(decided_by=person)
    return waiting.exclude(application__in=_own(person, intake))


def releases_of(intake: Intake) -> QuerySet[Release]:
    """What was released before, newest first."""
    return Release.objects.filter(intake=intake).select_related("released_by").order_by("-id")


def screening_scores(intake: Intake) -> Iterator[tuple[int, int, int]]:
    """(application id, division id, score 0 to 10,000) from locked reviews: the mean of their totals times 100."""
    rows = (
        Review.objects.filter(application__intake=intake, state="locked")
        .order_by("application", "division")
        .values_list("application", "division", "total")
    )
    for (application, division), group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0, 1)):
        score = mean_score([total for _application, _division, total in group if total is not None])
        if score is not None:
            yield application, division, score

"""Named reads over assessments, sittings and attempts, scoped to the person who asks."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from springtide.applications.models import Application, Preference
from springtide.applications.queries import applications_for, own_applications
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.interviews.rules.assessments import missed_sitting
from springtide.interviews.states import SEATED
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for

# Who sees results: those who decide. Reviewers and interviewers judge without them.
SEERS = (Role.LEAD, Role.RECRUITER, Role.APPROVER, Role.AUDITOR)
# Attempts that somebody may still sit, or that ended in a result: no second invitation is needed where they count.
LIVELY = ("invited", *SEATED, "started", "done")


def overseen(person: Person, intake: Intake) -> list[int]:
    """Divisions whose assessments a person sees: they recruit there, or oversee it."""
    return list(divisions_for(person, intake, *SEERS).values_list("pk", flat=True))


def assessments_for(person: Person, intake: Intake) -> QuerySet[Assessment]:
    """Those that one of the person's divisions uses."""
    used = Assessment.divisions.through.objects.filter(division__in=overseen(person, intake))
    return Assessment.objects.filter(intake=intake, pk__in=used.values("assessment"))


def with_figures(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """The same with `sittings_open`, `seats_open`, `seats_taken` (of sittings not called off) and `results`."""
    sittings = Sitting.objects.filter(assessment=OuterRef("pk"), state="open").order_by().values("assessment")
    attempts = Attempt.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    taken = attempts.filter(seat__isnull=False, sitting__state="open")
    return assessments.annotate(
        sittings_open=_or_nothing(sittings.annotate(n=Count("pk"))),
        seats_open=_or_nothing(sittings.annotate(n=Sum("seats"))),
        seats_taken=_or_nothing(taken.annotate(n=Count("pk"))),
        results=_or_nothing(attempts.filter(state="done").annotate(n=Count("pk"))),
    )


def _or_nothing(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n")), 0)


def with_fill(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """The same in order, with `taken`: how many of the seats are."""
    taken = Count("attempts", filter=Q(attempts__seat__isnull=False))
    return sittings.annotate(taken=taken).order_by("starts_at", "pk")


def sittings_of(intake: Intake) -> QuerySet[Sitting]:
    return Sitting.objects.filter(assessment__intake=intake).select_related("assessment__intake", "makeup_of")


def taken_numbers(sitting: Sitting) -> set[int]:
    """Seat numbers that somebody has."""
    rows = Attempt.objects.filter(sitting=sitting, seat__isnull=False)
    return {seat for seat in rows.values_list("seat", flat=True) if seat is not None}


def open_sittings(attempt: Attempt, at: datetime) -> QuerySet[Sitting]:
    """Those that this attempt may choose, with `taken`; full ones are in it, to be shown as full."""
    rows = Sitting.objects.filter(assessment=attempt.assessment_id, state="open", starts_at__gt=at)
    return with_fill(rows.filter(makeup_of=missed_sitting(attempt)))


def has_makeup(attempt: Attempt, at: datetime) -> bool:
    """Whether a sitting with a free seat is left to choose."""
    return open_sittings(attempt, at).filter(seats__gt=F("taken")).exists()


def seats_meeting(attempt: Attempt, sitting: Sitting) -> QuerySet[Attempt]:
    """Other seats of the same person in sittings that overlap with this one."""
    person = attempt.application.candidate_id
    seats = Attempt.objects.filter(application__candidate=person, state__in=(*SEATED, "started")).exclude(pk=attempt.pk)
    overlapping = seats.filter(sitting__starts_at__lt=sitting.ends_at, sitting__ends_at__gt=sitting.starts_at)
    return overlapping.select_related("sitting", "assessment")


def led_attempts(person: Person, intake: Intake) -> QuerySet[Attempt]:
    """Those of the divisions the person recruits for: whom they may invite again or cancel.

    Nobody gives themselves another try.
    """
    divisions = divisions_for(person, intake, Role.LEAD, Role.RECRUITER)
    rows = Attempt.objects.filter(assessment__intake=intake, division__in=divisions)
    return rows.exclude(application__in=own_applications(person).values("pk"))


def results_for(person: Person, intake: Intake) -> QuerySet[Attempt]:
    """Attempts whose result the person may know: of their divisions, or shared by the candidate with one of them.

    Shared counts for divisions that use the assessment and that the candidate ranks.
    """
    mine = overseen(person, intake)
    both = Preference.objects.filter(
        application=OuterRef("application"), division__in=mine, division__assessments=OuterRef("assessment")
    )
    shared = Q(shared=True, state="done") & Q(Exists(both))
    return Attempt.objects.filter(Q(division__in=mine) | shared, assessment__intake=intake)


def with_all(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """The same with whatever a list shows of them, in one query."""
    return attempts.select_related(
        "application__candidate__person", "application__intake", "assessment", "division__intake", "sitting", "result"
    )


def own_attempts(person: Person, intake: Intake) -> QuerySet[Attempt]:
    """A candidate's own."""
    found = Attempt.objects.filter(application__candidate__person=person, assessment__intake=intake)
    return with_all(found).order_by("pk")


def invitable_to(person: Person, assessment: Assessment, division: Division) -> QuerySet[Application]:
    """Shortlisted people who rank the division (in a family of the assessment) and are not invited by it yet.

    Whoever shares an attempt with other divisions is left out: that result counts, or will. So is oneself.
    """
    ranking = Preference.objects.filter(application=OuterRef("pk"), division=division)
    families = list(assessment.families.values_list("pk", flat=True))
    if families:
        ranking = ranking.filter(opening__position__family__in=families)
    attempts = Attempt.objects.filter(application=OuterRef("pk"), assessment=assessment)
    counts = Q(division=division) | Q(shared=True, state__in=LIVELY)
    rows = applications_for(person, assessment.intake).filter(Exists(ranking), state="shortlisted")
    others = rows.exclude(Exists(attempts.filter(counts))).exclude(candidate__person=person)
    return others.select_related("candidate__person", "intake")


def due_for_hand_over(now: datetime, until: datetime) -> QuerySet[Attempt]:
    """Booked, and their sitting begins before `until` or runs."""
    rows = Attempt.objects.filter(state="booked", sitting__state="open", sitting__ends_at__gt=now)
    return rows.filter(sitting__starts_at__lte=until).order_by("sitting__starts_at", "pk")


def overdue(ended_before: datetime) -> QuerySet[Attempt]:
    """Nothing was heard of them although their sitting is long over."""
    return Attempt.objects.filter(state__in=SEATED, sitting__ends_at__lte=ended_before).order_by("pk")

"""Named reads of interviewing, scoped to the person who asks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from springtide.applications.models import Application
from springtide.applications.queries import applications_for
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import people_with
from springtide.foundation.accounts.roles import Role
from springtide.interviews.models import BusySlot, FreeTime, Interview, Round, Scorecard
from springtide.interviews.times import Window, free_starts, in_daytime
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for

OVERSEERS = (Role.LEAD, Role.APPROVER, Role.AUDITOR, Role.RECRUITER)


def rounds_for(person: Person, intake: Intake) -> QuerySet[Round]:
    """Rounds of the divisions that a person recruits for or oversees."""
    divisions = divisions_for(person, intake, *OVERSEERS)
    return Round.objects.filter(division__in=divisions).select_related("division__intake", "rubric")


def interviews_for(person: Person, intake: Intake) -> QuerySet[Interview]:
    """Their own as interviewer, and all of the divisions they recruit for or oversee."""
    divisions = list(divisions_for(person, intake, *OVERSEERS).values_list("pk", flat=True))
    mine = Q(interviewer=person) | Q(round__division__in=divisions)
    return Interview.objects.filter(mine, round__intake=intake)


def with_all(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """The same with whatever a list shows of them, in one query."""
    return interviews.select_related(
        "application__candidate__person", "application__intake", "round__division__intake", "interviewer", "site"
    )


def own_interviews(person: Person, intake: Intake) -> QuerySet[Interview]:
    """A candidate's own."""
    found = Interview.objects.filter(application__candidate__person=person, round__intake=intake)
    return with_all(found).order_by("round__place")


def invitable(person: Person, chosen: Round) -> QuerySet[Application]:
    """Shortlisted applicants of the round's division who are not invited to it yet."""
    return (
        applications_for(person, chosen.intake)
        .filter(state="shortlisted", preferences__division=chosen.division)
        .exclude(interviews__round=chosen)
        .select_related("candidate__person", "intake")
        .distinct()
    )


def interviewers_of(division: Division) -> QuerySet[Person]:
    return people_with(Role.INTERVIEWER, scope=division.scope)


def free_times_of(person: Person, intake: Intake) -> QuerySet[FreeTime]:
    """Windows that are not over."""
    return FreeTime.objects.filter(person=person, intake=intake, ends_at__gt=timezone.now())


def open_starts(interview: Interview) -> dict[datetime, list[int]]:
    """Start → interviewers free for it, the one with the fewest interviews first; starts in order.

    Free for the interviewer, free for the candidate, inside the candidate's own windows where they declared
    any, and between 8 and 22 o'clock on the candidate's clock.
    """
    division, candidate = interview.round.division, interview.application.candidate.person
    people = list(interviewers_of(division).exclude(pk=candidate.pk).values_list("pk", flat=True))
    windows = _windows([*people, candidate.pk], interview.round.intake)
    busy = _busy([*people, candidate.pk], except_for=interview)
    loads = dict(
        Interview.objects.filter(interviewer__in=people, state__in=["booked", "held"])
        .order_by()
        .values_list("interviewer")
        .annotate(n=Count("pk"))
    )
    zone = ZoneInfo(candidate.time_zone or interview.round.intake.zone)
    minutes, now = interview.round.minutes, timezone.now()
    own = set(free_starts(windows[candidate.pk], busy[candidate.pk], minutes, now)) if windows[candidate.pk] else None
    found: dict[datetime, list[int]] = defaultdict(list)
    for pk in sorted(people, key=lambda pk: (loads.get(pk, 0), pk)):
        for start in free_starts(windows[pk], busy[pk] | busy[candidate.pk], minutes, now):
            if in_daytime(start, minutes, zone) and (own is None or start in own):
                found[start].append(pk)
    return dict(sorted(found.items()))


def _windows(people: Iterable[int], intake: Intake) -> dict[int, list[Window]]:
    found: dict[int, list[Window]] = defaultdict(list)
    rows = FreeTime.objects.filter(person__in=people, intake=intake, ends_at__gt=timezone.now())
    for pk, start, end in rows.values_list("person", "starts_at", "ends_at"):
        found[pk].append(Window(start, end))
    return found


def _busy(people: Iterable[int], *, except_for: Interview) -> dict[int, frozenset[datetime]]:
    rows = BusySlot.objects.filter(person__in=people, starts_at__gt=timezone.now()).exclude(interview=except_for)
    found: dict[int, set[datetime]] = defaultdict(set)
    for pk, start in rows.values_list("person", "starts_at"):
        found[pk].add(start)
    return defaultdict(frozenset, {pk: frozenset(starts) for pk, starts in found.items()})


def waiting_scorecards(person: Person, intake: Intake) -> QuerySet[Interview]:
    """Interviews of this person whose scorecard is not locked although they have begun."""
    begun = Interview.objects.filter(interviewer=person, round__intake=intake, starts_at__lte=timezone.now())
    return with_all(begun.filter(state__in=["booked", "held"]).exclude(scorecards__state="locked"))


def scorecard_of(interview: Interview, person: Person) -> Scorecard | None:
    cards = Scorecard.objects.filter(interview=interview, interviewer=person).prefetch_related("marks")
    return cards.first()


def may_see_marks(person: Person, interview: Interview) -> bool:
    """Own marks always; others' once locked, and only after one's own are."""
    waiting = Scorecard.objects.filter(
        interview__application=interview.application_id, interviewer=person, state="open"
    )
    return not waiting.exists()


def interview_scores(intake: Intake) -> Iterator[tuple[int, int, int]]:
    """(application, division, 0..10000): the mean of locked totals × 100, for allocation."""
    rows = (
        Scorecard.objects.filter(state="locked", interview__round__intake=intake)
        .order_by()
        .values_list("interview__application", "interview__round__division")
        .annotate(mean=Avg("total"))
    )
    for application, division, mean in rows.iterator(chunk_size=5000):
        yield application, division, round(mean * 100)

"""Who interviews, and when they are free: typed, weekly and imported, without what is taken."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import people_with
from springtide.foundation.accounts.roles import Role
from springtide.interviews.diary import Diary, Load
from springtide.interviews.models import (
    AwayTime,
    BusySlot,
    FreeTime,
    Interview,
    Interviewer,
    Panelist,
    Room,
    RoomClosing,
    RoomSlot,
    WeeklyTime,
)
from springtide.interviews.times import Window, without
from springtide.interviews.weekly import Weekly, holidays_of
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for

HORIZON = timedelta(days=60)  # no start further ahead is offered
LOOKED_AHEAD = timedelta(days=14)
BACK = timedelta(days=8)  # how far back interviews count for the limits of a week
COUNTED = ("booked", "held", "missed")


def interviewers_of(division: Division) -> QuerySet[Person]:
    return people_with(Role.INTERVIEWER, scope=division.scope)


def interviewers_in(intake: Intake) -> QuerySet[Person]:
    """Everybody who interviews for some division of the intake."""
    scopes = Q(memberships__scope__in=["", intake.scope]) | Q(memberships__scope__startswith=f"{intake.scope}/")
    return Person.objects.filter(scopes, memberships__role=Role.INTERVIEWER, is_active=True).distinct()


def interviewers_for(person: Person, intake: Intake) -> QuerySet[Person]:
    """Interviewers of the divisions that a person recruits for: those whose profile they may keep."""
    divisions = divisions_for(person, intake, Role.RECRUITER, Role.LEAD)
    scopes = [division.scope for division in divisions]
    held = Q(memberships__scope__in=["", intake.scope, *scopes]) if scopes else Q(pk__in=[])
    return Person.objects.filter(held, memberships__role=Role.INTERVIEWER, is_active=True).distinct()


def divisions_of(interviewer: Person, intake: Intake) -> QuerySet[Division]:
    """Divisions for which somebody interviews."""
    return divisions_for(interviewer, intake, Role.INTERVIEWER)


def coming_loads(people: Collection[int], intake: Intake) -> dict[int, tuple[int, float]]:
    """Person → (interviews to come, free hours within two weeks), for a list of interviewers."""
    now = timezone.now()
    profiles = profiles_of(people, intake)
    countries = {pk: row.site.country for pk, row in profiles.items() if row.site}
    free = free_windows(people, intake, now, now + LOOKED_AHEAD, countries)
    sat = Panelist.objects.filter(person__in=people, interview__state="booked", interview__starts_at__gt=now)
    counts = dict(sat.order_by().values_list("person").annotate(n=Count("pk")))
    hours = {pk: sum((_clipped(w, now) for w in free.get(pk, [])), timedelta()) for pk in people}
    return {pk: (counts.get(pk, 0), hours[pk].total_seconds() / 3600) for pk in people}


def _clipped(window: Window, now: datetime) -> timedelta:
    return max(min(window.end, now + LOOKED_AHEAD) - max(window.start, now), timedelta())


def profiles_of(people: Collection[int], intake: Intake) -> dict[int, Interviewer]:
    """Person → profile, for those who have one."""
    rows = Interviewer.objects.filter(person__in=people, intake=intake).select_related("site")
    return {row.person_id: row for row in rows}


def free_times_of(person: Person, intake: Intake) -> QuerySet[FreeTime]:
    """Windows that are not over."""
    return FreeTime.objects.filter(person=person, intake=intake, ends_at__gt=timezone.now())


def away_times_of(person: Person, intake: Intake) -> QuerySet[AwayTime]:
    """Times away that are not over."""
    return AwayTime.objects.filter(person=person, intake=intake, ends_at__gt=timezone.now())


def weekly_times_of(person: Person, intake: Intake) -> QuerySet[WeeklyTime]:
    """Weekly times whose last day is not over."""
    return WeeklyTime.objects.filter(person=person, intake=intake, last_on__gte=timezone.now().date() - timedelta(1))


def weekly(row: WeeklyTime) -> Weekly:
    """The row as plain values."""
    exceptions = frozenset(date.fromisoformat(day) for day in row.except_on)
    return Weekly(frozenset(row.weekdays), row.begins, row.ends, row.zone, row.first_on, row.last_on, exceptions)


def closed_days(country: str, after: datetime, until: datetime) -> frozenset[date]:
    """Public holidays of a country between two instants, "" for none."""
    years = range(after.year - 1, until.year + 2) if country else ()
    return frozenset(day for year in years for day in holidays_of(country, year))


def holidays_near(country: str, language: str, after: date, until: date) -> list[tuple[date, str]]:
    """Public holidays of a country from one day to another, with their names."""
    years = range(after.year, until.year + 1) if country else ()
    found = (item for year in years for item in holidays_of(country, year, language).items())
    return [(day, name) for day, name in found if after <= day <= until]


def free_windows(
    people: Collection[int], intake: Intake, after: datetime, until: datetime, countries: dict[int, str]
) -> dict[int, list[Window]]:
    """Person → when they are free, merged and in order. `countries`: whose holidays hold for them."""
    free: dict[int, list[Window]] = defaultdict(list)
    away: dict[int, list[Window]] = defaultdict(list)
    tables: tuple[tuple[QuerySet[FreeTime] | QuerySet[AwayTime], dict[int, list[Window]]], ...] = (
        (FreeTime.objects.all(), free),
        (AwayTime.objects.all(), away),
    )
    for rows, found in tables:
        near = rows.filter(person__in=people, intake=intake, ends_at__gt=after, starts_at__lt=until).order_by()
        for pk, start, end in near.values_list("person", "starts_at", "ends_at"):
            found[pk].append(Window(start, end))
    closed = {country: closed_days(country, after, until) for country in {*countries.values(), ""}}
    for row in WeeklyTime.objects.filter(person__in=people, intake=intake, last_on__gte=after.date() - timedelta(1)):
        shut = closed[countries.get(row.person_id, "")]
        free[row.person_id].extend(weekly(row).windows(after, until, shut))
    return {pk: without(windows, away[pk]) for pk, windows in free.items()}


def diaries(
    people: Collection[int], intake: Intake, profiles: Mapping[int, Interviewer], *, but: Interview | None = None
) -> dict[int, Diary]:
    """Person → diary, for all of them. `profiles`: of those who have one. What they gave to the interview `but` counts
    as free."""
    now = timezone.now()
    profiles = {pk: profiles[pk] for pk in people if pk in profiles}
    countries = {pk: row.site.country for pk, row in profiles.items() if row.site}
    windows = free_windows(people, intake, now, now + HORIZON, countries)
    busy: dict[int, set[datetime]] = defaultdict(set)
    slots = BusySlot.objects.filter(person__in=people, starts_at__gt=now - timedelta(hours=1)).exclude(interview=but)
    for pk, start in slots.values_list("person", "starts_at"):
        busy[pk].add(start)
    talks: dict[int, list[Window]] = defaultdict(list)
    sat = Panelist.objects.filter(person__in=people, interview__state__in=COUNTED, interview__starts_at__gt=now - BACK)
    times = ("person", "interview__starts_at", "interview__ends_at")
    for pk, start, end in sat.exclude(interview=but).order_by().values_list(*times):
        talks[pk].append(Window(start, end))
    return {
        pk: Diary(
            windows.get(pk, []),
            frozenset(busy[pk]),
            talks[pk],
            load_of(profiles.get(pk)),
            ZoneInfo(profiles[pk].zone if pk in profiles else intake.zone),
        )
        for pk in people
    }


def load_of(profile: Interviewer | None) -> Load:
    """The limits of a profile; the defaults for somebody without one."""
    if profile is None:
        return Load()
    return Load(profile.per_day, profile.per_week, profile.in_a_row, timedelta(minutes=profile.buffer_minutes))


def burdens(people: Iterable[int]) -> dict[int, int]:
    """Person → how many interviews they have or had."""
    rows = Panelist.objects.filter(person__in=list(people), interview__state__in=["booked", "held"]).order_by()
    return dict(rows.values_list("person").annotate(n=Count("pk")))


def closings_of(rooms: Collection[Room], after: datetime) -> dict[int, list[Window]]:
    """Room → when it is closed, of what is not over by then."""
    found: dict[int, list[Window]] = defaultdict(list)
    rows = RoomClosing.objects.filter(room__in=rooms, ends_at__gt=after)
    for room, start, end in rows.values_list("room", "starts_at", "ends_at"):
        found[room].append(Window(start, end))
    return found


def room_diaries(rooms: Collection[Room], *, but: Interview | None = None) -> dict[int, Diary]:
    """Room → diary: open hours without public holidays, without closings and without what is booked."""
    now = timezone.now()
    busy: dict[int, set[datetime]] = defaultdict(set)
    slots = RoomSlot.objects.filter(room__in=rooms, starts_at__gt=now - timedelta(hours=1)).exclude(interview=but)
    for pk, start in slots.values_list("room", "starts_at"):
        busy[pk].add(start)
    until = now + HORIZON
    closed = closings_of(rooms, now)
    found = {}
    for room in rooms:
        hours = Weekly(
            frozenset(room.weekdays), room.opens, room.closes, room.site.zone, now.date() - timedelta(1), until.date()
        )
        windows = without(hours.windows(now, until, closed_days(room.site.country, now, until)), closed[room.pk])
        found[room.pk] = Diary(windows, frozenset(busy[room.pk]))
    return found

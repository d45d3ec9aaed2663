"""Today's interviews as they stand at this hour: who is there, who talks, who waits; and a schedule to look at."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from springtide.foundation.accounts.models import Person
from springtide.interviews.actions.schedules import start_schedule
from springtide.interviews.models import Arrival, Attendance, Board, BusySlot, DayStep, Interview
from springtide.interviews.times import Window, floor_quarter, in_daytime, quarters
from springtide.planning.models import Site
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, lived

DAYTIME = 8, 21
OFFSETS = (-90, 0, 15, -30, 30, 45, -15, 75, 105, 120)  # of the appointed times from now, in minutes
AHEAD = 14  # days that the schedule spans
EARLY = timedelta(hours=3)  # the first ones come long before their time
MINUTE = timedelta(minutes=1)
# How long before (or after, if negative) the appointed time each step was made, in minutes.
LIVED = {
    "ended": (("check-in", 25), ("call", 4), ("start", 0), ("end", -44)),
    "talking": (("check-in", 20), ("call", 3), ("start", 0)),
    "called": (("check-in", 30), ("call", 8)),
    "waiting": (("check-in", 180),),
}
TARGETS = {"check-in": "waiting", "call": "called", "start": "talking", "end": "ended"}


def live_today(ground: Ground, crew: Crew, past: Past, rng: np.random.Generator) -> None:
    """A board for every place at which somebody is interviewed today, and some more people where it is day now."""
    site = next((one for one in ground.sites.values() if DAYTIME[0] <= _hour(past.now, one.zone) < DAYTIME[1]), None)
    _book_around_now(ground, crew, past, site)
    for site in (*ground.sites.values(), None):
        board = Board(intake=ground.intake, site=site)
        board.day = past.now.astimezone(board.zone).date()
        begin, end = board.span
        rows = Interview.objects.filter(site=site, state="booked", starts_at__gte=begin, starts_at__lt=end)
        here = list(
            rows.filter(round__intake=ground.intake)
            .select_related("round__division__intake", "application")
            .order_by("starts_at", "pk")
        )
        if here:
            board.save()
            _live(board, here, crew, past, rng)


def _hour(now: datetime, zone: str) -> int:
    return now.astimezone(ZoneInfo(zone)).hour


def _book_around_now(ground: Ground, crew: Crew, past: Past, site: Site | None) -> None:
    """Some people are met today, before and after this hour, where it is day for them: half of those who had not
    chosen a time, and some who had chosen a later one and came forward."""
    rows = Interview.objects.filter(round__intake=ground.intake, created__lt=past.now - days(0.3)).order_by("pk")
    waiting = rows.filter(state="invited", round__place=1)
    later = rows.filter(state="booked", starts_at__gt=past.now + days(0.5))
    start, offsets = floor_quarter(past.now), list(OFFSETS)
    for interview in [*waiting[: waiting.count() // 2], *later]:
        if not offsets:
            return
        begin = start + offsets[0] * MINUTE
        talk = Window(begin, begin + interview.round.minutes * MINUTE)
        zone = ZoneInfo(interview.application.candidate.person.time_zone)
        panel = _panel(interview, crew, talk)
        if panel and in_daytime(talk, zone):
            offsets.pop(0)
            _book(interview, talk, panel, site, past)


def _panel(interview: Interview, crew: Crew, talk: Window) -> list[Person]:
    """Its own panel, or whoever of the division is free then; nobody where they are not."""
    own = [panelist.person for panelist in interview.panelists.select_related("person")]
    people = own or crew.of("interviewer", interview.round.division.slug)
    candidate = interview.application.candidate.person
    taken = BusySlot.objects.filter(person__in=[*people, candidate], starts_at__in=quarters(talk))
    busy = set(taken.exclude(interview=interview).values_list("person", flat=True))
    free = [person for person in people if not busy & {person.pk, candidate.pk}]
    return free[:1] if not own else own if len(free) == len(own) else []


def _book(interview: Interview, talk: Window, panel: list[Person], site: Site | None, past: Past) -> None:
    candidate = interview.application.candidate.person
    interview.busy_slots.all().delete()
    interview.panelists.all().delete()
    interview.sequence += 1
    interview.state, interview.starts_at, interview.ends_at, interview.site = "booked", talk.start, talk.end, site
    interview.link = f"https://meet.springtide.example/{interview.uid[:10]}"
    interview.save()
    for seat, person in enumerate(panel, 1):
        interview.panelists.create(person=person, seat=seat)
    BusySlot.objects.bulk_create(
        BusySlot(person=person, starts_at=quarter, interview=interview)
        for person in (*panel, candidate)
        for quarter in quarters(talk)
    )
    told = {"starts_at": talk.start, "panel": [person.pk for person in panel], "room": None}
    at = interview.created + (past.now - interview.created) / 2
    past.note(at, "interviews.book", interview, by=candidate, scope=interview.round.division.scope, **told)


def _live(board: Board, here: Sequence[Interview], crew: Crew, past: Past, rng: np.random.Generator) -> None:
    numbers = rng.choice(np.arange(100, 1000), size=len(here), replace=False).tolist()
    seen: dict[int, Arrival] = {}
    for interview, state in _states(here, past.now):
        recruiter = crew.of("recruiter", interview.round.division.slug)[0]
        steps = [(verb, _moment(interview, minutes, past.now)) for verb, minutes in LIVED[state]]
        arrival = seen.get(interview.application_id)
        if arrival is None:
            arrival = seen[interview.application_id] = Arrival.objects.create(
                board=board, application=interview.application, number=numbers.pop(), at=steps[0][1], by=recruiter
            )
        row = Attendance.objects.create(
            board=board, interview=interview, arrival=arrival, state=state, since=steps[-1][1]
        )
        source, since = "expected", None
        for verb, at in steps:
            DayStep.objects.create(attendance=row, verb=verb, source=source, source_since=since, at=at, by=recruiter)
            scope = interview.round.division.scope
            past.note(at, f"interviews.day_{verb}", interview, by=recruiter, scope=scope, board=board.pk)
            source, since = TARGETS[verb], at


def _states(here: Sequence[Interview], now: datetime) -> Iterator[tuple[Interview, str]]:
    """What is over has ended, what runs is running; of those to come the first is called and two more wait."""
    coming = 0
    for interview in here:
        assert interview.starts_at and interview.ends_at  # noqa: S101 - the query asked for booked ones
        if interview.ends_at <= now:
            yield interview, "ended"
        elif interview.starts_at <= now:
            yield interview, "talking"
        elif interview.starts_at <= now + EARLY and coming < 3:
            coming += 1
            yield interview, "called" if coming == 1 and interview.starts_at <= now + 8 * MINUTE else "waiting"


def _moment(interview: Interview, minutes: int, now: datetime) -> datetime:
    """Before the appointed time, and never in what is still to come."""
    assert interview.starts_at  # noqa: S101 - see above
    return min(interview.starts_at - minutes * MINUTE, now - MINUTE)


def ask_for_a_schedule(ground: Ground, crew: Crew, past: Past) -> None:
    """A run for the worker, so that the first person who looks finds a proposal. Its job takes some seconds."""
    zone = ground.intake.tz
    first = (past.now + days(1)).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    with lived(past.now):
        start_schedule(
            intake=ground.intake,
            name="The coming two weeks",
            begins_at=first,
            ends_at=first + timedelta(days=AHEAD),
            by=crew.lead,
        )

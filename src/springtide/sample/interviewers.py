"""Who interviews in a sample intake: what they bring, when they are free, and rooms to meet in."""

from datetime import time

import numpy as np

from springtide.foundation.accounts.models import Person
from springtide.interviews.models import FreeTime, Interviewer, Room, WeeklyTime
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, moment

AHEAD = 14  # days for which hours are given
HOURS = ((time(9, 30), time(12, 30)), (time(14), time(18)))
SKILLS = ("Python", "C++", "Machine learning", "Distributed systems", "Product sense")
FEATURES = (["Screen", "Whiteboard"], ["Screen"])


def seat_interviewers(ground: Ground, crew: Crew, past: Past, rng: np.random.Generator) -> None:
    """A profile for every interviewer, and a weekly time or, for every third, single windows."""
    profiles: list[Interviewer] = []
    times: list[FreeTime | WeeklyTime] = []
    for division in ground.divisions:
        for number, person in enumerate(crew.of("interviewer", division)):
            told = crew.told[person.pk]
            profiles.append(
                Interviewer(
                    person=person,
                    intake=ground.intake,
                    skills=sorted(str(skill) for skill in rng.choice(SKILLS, size=2, replace=False)),
                    languages=sorted({"en", told.language}),
                    site=ground.sites[told.site],
                    zone=person.time_zone,
                )
            )
            times += _windows(ground, person) if number % 3 == 2 else _weeks(ground, person)
    Interviewer.objects.bulk_create(profiles)
    FreeTime.objects.bulk_create(row for row in times if isinstance(row, FreeTime))
    WeeklyTime.objects.bulk_create(row for row in times if isinstance(row, WeeklyTime))
    for row in times:
        verb = "interviews.add_free_time" if isinstance(row, FreeTime) else "interviews.add_weekly_time"
        past.note(past.now - days(3), verb, row, by=row.person, scope=ground.scope)


def _weeks(ground: Ground, person: Person) -> list[FreeTime | WeeklyTime]:
    """Mornings and afternoons of weekdays, for as long as hours are given."""
    return [
        WeeklyTime(
            person=person,
            intake=ground.intake,
            weekdays=[0, 1, 2, 3, 4],
            begins=begins,
            ends=ends,
            first_on=ground.season.day(1),
            last_on=ground.season.day(AHEAD),
            zone=person.time_zone,
        )
        for begins, ends in HOURS
    ]


def _windows(ground: Ground, person: Person) -> list[FreeTime | WeeklyTime]:
    """The same as single windows, typed one by one."""
    zone = person.time_zone
    return [
        FreeTime(
            person=person,
            intake=ground.intake,
            zone=zone,
            starts_at=moment(day, begins.hour + begins.minute / 60, zone),
            ends_at=moment(day, ends.hour + ends.minute / 60, zone),
        )
        for day in (ground.season.day(ahead) for ahead in range(1, AHEAD + 1))
        if day.weekday() < 5
        for begins, ends in HOURS
    ]


def furnish(ground: Ground) -> None:
    """Two rooms at every site."""
    Room.objects.bulk_create(
        Room(
            intake=ground.intake,
            site=site,
            name=f"{letter}{number}",
            features=FEATURES[number - 1],
            weekdays=[0, 1, 2, 3, 4],
            opens=time(9),
            closes=time(19),
        )
        for letter, site in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ground.sites.values(), strict=False)
        for number in (1, 2)
    )

"""Short ways to rounds, panels and free hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.interviews.actions.times import add_free_time
from springtide.interviews.models import FreeTime, Interviewer, Room, Round
from springtide.interviews.seating import SeatNeed
from springtide.planning.models import Site
from springtide.screening.models import Criterion, Rubric
from tests.cast import Cast, staff

ALL_WEEK = list(range(7))


def noon(days: int = 3) -> datetime:
    """Twelve o'clock in Hangzhou, some days from now."""
    day = timezone.now().astimezone(UTC) + timedelta(days=days)
    return day.replace(hour=4, minute=0, second=0, microsecond=0)


def free(person: Person, cast: Cast, hours: int = 2, days: int = 3) -> FreeTime:
    return add_free_time(
        person=person,
        intake=cast.intake,
        starts_at=noon(days),
        ends_at=noon(days) + timedelta(hours=hours),
        zone="Asia/Shanghai",
    )


def profile(person: Person, cast: Cast, **brings: Any) -> Interviewer:
    """A profile at Hangzhou without time between two, so that stories count easily."""
    values = {"site": cast.hangzhou, "zone": "Asia/Shanghai", "buffer_minutes": 0} | brings
    return Interviewer.objects.create(person=person, intake=cast.intake, **values)


def questions(cast: Cast) -> Rubric:
    rubric = Rubric.objects.create(intake=cast.intake, names={"en": "Talk"}, use="interview")
    for place, weight in enumerate((3, 1)):
        Criterion.objects.create(rubric=rubric, names={"en": f"Question {place}"}, weight=weight, place=place)
    return rubric


@dataclass
class TwoSeats:
    """A round with a panel of two, and the two who can take it: Ines of cloud, who knows Python, and Gao of gaode,
    who speaks French."""

    round: Round
    ines: Person
    gao: Person

    @property
    def panel(self) -> tuple[Person, Person]:
        return self.ines, self.gao


def two_seats(cast: Cast, **fields: Any) -> TwoSeats:
    seats = [SeatNeed(skill="Python"), SeatNeed(language="fr", own=False)]
    made = Round.objects.create(
        intake=cast.intake,
        division=cast.cloud,
        names={"en": "Panel"},
        minutes=45,
        rubric=questions(cast),
        place=9,
        seats=[seat.row() for seat in seats],
        **fields,
    )
    gao = staff("Gao", "interviewer", "spring/gaode")  # type: ignore[arg-type]
    profile(cast.interviewer, cast, skills=["python"])
    profile(gao, cast, languages=["fr"])
    return TwoSeats(made, cast.interviewer, gao)


def a_room(cast: Cast, **fields: Any) -> Room:
    Site.objects.filter(pk=cast.hangzhou.pk).update(country="XX")  # no holidays: the same story on every day
    values = {"name": "A1", "weekdays": ALL_WEEK, "opens": time(0), "closes": time(23, 45)} | fields
    return Room.objects.create(intake=cast.intake, site=cast.hangzhou, **values)

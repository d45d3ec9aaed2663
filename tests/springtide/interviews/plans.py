"""Rounds to be scheduled: people invited, interviewers with whole days free, and a clock that stands still."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.text.search import search_words
from springtide.interviews.actions.schedules import start_schedule
from springtide.interviews.models import FreeTime, Interview, Interviewer, Proposal, Round, ScheduleRun
from springtide.interviews.seating import SeatNeed
from springtide.planning.models import Division, Opening
from springtide.screening.models import Rubric
from tests.cast import Cast, staff
from tests.springtide.interviews.days import TEN

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def tomorrow(hour: int = 0, days: int = 1) -> datetime:
    """An hour of a day to come on the clock of Hangzhou, as the tests' clock stands."""
    day = TEN.astimezone(SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def plan_round(cast: Cast, division: Division | None = None, *, place: int = 1, **fields: object) -> Round:
    rubric, _new = Rubric.objects.get_or_create(
        intake=cast.intake, use="interview", defaults={"names": {"en": "Talk"}, "state": "current"}
    )
    return Round.objects.create(
        intake=cast.intake,
        division=division or cast.cloud,
        names={"en": f"Round {place}"},
        minutes=45,
        rubric=rubric,
        place=place,
        **fields,
    )


def seats(*needs: SeatNeed) -> list[dict[str, object]]:
    return [need.row() for need in needs]


def somebody(cast: Cast, name: str, *openings: Opening) -> Application:
    """Shortlisted, found by name."""
    candidate = cast.candidate(name)
    candidate.words = search_words(name)
    candidate.save(update_fields=["words"])
    return cast.application(candidate, *(openings or (cast.models,)), state="shortlisted")


def invited(application: Application, *rounds: Round) -> list[Interview]:
    return [Interview.objects.create(application=application, round=one) for one in rounds]


def interviewer(
    cast: Cast,
    name: str,
    *,
    days: Sequence[int] = (1,),
    hours: tuple[int, int] = (9, 18),
    scope: str = "spring/cloud",
    **brings: object,
) -> Person:
    """Free on those days to come between those hours of Hangzhou."""
    person = staff(name, Role.INTERVIEWER, scope)
    values = {"site": cast.hangzhou, "zone": "Asia/Shanghai"} | brings
    Interviewer.objects.create(person=person, intake=cast.intake, **values)
    for day in days:
        FreeTime.objects.create(
            person=person,
            intake=cast.intake,
            zone="Asia/Shanghai",
            starts_at=tomorrow(hours[0], day),
            ends_at=tomorrow(hours[1], day),
        )
    return person


def planned(cast: Cast, *, days: int = 5) -> ScheduleRun:
    """A run over the coming days that has ended."""
    run = start_schedule(
        intake=cast.intake, name="Run", begins_at=tomorrow(), ends_at=tomorrow(days=1 + days), by=cast.lead
    )
    run_due()
    run.refresh_from_db()
    return run


def times(run: ScheduleRun) -> dict[str, list[tuple[str, str]]]:
    """{name: [(round, what is proposed)]}, in order of the rounds."""
    rows = Proposal.objects.filter(run=run).select_related("interview__application__candidate", "interview__round")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("interview__round__place"):
        name = row.interview.application.candidate.name
        found.setdefault(name, []).append((str(row.interview.round), row.change))
    return found

"""One free hour, and everybody who clicks at once: one interview, nobody booked twice.

The controls show that the guards are what decides: with lock and constraint off the same clicks book the same panel
twice; with the constraint alone nobody is booked twice, and who collides is told politely.
"""

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from springtide.foundation.journal.queries import verify_chain
from springtide.interviews.actions import booking
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.inviting import invite
from springtide.interviews.models import BusySlot, Interview, Interviewer, Panelist, RoomSlot, Round
from springtide.interviews.queries import Calendars
from tests.cast import Cast
from tests.faults.test_last_seat import together
from tests.springtide.interviews.scenes import a_room, free, noon, two_seats

# On a machine that is very busy, SQLite lets somebody wait in vain for the turn to write: the page says "try again".
TOLD = {"booked", "Refused", "OperationalError"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round(cast: Cast) -> Round:
    """On site, a panel of two, and exactly one hour in which both and the one room are free."""
    chosen = two_seats(cast, mode="onsite")
    a_room(cast)
    for person in chosen.panel:
        free(person, cast, hours=1)
    return chosen.round


def invited(cast: Cast, round: Round, people: int) -> list[Interview]:
    rows = [cast.application(cast.candidate(f"C{n}"), cast.models, state="shortlisted") for n in range(people)]
    return invite(applications=rows, round=round, by=cast.recruiter)


def click_all(talks: list[Interview]) -> Counter[str]:
    """Everybody books noon: how often each answer came."""
    acts = [lambda t=t: book(interview=t, starts_at=noon(), by=t.application.candidate.person) for t in talks]
    found = together(acts)
    return Counter(answer.state if isinstance(answer, Interview) else type(answer).__name__ for answer in found)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the controls: the first two who saw noon free wait for each other before either takes it, so that they are
    sure to want the same. With the lock on they could never meet."""

    def met(self, start):
        seen = seating(self, start)
        if next(arrivals) < 2:
            both.wait(timeout=20)
        return seen

    seating, both, arrivals = Calendars.seating, threading.Barrier(2), itertools.count()
    monkeypatch.setattr(Calendars, "seating", met)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    whole = [(model, model._meta.constraints) for model in (BusySlot, RoomSlot)]
    for model, constraints in whole:
        model._meta.constraints = []  # SQLite makes the table anew from what the model says
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraints[0])
    yield
    for model, constraints in whole:
        model.objects.all().delete()
        model._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraints[0])


@pytest.mark.parametrize("people", [2, 200])
def test_one_hour_goes_to_exactly_one(cast: Cast, round: Round, people: int) -> None:
    found = click_all(invited(cast, round, people))
    assert found["booked"] == 1 and found.total() == people
    assert set(found) <= TOLD
    assert Interview.objects.filter(state="booked").count() == 1
    assert Panelist.objects.count() == 2
    assert BusySlot.objects.count() == 3 * 3 and RoomSlot.objects.count() == 3
    assert verify_chain().whole


def test_one_person_clicking_many_times_has_one_interview_and_one_letter(cast: Cast, round: Round) -> None:
    talk = invited(cast, round, 1)[0]
    assert click_all([talk] * 20) == {"booked": 20}
    talk.refresh_from_db()
    assert talk.sequence == 1


def test_what_is_cancelled_is_free_for_the_next_of_many(cast: Cast, round: Round) -> None:
    first, *others = invited(cast, round, 10)
    book(interview=first, starts_at=noon(), by=first.application.candidate.person)
    assert click_all(others) == {"Refused": 9}
    cancel(interview=first, by=first.application.candidate.person)
    assert click_all(others) == {"booked": 1, "Refused": 8}


def test_control_without_lock_and_constraint_the_same_clicks_book_twice(
    cast: Cast, round: Round, meeting: None, no_constraint: None, settings
) -> None:
    settings.SEAT_LOCK = False
    found = click_all(invited(cast, round, 20))
    assert found["booked"] > 1, found
    taken = BusySlot.objects.filter(starts_at=noon(), person=cast.interviewer)
    assert taken.count() > 1
    assert RoomSlot.objects.filter(starts_at=noon()).count() > 1


def test_control_the_constraint_alone_refuses_politely(
    cast: Cast, round: Round, meeting: None, settings, monkeypatch
) -> None:
    settings.SEAT_LOCK = False
    collisions = []

    def counted(*args):
        try:
            return give(*args)
        except IntegrityError as collision:
            collisions.append(collision)
            raise

    give = booking._give
    monkeypatch.setattr(booking, "_give", counted)
    found = click_all(invited(cast, round, 20))
    assert collisions, "nobody collided: the control shows nothing"
    assert set(found) == {"booked", "Refused"}
    assert BusySlot.objects.filter(starts_at=noon(), person=cast.interviewer).count() == 1


def at_different_times(cast: Cast) -> Counter[str]:
    """Eight people choose eight times of a panel that takes one interview a day."""
    chosen = two_seats(cast)
    for person in chosen.panel:
        free(person, cast, hours=8)
    Interviewer.objects.update(per_day=1)
    talks = invited(cast, chosen.round, 8)
    acts = [
        lambda t=t, n=n: book(interview=t, starts_at=noon() + timedelta(hours=n), by=t.application.candidate.person)
        for n, t in enumerate(talks)
    ]
    return Counter(type(answer).__name__ for answer in together(acts))


def test_a_limit_holds_though_no_two_want_the_same_time(cast: Cast) -> None:
    assert at_different_times(cast) == {"Interview": 1, "Refused": 7}


def test_control_without_the_lock_the_limit_is_passed(cast: Cast, meeting: None, settings) -> None:
    settings.SEAT_LOCK = False
    assert at_different_times(cast)["Interview"] > 1

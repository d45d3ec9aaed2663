"""The last place in a sitting, and everybody who clicks at once: exactly one gets it.

The controls show that the guards are what decides, as in test_last_seat.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection

from springtide.foundation.journal.queries import verify_chain
from springtide.interviews.actions import attempts as actions
from springtide.interviews.actions.attempts import book_sitting, cancel_attempt, invite_to
from springtide.interviews.models import Attempt, Sitting
from tests.cast import Cast, make_cast
from tests.faults.test_last_seat import together
from tests.springtide.interviews.sitting_scenes import reasoning, shortlisted, sitting, with_provider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings) -> Cast:
    settings.ASSESSMENT_PROVIDERS = with_provider()
    return make_cast()


def crowd(cast: Cast, where: Sitting, people: int) -> list[Attempt]:
    applications = [shortlisted(cast, f"Racer{n}") for n in range(people)]
    return invite_to(applications=applications, assessment=where.assessment, division=cast.cloud, by=cast.recruiter)


def click_all(attempts: list[Attempt], where: Sitting) -> Counter[str]:
    """Everybody takes the sitting: how often each answer came."""

    def click(attempt: Attempt):
        person = attempt.application.candidate.person
        return lambda: book_sitting(attempt=attempt, sitting=where, shared=False, by=person)

    found = together([click(attempt) for attempt in attempts])
    return Counter(got.state if isinstance(got, Attempt) else type(got).__name__ for got in found)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment between counting the seats and taking one: room for whoever is not kept out."""
    count = actions.taken_numbers

    def slowly(where):
        taken = count(where)
        time.sleep(0.005)
        return taken

    monkeypatch.setattr(actions, "taken_numbers", slowly)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the controls: the first two who counted wait for each other, so that they are sure to want the same seat."""
    count, both, arrivals = actions.taken_numbers, threading.Barrier(2), itertools.count()

    def met(where):
        taken = count(where)
        if next(arrivals) < 2:
            both.wait(timeout=20)
        return taken

    monkeypatch.setattr(actions, "taken_numbers", met)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    whole = Attempt._meta.constraints
    constraint = next(c for c in whole if c.name == "sitting_seat_once")
    # SQLite makes the table anew from what the model says.
    Attempt._meta.constraints = [c for c in whole if c is not constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Attempt, constraint)
    yield
    Attempt.objects.all().delete()
    Attempt._meta.constraints = whole
    with connection.schema_editor() as editor:
        editor.add_constraint(Attempt, constraint)


@pytest.mark.parametrize(("people", "seats"), [(2, 1), (200, 3)])
def test_no_sitting_oversells(cast: Cast, pause: None, people: int, seats: int) -> None:
    where = sitting(cast, reasoning(cast), seats=seats)
    assert click_all(crowd(cast, where, people), where) == {"booked": seats, "Refused": people - seats}
    assert sorted(Attempt.objects.filter(sitting=where).values_list("seat", flat=True)) == list(range(1, seats + 1))
    assert verify_chain().whole


def test_control_without_lock_and_constraint_the_same_clicks_oversell(
    cast: Cast, meeting: None, no_constraint: None, settings
) -> None:
    where = sitting(cast, reasoning(cast), seats=1)
    racers = crowd(cast, where, 20)
    settings.SEAT_LOCK = False
    assert click_all(racers, where)["booked"] > 1
    assert Attempt.objects.filter(sitting=where, seat=1).count() > 1


def test_control_the_constraint_alone_refuses_politely(cast: Cast, meeting: None, settings, monkeypatch) -> None:
    where = sitting(cast, reasoning(cast), seats=1)
    racers = crowd(cast, where, 20)
    settings.SEAT_LOCK = False
    collisions: list[IntegrityError] = []
    tried = actions._book

    def counted(*given):
        try:
            return tried(*given)
        except IntegrityError as collision:
            collisions.append(collision)
            raise

    monkeypatch.setattr(actions, "_book", counted)
    found = click_all(racers, where)
    assert collisions, "nobody collided: the control shows nothing"
    assert found == {"booked": 1, "Refused": 19}
    assert Attempt.objects.filter(sitting=where).count() == 1


def test_one_person_clicking_many_times_takes_one_seat(cast: Cast) -> None:
    where = sitting(cast, reasoning(cast), seats=5)
    attempt = crowd(cast, where, 1)[0]
    assert click_all([attempt] * 20, where) == {"booked": 20}
    assert Attempt.objects.get().sequence == 1


@pytest.mark.parametrize("again", range(3))
def test_a_seat_given_back_while_others_wait_goes_to_one_of_them(cast: Cast, again: int) -> None:
    where = sitting(cast, reasoning(cast), seats=1)
    holder, *others = crowd(cast, where, 6)
    click_all([holder], where)
    leave = holder.application.candidate.person
    takes = [
        lambda a=a: book_sitting(attempt=a, sitting=where, shared=False, by=a.application.candidate.person)
        for a in others
    ]
    together([lambda: cancel_attempt(attempt=holder, by=leave), *takes])
    assert Attempt.objects.filter(sitting=where, state="booked").count() <= 1
    assert Attempt.objects.get(pk=holder.pk).state == "cancelled"

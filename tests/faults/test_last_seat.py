"""The last seat, and everybody who clicks at once: exactly one gets it.

The controls show that the guards are what decides: without lock and constraint the same clicks oversell; with the
constraint alone nobody oversells, and who collides is told politely.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from springtide.applications.actions import withdraw_application
from springtide.applications.models import Application
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.queries import verify_chain
from springtide.foundation.steps.verdicts import Refused
from springtide.offers.actions import accept_offer, answers, decline_offer, expire_offers, seats
from springtide.offers.models import Offer, TakenSeat
from tests.cast import Cast
from tests.springtide.offers.scenes import over_offered, three_for_one_seat

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 60  # a PostgreSQL out of the box takes 100 connections


def together(acts: list) -> list:
    """Let all begin at the same moment, as many as there are connections; what each returned or raised."""
    first = min(AT_ONCE, len(acts))
    gate = threading.Barrier(first)

    def one(number, act):
        if number < first:
            gate.wait(timeout=20)
        try:
            return act()
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(first) as pool:
        return list(pool.map(one, range(len(acts)), acts))


def click_all(offers: list[Offer]) -> Counter[str]:
    """Everybody accepts: how often each answer came."""
    found = together([lambda o=o: accept_offer(offer=o, by=o.application.candidate.person) for o in offers])
    return Counter(answer.state if isinstance(answer, Offer) else type(answer).__name__ for answer in found)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment between counting the seats and taking one: room for whoever is not kept out."""

    def slowly(opening):
        taken = count(opening)
        time.sleep(0.005)
        return taken

    count = seats.taken_numbers
    monkeypatch.setattr(seats, "taken_numbers", slowly)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the controls: the first two who counted wait for each other before either takes a seat, so that they are
    sure to want the same one. With the lock on they could never meet."""

    def met(opening):
        taken = count(opening)
        if next(arrivals) < 2:
            both.wait(timeout=20)
        return taken

    count, both, arrivals = seats.taken_numbers, threading.Barrier(2), itertools.count()
    monkeypatch.setattr(seats, "taken_numbers", met)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    whole = TakenSeat._meta.constraints
    constraint = next(c for c in whole if c.name == "seat_taken_once")
    # SQLite makes the table anew from what the model says.
    TakenSeat._meta.constraints = [c for c in whole if c is not constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(TakenSeat, constraint)
    yield
    TakenSeat.objects.all().delete()
    TakenSeat._meta.constraints = whole
    with connection.schema_editor() as editor:
        editor.add_constraint(TakenSeat, constraint)


@pytest.mark.parametrize("people", [2, 200])
def test_the_last_seat_goes_to_exactly_one(cast: Cast, pause: None, people: int) -> None:
    offers = over_offered(cast, cast.portal, people)
    assert click_all(offers) == {"accepted": 1, "revoked": people - 1}
    assert TakenSeat.objects.count() == 1
    assert Application.objects.filter(state="accepted").count() == 1
    # Everybody else is in line, each at a place of their own.
    assert Application.objects.filter(state="reserve", reserves__state="waiting").count() == people - 1
    assert verify_chain().whole


def test_two_seats_go_to_two(cast: Cast, pause: None) -> None:
    click_all(over_offered(cast, cast.models, 20))
    assert sorted(TakenSeat.objects.values_list("number", flat=True)) == [1, 2]


def test_control_without_lock_and_constraint_the_same_clicks_oversell(
    cast: Cast, meeting: None, no_constraint: None, settings
) -> None:
    settings.SEAT_LOCK = False
    found = click_all(over_offered(cast, cast.portal, 20))
    assert found["accepted"] > 1, found
    assert TakenSeat.objects.filter(opening=cast.portal).count() > cast.portal.seats


def test_control_the_constraint_alone_refuses_politely(cast: Cast, meeting: None, settings, monkeypatch) -> None:
    settings.SEAT_LOCK = False
    collisions = []

    def counted(offer):
        try:
            return seats.take_seat(offer)
        except IntegrityError as collision:
            collisions.append(collision)
            raise

    monkeypatch.setattr(answers, "take_seat", counted)
    found = click_all(over_offered(cast, cast.portal, 20))
    assert collisions, "nobody collided: the control shows nothing"
    assert found["accepted"] == TakenSeat.objects.count() == 1
    assert set(found) <= {"accepted", "revoked", "Refused"}


def test_one_person_clicking_many_times_takes_one_seat(cast: Cast) -> None:
    offer = over_offered(cast, cast.models, 1)[0]
    assert click_all([offer] * 20) == {"accepted": 20}
    assert TakenSeat.objects.count() == 1


@pytest.mark.parametrize("again", range(3))
@pytest.mark.parametrize("rival", ["decline", "expire", "withdraw"])
def test_one_winner_and_the_loser_is_told_what_happened(cast: Cast, rival: str, again: int) -> None:
    offer = over_offered(cast, cast.models, 1)[0]
    person = offer.application.candidate.person
    rivals = {
        "decline": lambda: decline_offer(offer=offer, by=person),
        "expire": lambda: expire_offers(at=offer.answer_by + timedelta(days=1)),
        "withdraw": lambda: withdraw_application(application=offer.application, by=person),
    }
    accepted, other = together([lambda: accept_offer(offer=offer, by=person), rivals[rival]])
    offer.refresh_from_db()
    won = isinstance(accepted, Offer)
    assert won == (offer.state == "accepted") == TakenSeat.objects.filter(offer=offer).exists()
    # Expiry that comes second passes over the offer without a word; people are told.
    assert isinstance(other if won else accepted, Refused) or (rival == "expire" and won), (accepted, other)


def test_many_answers_at_once_never_promise_more_than_the_seats(cast: Cast) -> None:
    people = three_for_one_seat(cast)
    offer = Offer.objects.get(state="sent")
    ann = people["Ann"].candidate.person
    together(
        [lambda: decline_offer(offer=offer, by=ann), *[run_due] * 6],
    )
    run_due()
    assert Offer.objects.filter(state__in=["sent", "accepted"]).count() == 1

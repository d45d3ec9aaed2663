"""Yes, no, silence, and who gets the seat then."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from springtide.applications.actions import withdraw_application
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.offers.actions import accept_offer, decline_offer, expire_offers, renege_offer, revoke_offer
from springtide.offers.events import accepted, ended
from springtide.offers.models import Offer, TakenSeat
from springtide.offers.queries import offer_cells, promised
from springtide.planning.actions.positions import Content, change_position
from tests.cast import Cast
from tests.springtide.offers.scenes import offer_of, over_offered, state_of, three_for_one_seat, waiting


@pytest.fixture
def people(cast: Cast):
    return three_for_one_seat(cast)


def test_yes_takes_a_numbered_seat_and_again_is_the_same_yes(cast: Cast, people) -> None:
    heard = []
    accepted.connect(lambda offer, **_more: heard.append(offer.pk), weak=False, dispatch_uid="test")
    offer, ann = offer_of("Ann"), people["Ann"].candidate.person
    for _twice in range(2):
        assert accept_offer(offer=offer, by=ann).state == "accepted"
    accepted.disconnect(dispatch_uid="test")
    assert heard == [offer.pk]
    assert TakenSeat.objects.get().number == 1
    assert state_of("Ann") == "accepted"
    entry = Entry.objects.get(verb="offers.accepted")
    assert (entry.data, entry.scope, entry.actor_id) == ({"opening": cast.portal.pk, "seat": 1}, "spring/cloud", ann.pk)
    assert [cell.count for cell in offer_cells(cast.intake, "accepted")] == [1]


def test_no_gives_the_seat_to_the_next_person(cast: Cast, people) -> None:
    assert waiting() == ["Bo", "Cy"]
    decline_offer(offer=offer_of("Ann"), reason="Staying in Paris", by=people["Ann"].candidate.person)
    run_due()
    assert [state_of(name) for name in ("Ann", "Bo", "Cy")] == ["declined", "offered", "reserve"]
    bo = offer_of("Bo")
    assert bo.wave is None and bo.answer_by > timezone.now() + timedelta(days=4)
    assert bo.answer_by.astimezone(cast.intake.tz).strftime("%H:%M") == "23:59"
    assert Letter.objects.filter(key=f"offer-{bo.pk}").count() == 1
    assert waiting() == ["Cy"]


def test_silence_is_a_no_at_the_deadline(cast: Cast, people) -> None:
    assert expire_offers() == 0
    with time_machine.travel(offer_of("Ann").answer_by + timedelta(seconds=1), tick=False):
        with pytest.raises(Refused, match="time to answer ended"):
            accept_offer(offer=offer_of("Ann"), by=people["Ann"].candidate.person)
        assert expire_offers() == 1
        assert expire_offers() == 0
        run_due()
    assert [state_of(name) for name in ("Ann", "Bo")] == ["declined", "offered"]
    with pytest.raises(Refused, match="gone to the reserve list"):
        accept_offer(offer=offer_of("Ann"), by=people["Ann"].candidate.person)


def test_an_answer_a_moment_before_the_deadline_counts(people) -> None:
    offer = offer_of("Ann")
    accept_offer(offer=offer, by=people["Ann"].candidate.person, at=offer.answer_by)
    assert expire_offers(at=offer.answer_by + timedelta(days=1)) == 0
    assert state_of("Ann") == "accepted"


def test_a_seat_given_back_is_offered_again(people) -> None:
    ann = people["Ann"].candidate.person
    accept_offer(offer=offer_of("Ann"), by=ann)
    heard = []
    ended.connect(lambda offer, **_more: heard.append(offer.state), weak=False, dispatch_uid="test")
    renege_offer(offer=offer_of("Ann"), reason="", by=ann)
    ended.disconnect(dispatch_uid="test")
    assert heard == ["reneged"] and not TakenSeat.objects.exists()
    run_due()
    assert [state_of(name) for name in ("Ann", "Bo")] == ["declined", "offered"]


def test_the_lead_takes_an_offer_back(cast: Cast, people) -> None:
    for person in (cast.approver, cast.recruiter, people["Ann"].candidate.person):
        with pytest.raises(Refused):
            revoke_offer(offer=offer_of("Ann"), reason="", by=person)
    revoke_offer(offer=offer_of("Ann"), reason="The team moved", by=cast.lead)
    run_due()
    assert [state_of(name) for name in ("Ann", "Bo")] == ["reserve", "offered"]
    with pytest.raises(Refused, match="taken back on"):
        accept_offer(offer=offer_of("Ann"), by=people["Ann"].candidate.person)


def test_who_withdraws_lets_go_of_everything(people) -> None:
    withdraw_application(application=people["Ann"], by=people["Ann"].candidate.person)
    withdraw_application(application=people["Bo"], by=people["Bo"].candidate.person)
    run_due()
    assert offer_of("Ann").state == "revoked"
    assert [state_of(name) for name in ("Ann", "Bo", "Cy")] == ["withdrawn", "withdrawn", "offered"]
    assert waiting() == []


def test_nobody_answers_for_somebody_else(cast: Cast, people) -> None:
    for person in (cast.lead, cast.approver, people["Bo"].candidate.person):
        for answer in (accept_offer, decline_offer, renege_offer):
            with pytest.raises(Refused) as refused:
                answer(offer=offer_of("Ann"), by=person)
            assert refused.value.status == 403


def test_an_offer_not_sent_yet_cannot_be_answered(people) -> None:
    Offer.objects.update(state="prepared", sent_at=None)
    with pytest.raises(Refused, match="not been sent"):
        accept_offer(offer=offer_of("Ann"), by=people["Ann"].candidate.person)


def test_seats_cannot_be_fewer_than_promised_and_more_are_offered(cast: Cast, people) -> None:
    def seats(count: int) -> None:
        content = Content(
            division=cast.cloud, family=cast.web, texts={"en": ("Portal engineer", "x")}, seats={cast.hangzhou: count}
        )
        change_position(position=cast.portal.position, content=content, by=cast.recruiter)

    with pytest.raises(Refused, match="1 seats of this opening"):
        seats(0)
    seats(2)
    run_due()
    assert state_of("Bo") == "offered" and state_of("Cy") == "reserve"
    assert promised(cast.portal) == 2


def test_who_loses_the_last_seat_by_a_moment_is_first_in_line(cast: Cast) -> None:
    first, second = over_offered(cast, cast.portal, 2)
    assert accept_offer(offer=first, by=first.application.candidate.person).state == "accepted"
    assert accept_offer(offer=second, by=second.application.candidate.person).state == "revoked"
    assert (state_of("Racer1"), waiting()) == ("reserve", ["Racer1"])
    assert Entry.objects.filter(verb="offers.seat_lost").count() == 1


def test_no_opening_is_ever_overfilled_whatever_happens(cast: Cast, people) -> None:
    """Every way a seat can come free, one after the other: sent and accepted never exceed the seats."""
    for name, act in (
        ("Ann", lambda o, by: decline_offer(offer=o, by=by)),
        ("Bo", lambda o, by: (accept_offer(offer=o, by=by), renege_offer(offer=o, by=by))),
        ("Cy", lambda o, by: accept_offer(offer=o, by=by)),
    ):
        act(offer_of(name), people[name].candidate.person)
        run_due()
        assert Offer.objects.filter(opening=cast.portal, state__in=["sent", "accepted"]).count() == 1
    assert state_of("Cy") == "accepted"

"""Waves: prepared by one, sent by another, never more offers out than seats."""

from datetime import timedelta

import pytest
from django.utils import timezone

from springtide.applications.actions import withdraw_application
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.offers.actions import drop_wave, prepare_wave, send_wave
from springtide.offers.models import Offer
from springtide.offers.queries import deadline_in, to_be_offered
from tests.cast import Cast
from tests.springtide.allocation.scenes import published, shortlisted
from tests.springtide.offers.scenes import over_offered, state_of


@pytest.fixture
def placed(cast: Cast) -> None:
    for name, points in (("Ann", 90), ("Bo", 80)):
        shortlisted(cast, name, cast.models, points=points)
    shortlisted(cast, "Cy", cast.maps, points=70)
    published(cast)
    run_due()
    Letter.objects.all().delete()


def prepared(cast: Cast, **how):
    return prepare_wave(intake=cast.intake, answer_by=deadline_in(cast.intake, 5), by=cast.lead, **how)


def test_a_wave_goes_out_with_letters(cast: Cast, placed: None) -> None:
    wave = prepared(cast)
    assert [o.state for o in wave.offers.all()] == ["prepared"] * 3
    assert state_of("Ann") == "placed"
    send_wave(wave=wave, by=cast.approver)
    assert [o.state for o in wave.offers.all()] == ["sent"] * 3
    assert state_of("Ann") == "offered"
    run_due()
    assert Letter.objects.count() == 3
    assert all(letter.attachments.get().name.endswith(".pdf") for letter in Letter.objects.all())
    assert Entry.objects.get(verb="offers.wave_sent").data == {"offers": 3}


def test_part_of_a_division_first(cast: Cast, placed: None) -> None:
    wave = prepared(cast, division=cast.cloud, most=1)
    assert [o.application.candidate.name for o in wave.offers.all()] == ["Ann"]
    assert {p.application.candidate.name for p in to_be_offered(cast.intake)} == {"Bo", "Cy"}
    assert prepared(cast).number == 2
    with pytest.raises(Refused, match="Nobody is waiting"):
        prepared(cast)


@pytest.mark.parametrize("who", ["lead", "recruiter", "outsider", "auditor"])
def test_only_an_approver_sends(cast: Cast, placed: None, who: str) -> None:
    wave = prepared(cast)
    with pytest.raises(Refused) as refused:
        send_wave(wave=wave, by=getattr(cast, who))
    assert refused.value.status == 403


@pytest.mark.parametrize("who", ["approver", "recruiter", "outsider", "auditor"])
def test_only_the_lead_prepares_and_drops(cast: Cast, placed: None, who: str) -> None:
    wave = prepared(cast)
    with pytest.raises(Refused):
        prepare_wave(intake=cast.intake, answer_by=deadline_in(cast.intake, 5), by=getattr(cast, who))
    with pytest.raises(Refused):
        drop_wave(wave=wave, by=getattr(cast, who))


def test_who_prepared_it_does_not_send_it(cast: Cast, placed: None) -> None:
    Membership.objects.create(person=cast.lead, role="approver", scope="spring")
    with pytest.raises(Refused, match="Somebody else"):
        send_wave(wave=prepared(cast), by=Person.objects.get(pk=cast.lead.pk))


def test_a_dropped_wave_leaves_its_people_placed(cast: Cast, placed: None) -> None:
    drop_wave(wave=prepared(cast), by=cast.lead)
    assert state_of("Ann") == "placed" and to_be_offered(cast.intake).count() == 3


def test_a_wave_is_sent_once(cast: Cast, placed: None) -> None:
    wave = prepared(cast)
    send_wave(wave=wave, by=cast.approver)
    with pytest.raises(Refused):
        send_wave(wave=wave, by=cast.approver)
    run_due()
    assert Letter.objects.count() == 3


def test_never_more_offers_than_seats(cast: Cast, placed: None) -> None:
    wave = prepared(cast)
    over_offered(cast, cast.models, 1)
    with pytest.raises(Refused, match="2 seats, and 3 offers"):
        send_wave(wave=wave, by=cast.approver)
    assert not Offer.objects.filter(wave=wave, state="sent").exists()


def test_a_day_that_is_past_is_refused(cast: Cast, placed: None) -> None:
    with pytest.raises(Refused, match="past"):
        prepare_wave(intake=cast.intake, answer_by=timezone.now() - timedelta(minutes=1), by=cast.lead)


def test_above_fifty_the_number_is_typed(cast: Cast) -> None:
    cast.models.seats = 51
    cast.models.save()
    for number in range(51):
        shortlisted(cast, f"P{number}", cast.models, points=80)
    from springtide.allocation.actions import publish_run
    from tests.springtide.allocation.scenes import computed

    publish_run(run=computed(cast), by=cast.approver, typed=51)
    wave = prepared(cast)
    with pytest.raises(Refused, match="Type the number"):
        send_wave(wave=wave, by=cast.approver, typed=50)
    assert send_wave(wave=wave, by=cast.approver, typed=51).state == "sent"


def test_who_withdraws_before_the_wave_leaves_the_seat_to_the_reserve(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    shortlisted(cast, "Bo", cast.portal, points=80)
    shortlisted(cast, "Cy", cast.models, points=70)
    published(cast)
    run_due()
    withdraw_application(application=ann, by=ann.candidate.person)
    run_due()
    assert state_of("Bo") == "reserve"  # the machine does not offer before a person has approved a wave
    wave = prepared(cast)
    assert [o.application.candidate.name for o in wave.offers.all()] == ["Cy"]
    send_wave(wave=wave, by=cast.approver)
    run_due()
    assert state_of("Bo") == "offered"


def test_who_withdraws_from_a_prepared_wave_gets_no_letter(cast: Cast, placed: None) -> None:
    wave = prepared(cast)
    bo = Application.objects.get(candidate__name="Bo")
    withdraw_application(application=bo, by=bo.candidate.person)
    send_wave(wave=wave, by=cast.approver)
    run_due()
    assert sorted(wave.offers.values_list("state", flat=True)) == ["revoked", "sent", "sent"]
    assert Letter.objects.filter(kind="offers.offer").count() == 2

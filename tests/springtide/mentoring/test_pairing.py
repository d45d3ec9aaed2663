"""Whoever accepts is looked after; nobody looks after more than they may."""

import threading

import pytest
from django.db import connection

from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.mentoring.actions import pairing
from springtide.mentoring.actions.pairing import change_mentor, pair_mentor
from springtide.mentoring.actions.posts import add_post, change_post, remove_post
from springtide.mentoring.models import Internship, Mentor
from springtide.mentoring.queries import candidates_for, internships_for, rooms, unpaired
from springtide.mentoring.rules import room
from springtide.offers import events
from springtide.offers.models import Offer
from tests.cast import Cast
from tests.springtide.mentoring.conftest import House


def test_an_accepted_offer_becomes_an_internship_with_the_least_loaded_mentor(house: House, mei: Mentor) -> None:
    moe = house.mentor("Moe")
    pairs = [house.intern(name).mentor for name in ("A", "B", "C")]
    assert pairs == [mei, moe, mei]
    letter = Letter.objects.filter(kind="mentoring.paired").earliest("pk")
    assert letter.to == mei.person.email and "A" in letter.subject
    assert Entry.objects.filter(verb="mentoring.paired").count() == 3


def test_the_dates_are_those_of_the_offer_and_twice_announced_is_once_made(house: House, mei: Mentor) -> None:
    offer = house.accepts("A")
    events.accepted.send(Offer, offer=offer)
    internship = Internship.objects.get()
    assert (internship.starts_on, internship.ends_on) == (offer.starts_on, offer.ends_on)
    assert Letter.objects.filter(kind="mentoring.paired").count() == 1


def test_somebody_of_the_same_site_comes_first_then_the_division(house: House, cast: Cast, mei: Mentor) -> None:
    paris = house.mentor("Marie", cast.paris, most=1)
    assert house.intern("A", cast.models_paris).mentor == paris
    assert house.intern("B", cast.models_paris).mentor == mei


def test_nobody_has_room_and_the_recruiter_sees_it(house: House, cast: Cast) -> None:
    house.mentor("Moe", most=1)
    house.intern("A")
    left_over = house.intern("B")
    assert left_over.mentor is None
    assert list(unpaired(internships_for(cast.recruiter, cast.intake))) == [left_over]
    assert list(unpaired(internships_for(cast.outsider, cast.intake))) == []


def test_in_france_three_are_the_most_whatever_the_post_says(house: House, cast: Cast) -> None:
    marie = house.mentor("Marie", cast.paris, most=10)
    assert [house.intern(f"P{n}", cast.models_paris).mentor for n in range(4)] == [marie, marie, marie, None]


def test_the_law_counts_a_person_not_a_post(house: House, cast: Cast, mei: Mentor) -> None:
    for name in ("A", "B", "C"):
        house.intern(name)
    house.mentor("", cast.paris, most=3, person=mei.person)
    assert house.intern("P", cast.models_paris).mentor is None


@pytest.mark.parametrize(
    ("most", "load", "person_load", "countries", "left"),
    [
        (5, 2, 2, {"CN"}, 3),
        (5, 2, 2, {"FR"}, 1),
        (5, 0, 3, {"CN", "FR"}, 0),
        (2, 3, 3, {"CN"}, 0),
        (1, 0, 0, {"FR"}, 1),
    ],
)
def test_room(most: int, load: int, person_load: int, countries: set[str], left: int) -> None:
    assert room(most=most, load=load, person_load=person_load, countries=countries) == left


def test_a_seat_given_back_frees_the_mentor(house: House, mei: Mentor) -> None:
    offer = house.accepts("A")
    Offer.objects.filter(pk=offer.pk).update(state="reneged")
    events.ended.send(Offer, offer=offer)
    assert Internship.objects.get().state == "cancelled"
    assert rooms([mei]) == [(mei, 0, 3)]


def test_an_offer_that_was_only_declined_ends_nothing(house: House, mei: Mentor) -> None:
    internship = house.intern("A")
    other = Offer(pk=internship.offer_id + 1)
    events.ended.send(Offer, offer=other)
    internship.refresh_from_db()
    assert internship.state == "preparing"


def test_a_recruiter_changes_the_mentor_with_a_reason(house: House, cast: Cast, mei: Mentor) -> None:
    internship, moe = house.intern("A"), house.mentor("Moe")
    with pytest.raises(Refused, match="reason"):
        change_mentor(internship=internship, mentor=moe, reason=" ", by=cast.recruiter)
    change_mentor(internship=internship, mentor=moe, reason="Mei is on leave.", by=cast.recruiter)
    internship.refresh_from_db()
    assert internship.mentor == moe
    assert Entry.objects.filter(verb="mentoring.paired", data__reason="Mei is on leave.").exists()
    assert Letter.objects.filter(to=moe.person.email).exists()


def test_a_change_keeps_to_the_limits_and_to_the_division(house: House, cast: Cast, mei: Mentor) -> None:
    full = house.mentor("Full", most=1)
    internship = house.intern("A")
    Internship.objects.filter(pk=house.intern("B").pk).update(mentor=full)
    with pytest.raises(Refused, match="no room"):
        change_mentor(internship=internship, mentor=full, reason="Nearer.", by=cast.lead)
    Mentor.objects.filter(pk=full.pk).update(division=cast.gaode, most=3)
    full.refresh_from_db()
    with pytest.raises(Refused, match="another division"):
        change_mentor(internship=internship, mentor=full, reason="Nearer.", by=cast.lead)
    for stranger in (cast.outsider, cast.mentor, cast.auditor):
        with pytest.raises(Refused) as refused:
            change_mentor(internship=internship, mentor=mei, reason="Because.", by=stranger)
        assert refused.value.status == 403


def test_posts_are_given_by_the_division_to_people_with_the_role(house: House, cast: Cast) -> None:
    post = add_post(person=cast.mentor, division=cast.cloud, site=cast.paris, most=2, by=cast.recruiter)
    with pytest.raises(Refused, match="has this post already"):
        add_post(person=cast.mentor, division=cast.cloud, site=cast.paris, most=2, by=cast.lead)
    with pytest.raises(Refused, match="does not hold the role"):
        add_post(person=cast.reviewer, division=cast.cloud, site=cast.paris, most=2, by=cast.lead)
    with pytest.raises(Refused):
        add_post(person=cast.mentor, division=cast.cloud, site=cast.hangzhou, most=2, by=cast.outsider)
    change_post(post=post, most=1, by=cast.recruiter)
    assert house.intern("P", cast.models_paris).mentor == post
    with pytest.raises(Refused, match="has or had interns"):
        remove_post(post=post, by=cast.recruiter)


def paired_together(house: House) -> int:
    """Two interns are paired at once; one mentor has room for one. Returns how many got a mentor."""
    waiting = [house.intern(name) for name in ("A", "B")]
    house.mentor("Moe", most=1)
    together = threading.Barrier(2)

    def pair(internship: Internship) -> None:
        together.wait(timeout=20)
        pair_mentor(internship=internship, by=None)
        connection.close()

    threads = [threading.Thread(target=pair, args=(internship,)) for internship in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Internship.objects.exclude(mentor=None).count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_share_the_last_room(house: House) -> None:
    assert paired_together(house) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Barrier(2)

    def looked(internship: Internship) -> list[tuple[Mentor, int]]:
        found = candidates_for(internship)
        if found:
            read.wait(timeout=20)
        return found

    monkeypatch.setattr(pairing, "_lock_posts", lambda internship: None)
    monkeypatch.setattr(pairing.queries, "candidates_for", looked)
    assert paired_together(house) == 2

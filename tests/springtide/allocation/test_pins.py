"""Seating by hand: with a reason, within what the person agreed to, seen by the second person."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from springtide.allocation.actions import end_pin, pin_person, publish_run
from springtide.allocation.models import Pin
from springtide.applications.actions import move_application
from springtide.applications.models import Preference
from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, seats, shortlisted, wished

HERE = "/console/spring/"
WHY = "Her supervisor moves to this team."


def test_a_pinned_person_has_the_seat_before_anybody_is_matched(cast: Cast) -> None:
    shortlisted(cast, "Ann", cast.portal, points=90)
    bo = shortlisted(cast, "Bo", cast.portal, cast.models, points=50)
    assert seats(computed(cast)) == {"Ann": "portal hangzhou", "Bo": "models hangzhou"}
    pin = pin_person(application=bo, opening=cast.portal, reason=WHY, by=cast.lead)
    for method in ("stable", "optimum"):
        run = computed(cast, method=method)
        assert seats(run) == {"Ann": None, "Bo": "portal hangzhou"}
        placement = run.placements.get(application=bo)
        assert (placement.via, placement.pin, placement.rank, placement.reasons) == ("pin", pin, 1, [])
        assert (run.proven, run.figures["pinned"], run.figures["placed"]) == (True, 1, 1)
    entry = Entry.objects.get(verb="allocation.pinned")
    assert (entry.actor_id, entry.data["reason"], entry.scope) == (cast.lead.pk, WHY, "spring")


def test_a_pin_counts_for_the_targets(cast: Cast) -> None:
    wished(cast, "count", "ceiling", 1, of={"family": "web"})
    shortlisted(cast, "Ann", cast.portal, points=90)
    bo = shortlisted(cast, "Bo", cast.portal, cast.models, points=50)
    cast.portal.seats = 2
    cast.portal.save()
    pin_person(application=bo, opening=cast.portal, reason=WHY, by=cast.lead)
    assert seats(computed(cast, method="optimum")) == {"Ann": None, "Bo": "portal hangzhou"}


def test_only_as_far_as_the_person_agreed(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    with pytest.raises(Refused, match="did not agree to a transfer"):
        pin_person(application=ann, opening=cast.maps, reason=WHY, by=cast.lead)
    ann.transfer = True
    ann.save()
    pin_person(application=ann, opening=cast.maps, reason=WHY, by=cast.lead)
    run = computed(cast)
    assert seats(run) == {"Ann": "maps hangzhou"}
    assert run.placements.get().rank is None


def test_only_people_in_the_market_and_only_seats_that_exist(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    bo = shortlisted(cast, "Bo", cast.portal, points=80)
    pin_person(application=ann, opening=cast.portal, reason=WHY, by=cast.lead)
    with pytest.raises(Refused, match="No seat is left"):
        pin_person(application=bo, opening=cast.portal, reason=WHY, by=cast.lead)
    move_application(application=ann, verb="withdraw", by=None)
    pin_person(application=bo, opening=cast.portal, reason=WHY, by=cast.lead)  # Ann's pin holds no seat any more
    sent = cast.application(cast.wei, cast.models)
    with pytest.raises(Refused, match="takes no part"):
        pin_person(application=sent, opening=cast.models, reason=WHY, by=cast.lead)
    assert seats(computed(cast)) == {"Bo": "portal hangzhou"}


@pytest.mark.parametrize("reason", ["", "  \u200b ", "x" * 1001])
def test_never_without_a_reason(cast: Cast, reason: str) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    with pytest.raises(Refused, match="reason"):
        pin_person(application=ann, opening=cast.portal, reason=reason, by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pin.objects.create(intake=cast.intake, application=ann, opening=cast.portal, reason="", made_by=cast.lead)


@pytest.mark.parametrize("who", ["approver", "recruiter", "outsider", "auditor", "reviewer"])
def test_only_the_lead_pins_and_unpins(cast: Cast, who: str) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    with pytest.raises(Refused) as refused:
        pin_person(application=ann, opening=cast.portal, reason=WHY, by=getattr(cast, who))
    assert refused.value.status == 403
    pin = pin_person(application=ann, opening=cast.portal, reason=WHY, by=cast.lead)
    with pytest.raises(Refused):
        end_pin(pin=pin, by=getattr(cast, who))


def test_a_new_pin_takes_the_place_of_the_old_and_none_is_forgotten(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    first = pin_person(application=ann, opening=cast.portal, reason=WHY, by=cast.lead)
    second = pin_person(application=ann, opening=cast.models, reason=WHY, by=cast.lead)
    first.refresh_from_db()
    assert first.ended is not None and second.ended is None
    end_pin(pin=second, by=cast.lead)
    with pytest.raises(Refused, match="already"):
        end_pin(pin=second, by=cast.lead)
    assert Pin.objects.count() == 2 and seats(computed(cast)) == {"Ann": "portal hangzhou"}


def test_a_result_is_refused_where_pins_changed_since(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    before = computed(cast)
    pin = pin_person(application=ann, opening=cast.models, reason=WHY, by=cast.lead)
    with pytest.raises(Refused, match="pins were taken away"):
        publish_run(run=before, by=cast.approver)
    with_pin = computed(cast)
    end_pin(pin=pin, by=cast.lead)
    with pytest.raises(Refused, match="pins were taken away"):
        publish_run(run=with_pin, by=cast.approver)
    assert publish_run(run=before, by=cast.approver).state == "published"


def test_who_pinned_does_not_publish_what_another_started(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    Membership.objects.create(person=cast.approver, role="lead", scope="spring")
    approver = Person.objects.get(pk=cast.approver.pk)  # roles are remembered once read
    pin_person(application=ann, opening=cast.portal, reason=WHY, by=approver)
    with pytest.raises(Refused, match="You pinned somebody"):
        publish_run(run=computed(cast), by=approver)


def test_seats_that_were_closed_under_a_pin_fail_the_run_in_words(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    pin_person(application=ann, opening=cast.portal, reason=WHY, by=cast.lead)
    cast.portal.seats = 0
    cast.portal.save()
    run = computed(cast)
    assert run.state == "failed" and "Portal engineer · Hangzhou" in run.error and "pin" in run.error


def test_the_second_person_reads_every_reason_and_the_candidate_none_of_it(client: Client, cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    client.force_login(cast.lead)
    page = client.get(f"{HERE}applications/{ann.pk}/pin/").content.decode()
    assert "Portal engineer · Hangzhou" in page and "Map researcher" not in page
    sent = client.post(f"{HERE}applications/{ann.pk}/pin/", {"opening": cast.portal.pk, "reason": "<b>Because</b>"})
    assert sent["Location"] == f"{HERE}allocation/pins/"
    run = computed(cast)
    client.force_login(cast.approver)
    for address in (
        f"allocation/{run.pk}/",
        f"allocation/{run.pk}/people/{run.placements.get().pk}/",
        "allocation/pins/",
    ):
        assert "&lt;b&gt;Because&lt;/b&gt;" in client.get(f"{HERE}{address}").content.decode()
    assert "1 person was pinned by hand" in client.get(f"{HERE}allocation/{run.pk}/").content.decode()
    publish_run(run=run, by=cast.approver)
    client.force_login(ann.candidate.person)
    mine = client.get("/me/spring/result/").content.decode()
    assert "by a decision of the intake lead" in mine and "Because" not in mine


def test_whom_the_division_did_not_choose_is_marked_for_the_second_person(client: Client, cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    Preference.objects.create(application=ann, opening=cast.maps, division=cast.gaode, rank=2)
    client.force_login(cast.approver)
    for opening, marked in ((cast.portal, False), (cast.maps, True)):
        pin_person(application=ann, opening=opening, reason=WHY, by=cast.lead)
        page = client.get(f"{HERE}allocation/{computed(cast).pk}/").content.decode()
        assert ("Not chosen by this division" in page) == marked


def test_the_form_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    client.force_login(cast.lead)
    answer = client.post(f"{HERE}applications/{ann.pk}/pin/", {"opening": cast.maps.pk, "reason": "Kept"})
    assert answer.status_code == 422 and "Kept" in answer.content.decode()
    assert not Pin.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_pins_costs_the_same_for_one_and_three(
    client: Client, cast: Cast, count: int, django_assert_num_queries
) -> None:
    cast.portal.seats = 3
    cast.portal.save()
    for number in range(count):
        person = shortlisted(cast, f"P{number}", cast.portal, points=80)
        pin_person(application=person, opening=cast.portal, reason=WHY, by=cast.lead)
    client.force_login(cast.lead)
    with django_assert_num_queries(7):
        client.get(f"{HERE}allocation/pins/")

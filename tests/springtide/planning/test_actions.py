"""Who may change what, and what each change leaves behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.actions.intakes import change_intake, move_intake, open_intake
from springtide.planning.actions.parts import add_part, change_part, remove_part
from springtide.planning.actions.positions import (
    Content,
    add_position,
    change_position,
    move_position,
    remove_position,
)
from springtide.planning.actions.targets import add_target
from springtide.planning.events import seats_changed
from springtide.planning.models import Division, Opening, Position, Site
from tests.cast import Cast


def content(cast: Cast, **changes: object) -> Content:
    usual = {
        "division": cast.cloud,
        "family": cast.ai,
        "texts": {"en": ("Speech engineer", "Works on speech."), "zh-hans": ("语音工程师", "语音")},
        "required": ["Python"],
        "seats": {cast.hangzhou: 3},
    }
    return Content(**(usual | changes))


def said() -> str:
    return Entry.objects.order_by("id").last().verb


def test_a_recruiter_writes_a_position_and_publishes_it(cast: Cast) -> None:
    position = add_position(content=content(cast), by=cast.recruiter)
    assert (position.slug, position.state) == ("speech-engineer", "draft")
    assert [(o.site, o.seats) for o in position.openings.all()] == [(cast.hangzhou, 3)]
    assert " 语音 " in position.texts.get(language="zh-hans").words
    assert said() == "planning.position_added"
    assert move_position(position=position, verb="publish", by=cast.recruiter).state == "published"


def test_two_positions_of_one_title_have_two_addresses(cast: Cast) -> None:
    slugs = [add_position(content=content(cast), by=cast.lead).slug for _n in range(3)]
    assert slugs == ["speech-engineer", "speech-engineer-2", "speech-engineer-3"]
    assert add_position(content=content(cast, texts={"zh-hans": ("语音", "语音")}), by=cast.lead).slug == "cloud-ml"


def test_omar_changes_nothing_of_cloud(cast: Cast) -> None:
    for act in (
        lambda: add_position(content=content(cast), by=cast.outsider),
        lambda: change_position(position=cast.models.position, content=content(cast), by=cast.outsider),
        # Nor does he take a position of his own into it.
        lambda: change_position(position=cast.maps.position, content=content(cast), by=cast.outsider),
        lambda: move_position(position=cast.models.position, verb="close", by=cast.outsider),
        lambda: change_intake(intake=cast.intake, by=cast.outsider, grace_minutes=0),
        lambda: add_part(intake=cast.intake, kind=Division, by=cast.recruiter),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.status == 403


def test_a_change_writes_what_changed_and_nothing_twice(cast: Cast) -> None:
    position = add_position(content=content(cast), by=cast.recruiter)
    more = content(cast, seats={cast.hangzhou: 4, cast.paris: 0}, texts={"en": ("Speech engineer", "Better words.")})
    change_position(position=position, content=more, by=cast.recruiter)
    entry = Entry.objects.order_by("id").last()
    assert entry.data["changes"] == {
        "texts": ["en", "zh-hans"],
        "seats at hangzhou": [3, 4],
        "seats at paris": [None, 0],
    }
    change_position(position=position, content=more, by=cast.recruiter)
    assert Entry.objects.order_by("id").last() == entry


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    position = add_position(content=content(cast), by=cast.recruiter)
    change_position(position=position, content=content(cast, required=["C++"]), by=cast.lead)
    with pytest.raises(Refused, match="Somebody changed"):
        change_position(position=position, content=content(cast), by=cast.recruiter, seen=position.changed)


def test_a_later_step_may_refuse_fewer_seats(cast: Cast) -> None:
    def two_are_taken(opening: Opening, **_kwargs: object) -> None:
        if opening.seats < 2:
            raise Refused("Two seats are taken.")

    position = add_position(content=content(cast), by=cast.recruiter)
    seats_changed.connect(two_are_taken)
    try:
        change_position(position=position, content=content(cast, seats={cast.hangzhou: 2}), by=cast.recruiter)
        for seats in ({cast.hangzhou: 1}, {}):
            with pytest.raises(Refused, match="taken"):
                change_position(position=position, content=content(cast, seats=seats), by=cast.recruiter)
    finally:
        seats_changed.disconnect(two_are_taken)
    assert position.openings.get().seats == 2


@pytest.mark.parametrize("seats", [-1, 100_001, 2**31, 2**63])
def test_seats_out_of_range_are_no_seats(cast: Cast, seats: int) -> None:
    with pytest.raises(ValidationError):
        add_position(content=content(cast, seats={cast.hangzhou: seats}), by=cast.recruiter)
    assert not Position.objects.filter(slug="speech-engineer").exists()


def test_what_people_ranked_is_not_removed(cast: Cast) -> None:
    cast.application(cast.wei, cast.models)
    with pytest.raises(Refused, match="Hangzhou"):
        remove_position(position=cast.models.position, by=cast.recruiter)
    remove_position(position=cast.portal.position, by=cast.recruiter)
    assert not Position.objects.filter(slug="portal").exists()


def test_a_position_without_seats_is_not_published(cast: Cast) -> None:
    position = add_position(content=content(cast, seats={cast.hangzhou: 0}), by=cast.recruiter)
    with pytest.raises(Refused, match="at least one seat"):
        move_position(position=position, verb="publish", by=cast.recruiter)


def test_only_what_nothing_hangs_on_is_removed(cast: Cast) -> None:
    with pytest.raises(Refused, match="3 openings"):
        remove_part(part=cast.hangzhou, by=cast.lead)
    values = {"slug": "dubai", "names": {"en": "Dubai"}, "country": "AE", "zone": "Asia/Dubai", "jurisdiction": "ae"}
    dubai = add_part(intake=cast.intake, kind=Site, by=cast.lead, **values)
    add_target(
        intake=cast.intake, by=cast.lead, names={"en": "x"}, kind="count", bound="floor", value=4, of={"site": "dubai"}
    )
    with pytest.raises(Refused, match="The target “x”"):
        remove_part(part=dubai, by=cast.lead)
    assert change_part(part=dubai, by=cast.lead, slug="abu-dhabi", staff=9).slug == "dubai"


def test_two_targets_that_no_seats_could_meet_are_refused(cast: Cast) -> None:
    usual = {"kind": "share", "of": {"ai": True}, "within": {}, "names": {"en": "AI share"}}
    add_target(intake=cast.intake, by=cast.lead, bound="floor", value=60, **usual)
    with pytest.raises(Refused, match="“AI share”"):
        add_target(intake=cast.intake, by=cast.lead, bound="ceiling", value=50, **usual)


def test_whoever_opens_an_intake_leads_it(cast: Cast) -> None:
    now = timezone.now()
    values = {
        "names": {"en": "Autumn"},
        "company": {"en": "Acme"},
        "zone": "Europe/Paris",
        "opens_at": now,
        "shown_deadline": now + timedelta(days=30),
        "starts_on": now.date(),
        "ends_on": now.date(),
        "graduation_from": now.date(),
        "graduation_to": now.date(),
    }
    autumn = open_intake(by=cast.lead, slug="autumn", **values)
    assert autumn.phases.get().opens_at == now
    assert cast.lead.memberships.filter(role="lead", scope="autumn").exists()
    with pytest.raises(Refused, match="address of the site"):
        open_intake(by=cast.lead, slug="console", **values)
    with pytest.raises(Refused):
        open_intake(by=cast.recruiter, slug="winter", **values)


def test_an_intake_past_its_deadline_is_not_published_and_an_archived_one_stays(cast: Cast) -> None:
    intake = move_intake(intake=cast.intake, verb="unpublish", by=cast.lead)
    with pytest.raises(Refused, match="deadline is past"):
        move_intake(intake=intake, verb="publish", by=cast.lead, at=timezone.now() + timedelta(days=11))
    move_intake(intake=intake, verb="publish", by=cast.lead)
    archived = move_intake(intake=intake, verb="archive", by=cast.lead)
    with pytest.raises(Refused, match="archived"):
        change_intake(intake=archived, by=cast.lead, grace_minutes=1)

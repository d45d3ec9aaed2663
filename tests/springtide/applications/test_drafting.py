"""Drafts: saved as typed, never overwritten by another window."""

from datetime import timedelta

import pytest
from django.utils import timezone

from springtide.applications.actions import Conflict, save_draft
from springtide.applications.models import Application, Preference
from springtide.applications.queries import own_application, stored_entries
from springtide.applications.rules.entries import Entries
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.applications.scenes import entries


def save(cast: Cast, version: int = 0, **changes) -> Application:
    values = entries(cast, **changes)
    return save_draft(by=cast.wei.person, intake=cast.intake, entries=values, version=version, at=timezone.now())


def ranks(application: Application) -> list[tuple[int, int]]:
    return list(Preference.objects.filter(application=application).values_list("rank", "opening"))


def test_the_first_save_opens_the_draft_and_keeps_all_that_was_typed(cast: Cast) -> None:
    application = save(cast)
    assert (application.state, application.version) == ("draft", 1)
    assert stored_entries(own_application(cast.wei.person, cast.intake)) == entries(cast)
    assert [line.verb for line in Entry.objects.all()] == ["applications.opened"]


def test_a_key_that_is_absent_keeps_what_is_stored(cast: Cast) -> None:
    save(cast)
    save_draft(by=cast.wei.person, intake=cast.intake, entries=Entries(school="Fudan"), version=1, at=timezone.now())
    stored = stored_entries(own_application(cast.wei.person, cast.intake))
    assert stored == entries(cast, school="Fudan")


def test_i38_the_slower_of_two_windows_overwrites_nothing(cast: Cast) -> None:
    save(cast)
    save(cast, version=1, motivation="From window A")
    with pytest.raises(Conflict) as conflict:
        save(cast, version=1, motivation="From window B", openings=[cast.portal.pk])
    assert conflict.value.stored.motivation == "From window A"
    stored = own_application(cast.wei.person, cast.intake)
    assert stored.motivation == "From window A" and ranks(stored) == [(1, cast.models.pk), (2, cast.portal.pk)]


def test_i38_two_windows_that_both_believe_to_be_the_first(cast: Cast) -> None:
    save(cast, motivation="A")
    with pytest.raises(Conflict):
        save(cast, motivation="B")


def test_i38_saving_the_same_again_is_harmless_whatever_the_version(cast: Cast) -> None:
    save(cast)
    assert save(cast, version=0).version == 1
    assert Application.objects.count() == 1


def test_ranks_never_have_holes(cast: Cast) -> None:
    application = save(cast, openings=[cast.models.pk, cast.portal.pk, cast.models_paris.pk])
    save(cast, version=1, openings=[cast.models_paris.pk, cast.models.pk])
    assert ranks(application) == [(1, cast.models_paris.pk), (2, cast.models.pk)]
    assert set(Preference.objects.values_list("division", flat=True)) == {cast.cloud.pk}


def test_no_more_openings_than_the_intake_allows(cast: Cast) -> None:
    cast.intake.most_preferences = 1
    cast.intake.save()
    with pytest.raises(Refused, match="1 opening"):
        save(cast)
    assert not Application.objects.exists()


def test_i42_an_opening_whose_phase_has_not_begun_cannot_be_ranked(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        save(cast, openings=[cast.maps.pk])
    assert "Map" not in str(refusal.value.reason)


def test_i59_the_same_opening_twice_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        save(cast, openings=[cast.models.pk, cast.models.pk])


def test_what_was_sent_can_no_longer_be_changed(cast: Cast) -> None:
    cast.application(cast.wei, cast.models)
    with pytest.raises(Refused, match="withdraw"):
        save(cast, version=1, school="Another")


def test_a_closed_intake_opens_no_drafts(cast: Cast) -> None:
    cast.intake.shown_deadline = timezone.now() - timedelta(hours=1)
    cast.intake.save()
    with pytest.raises(Refused):
        save(cast)

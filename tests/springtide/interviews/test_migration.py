"""Interviews of one person become panels of one, and go back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from springtide.interviews.models.rounds import one_seat
from springtide.screening.models import Rubric
from tests.cast import Cast


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were, and afterwards as they are."""
    executor = MigrationExecutor(connection)
    state = executor.migrate([("interviews", "0001_initial")])
    yield state.apps
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_whoever_interviewed_alone_sits_in_the_first_seat(cast: Cast, before: Any) -> None:
    rubric = Rubric.objects.create(intake=cast.intake, names={"en": "Talk"}, use="interview")
    old = {"intake_id": cast.intake.pk, "division_id": cast.cloud.pk, "rubric_id": rubric.pk}
    round = before.get_model("interviews", "Round").objects.create(names={"en": "T"}, **old)
    now, was = timezone.now(), before.get_model("interviews", "Interview").objects
    booked, invited = (
        was.create(application_id=cast.application(who, cast.models).pk, round=round, uid=who.name, **more)
        for who, more in (
            (cast.wei, {"state": "booked", "starts_at": now, "ends_at": now, "interviewer_id": cast.interviewer.pk}),
            (cast.lina, {}),
        )
    )
    after = MigrationExecutor(connection).migrate([("interviews", "0002_panels")]).apps
    panelists = after.get_model("interviews", "Panelist").objects
    assert list(panelists.values_list("interview", "person", "seat")) == [(booked.pk, cast.interviewer.pk, 1)]
    assert after.get_model("interviews", "Round").objects.get().seats == one_seat()
    MigrationExecutor(connection).migrate([("interviews", "0001_initial")])
    assert dict(was.values_list("pk", "interviewer")) == {booked.pk: cast.interviewer.pk, invited.pk: None}

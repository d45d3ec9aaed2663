"""Panels become single interviewers when their migration is taken back, and panels of one when it comes again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from springtide.interviews.models import Interview, Panelist, Round
from tests.cast import Cast
from tests.springtide.interviews.scenes import two_seats


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_panels_go_and_come_back(cast: Cast) -> None:
    two, now = two_seats(cast), timezone.now()
    booked, invited = (
        Interview.objects.create(application=cast.application(who, cast.models), round=two.round, **more)
        for who, more in ((cast.wei, {"state": "booked", "starts_at": now, "ends_at": now}), (cast.lina, {}))
    )
    for seat, person in enumerate(two.panel, 1):
        Panelist.objects.create(interview=booked, person=person, seat=seat)
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    try:
        old = executor.migrate([("interviews", "0001_initial")]).apps.get_model("interviews", "Interview")
        found = dict(old.objects.values_list("pk", "interviewer"))
    finally:
        MigrationExecutor(connection).migrate(newest)
    assert found == {booked.pk: two.ines.pk, invited.pk: None}
    assert list(Panelist.objects.values_list("interview", "person", "seat")) == [(booked.pk, two.ines.pk, 1)]
    assert len(Round.objects.get().needs) == 1

"""What is open, to whom, and what the seats add up to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from springtide.planning.models import Position
from springtide.planning.queries import open_openings, published_intakes, seat_cells, visible_openings, with_all
from springtide.planning.targets import Cell
from tests.cast import Cast


def test_only_what_has_begun_can_be_ranked(cast: Cast) -> None:
    assert set(open_openings(cast.intake)) == {cast.models, cast.models_paris, cast.portal}
    later = timezone.now() + timedelta(days=6)
    assert cast.maps in open_openings(cast.intake, at=later)
    Position.objects.filter(slug="portal").update(state="closed")
    assert cast.portal not in open_openings(cast.intake)


def test_after_the_real_deadline_openings_can_be_seen_and_not_ranked(cast: Cast) -> None:
    end = cast.intake.real_deadline
    assert open_openings(cast.intake, at=end).exists()
    assert not open_openings(cast.intake, at=end + timedelta(seconds=1)).exists()
    assert visible_openings(cast.intake, at=end + timedelta(seconds=1)).exists()


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_an_intake_that_is_not_published_shows_nothing(cast: Cast, state: str) -> None:
    cast.intake.state = state
    cast.intake.save()
    assert not published_intakes().exists() and not open_openings(cast.intake).exists()


def test_seats_add_up_by_division_site_and_family(cast: Cast) -> None:
    cells = {(c.division, c.site, c.family): c for c in seat_cells(cast.intake)}
    assert cells["cloud", "hangzhou", "ml"] == Cell("cloud", "hangzhou", "ml", True, 2)
    assert sum(c.count for c in cells.values()) == 6


def test_a_list_of_positions_costs_three_queries(cast: Cast, django_assert_num_queries: object) -> None:
    for rows in (1, 3):
        with django_assert_num_queries(3):  # type: ignore[operator]
            for position in with_all(Position.objects.all()[:rows]):
                assert position.title and position.division.phase and [o.site.name for o in position.openings.all()]

"""Did the scores foretell who did well? Said from ten pairs on."""

import pytest
from django.test import Client

from springtide.insight import queries
from springtide.insight.queries import Pair, sight_for
from springtide.insight.views.figures import foretold, rank_agreement
from springtide.interviews.models import Scorecard
from springtide.mentoring.models import Evaluation
from springtide.screening.models import Standing
from tests.cast import Cast
from tests.springtide.insight.scenes import Season


@pytest.mark.parametrize(
    ("pairs", "rho"),
    [
        ([(10, 1), (20, 2), (30, 9)], 1.0),
        ([(10, 9), (20, 2), (30, 1)], -1.0),
        ([(1, 1), (2, 3), (3, 2), (4, 4)], 0.8),
        ([(1, 1), (1, 2), (2, 3)], 0.866),
        ([(5, 1), (5, 2)], None),
        ([], None),
    ],
)
def test_rank_agreement(pairs: list[tuple[float, int]], rho: float | None) -> None:
    assert rank_agreement([Pair(*pair) for pair in pairs]) == (rho and pytest.approx(rho, abs=0.001))


def test_nine_pairs_are_too_few_to_be_drawn() -> None:
    assert foretold([Pair(50.0, 50)] * 9) is None
    chart = foretold([Pair(50.0, 50)] * 10)
    assert chart is not None and len(chart.rows) == 10


def lived(season: Season, name: str, read: int, heard: int | None, total: int) -> None:
    cast = season.cast
    application = season.applies(name, cast.models)
    Standing.objects.create(application=application, division=cast.cloud, stage="released", score=read * 100)
    if heard is not None:
        talk = season.interviewed(application, cast.models)
        Scorecard.objects.create(interview=talk, interviewer=cast.interviewer, state="locked", total=heard)
    internship = season.began(season.offered(application, cast.models, "accepted"))
    Evaluation.objects.create(internship=internship, kind="final", summary="x", total=total, by=cast.mentor)


def test_before_is_the_mean_of_what_there_is_in_the_division_of_the_seat(cast: Cast) -> None:
    season = Season(cast)
    lived(season, "both", 60, 80, 90)
    lived(season, "read", 40, None, 50)
    other = season.applies("elsewhere", cast.models)
    Standing.objects.create(application=other, division=cast.gaode, stage="released", score=9000)
    found = queries.pairs(sight_for(cast.lead, "spring"))
    assert sorted((pair.before, pair.after) for pair in found) == [(40, 50), (70, 90)]
    assert queries.pairs(sight_for(cast.outsider, "spring")) == []


def test_the_page_says_that_there_are_too_few_and_then_shows_them(cast: Cast, client: Client) -> None:
    season = Season(cast)
    client.force_login(cast.lead)
    for n in range(9):
        lived(season, f"i{n}", 40 + n, 50 + n, 60 + n)
    assert "too few" in client.get("/console/spring/insight/loop/").content.decode()
    lived(season, "i9", 49, 59, 69)
    page = client.get("/console/spring/insight/loop/").content.decode()
    assert "Rank agreement 1.00" in page and page.count("<circle") == 10
    assert len(client.get("/console/spring/insight/loop.csv").getvalue().splitlines()) == 11

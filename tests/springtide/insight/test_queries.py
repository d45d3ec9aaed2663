"""Counts of a season: each stage where its own step wrote it down, each limited to the person."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404

from springtide.applications.models import Application
from springtide.insight import queries
from springtide.insight.queries import sight_for
from tests.cast import Cast
from tests.springtide.insight.scenes import Season


@pytest.fixture
def season(cast: Cast) -> Season:
    """Four apply to cloud, one to gaode; they get less and less far."""
    season = Season(cast)
    one, two, three, four = (season.applies(f"c{n}", cast.models, source="x-post") for n in range(4))
    season.applies("g0", cast.maps)
    season.applies("d0", cast.models, state="draft")
    for application in (one, two, three):
        season.advanced(application, cast.models)
    season.advanced(four, cast.models, verdict="reject")
    for application in (one, two):
        season.interviewed(application, cast.models)
        season.placed(application, cast.models)
    season.began(season.offered(one, cast.models, "accepted"))
    season.offered(two, cast.models_paris, "sent")
    return season


def counted(season: Season, person: object) -> dict[str, int]:
    return {stage.slug: stage.count for stage in queries.stages(sight_for(person, "spring"))}  # type: ignore[arg-type]


def test_the_lead_sees_how_far_everybody_got(season: Season) -> None:
    assert counted(season, season.cast.lead) == {
        "begun": 6, "submitted": 5, "shortlisted": 3, "interviewed": 2, "placed": 2, "offered": 2, "accepted": 1, "started": 1,
    }  # fmt: skip


def test_a_recruiter_sees_their_division_only(season: Season) -> None:
    assert counted(season, season.cast.recruiter)["submitted"] == 4
    assert counted(season, season.cast.outsider) == {
        "begun": 1, "submitted": 1, "shortlisted": 0, "interviewed": 0, "placed": 0, "offered": 0, "accepted": 0, "started": 0,
    }  # fmt: skip
    assert queries.arrivals(sight_for(season.cast.outsider, "spring")).popitem()[1] == 1
    assert queries.sources(sight_for(season.cast.outsider, "spring")) == [("", 1)]


def test_a_reviewer_sees_no_figures(cast: Cast) -> None:
    with pytest.raises(Http404):
        sight_for(cast.reviewer, "spring")


def test_somebody_who_gave_the_seat_back_once_accepted_it(season: Season) -> None:
    gone = season.offered(season.applies("late", season.cast.portal), season.cast.portal, "reneged")
    counts = counted(season, season.cast.lead)
    assert gone.state == "reneged" and counts["accepted"] == 2
    assert counts["placed"] == 3, "promoted from the reserve list, so placed by no run"
    depths = {d.slug: d.count for d in queries.depths(sight_for(season.cast.lead, "spring"))}
    assert depths == {"planned": 6, "offers": 2, "accepted": 1, "started": 1}


def test_depths_of_a_recruiter_are_those_of_the_division(season: Season) -> None:
    assert [d.count for d in queries.depths(sight_for(season.cast.outsider, "spring"))] == [2, 0, 0, 0]


def test_a_day_is_a_day_of_the_intakes_calendar(cast: Cast) -> None:
    """Half past four in the afternoon in UTC is past midnight in Hangzhou, and a quarter to five past it in Kathmandu too."""
    application = Season(cast).applies("wei2", cast.models)
    Application.objects.filter(pk=application.pk).update(submitted_at=datetime(2026, 3, 1, 18, 14, 59, tzinfo=UTC))
    sight = sight_for(cast.lead, "spring")
    for zone, day in (("Asia/Shanghai", 2), ("Asia/Kathmandu", 1), ("Europe/Paris", 1)):
        cast.intake.zone = zone
        object.__setattr__(sight, "intake", cast.intake)
        assert [d.day for d in queries.arrivals(sight)] == [day]
        assert datetime(2026, 3, 1, 18, 14, 59, tzinfo=UTC).astimezone(ZoneInfo(zone)).day == day

"""What staff see first, the figures and their tables."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from springtide.foundation.accounts.models import Person
from springtide.planning.models import Target
from tests.cast import Cast
from tests.springtide.insight.scenes import Season

HOME, FIGURES = "/console/spring/", "/console/spring/insight/"


@pytest.fixture
def open_as(client: Client) -> Callable[[Person, str], str]:
    def open_page(person: Person, address: str) -> str:
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return open_page


def sheet(client: Client, name: str) -> list[list[str]]:
    answer = client.get(f"{FIGURES}{name}.csv")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.fixture
def target(cast: Cast) -> Target:
    return Target.objects.create(
        intake=cast.intake, names={"en": "AI share"}, kind="share", bound="floor", value=60, of={"ai": True}
    )


def test_the_lead_begins_with_figures_and_with_what_waits(cast: Cast, target: Target, open_as) -> None:
    page = open_as(cast.lead, HOME)
    assert "Spring internships" in page and "Targets at a glance" in page and "Waiting for you" in page
    assert "AI share" in page and "83.3\xa0%" in page


def test_a_reviewer_begins_with_what_waits_and_no_figures(cast: Cast, target: Target, open_as) -> None:
    page = open_as(cast.reviewer, HOME)
    assert "Waiting for you" in page and "Accepted" not in page and "AI share" not in page


def test_who_holds_no_role_that_sees_figures_finds_no_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.wei.person)
    assert client.get(HOME).status_code == 404
    client.force_login(cast.reviewer)
    assert client.get(FIGURES).status_code == 404 == client.get(f"{FIGURES}funnel.csv").status_code


def test_every_figure_has_its_chart_and_its_table(cast: Cast, target: Target, client: Client, open_as) -> None:
    season = Season(cast)
    season.began(season.offered(season.applies("a", cast.models, source="=cmd()"), cast.models, "accepted"))
    season.offered(season.applies("b", cast.portal, source="fair"), cast.portal, "sent")
    page = open_as(cast.lead, FIGURES)
    assert page.count('<svg class="chart"') == page.count("As a table") == 4
    assert ["Submitted", "2"] in sheet(client, "funnel")
    assert sheet(client, "sources") == [["Source", "Applications"], ["'=cmd()", "1"], ["fair", "1"]]
    assert sheet(client, "targets")[1] == [
        "AI share", "at least 60\xa0%", "83.3\xa0%", "met", "50\xa0%", "not met", "100\xa0%", "met", "100\xa0%", "met",
    ]  # fmt: skip
    assert sum(int(n) for _day, n in sheet(client, "days")[1:]) == 2
    assert sheet(client, "loop") == [["Score before the offer", "Final evaluation"]]
    assert client.get(f"{FIGURES}salaries.csv").status_code == 404


def test_a_recruiter_gets_the_tables_of_their_division(cast: Cast, client: Client) -> None:
    Season(cast).applies("a", cast.models, source="cloud-fair")
    client.force_login(cast.outsider)
    assert sheet(client, "sources") == [["Source", "Applications"]]
    client.force_login(cast.recruiter)
    assert sheet(client, "sources")[1] == ["cloud-fair", "1"]


def test_the_targets_page_gets_the_depths_planning_cannot_know(cast: Cast, target: Target, open_as) -> None:
    page = open_as(cast.lead, f"{FIGURES}targets/")
    assert "Offers out" in page and "Planned seats" not in page


@pytest.mark.parametrize("address", [HOME, FIGURES])
def test_the_number_of_queries_does_not_grow(cast: Cast, target: Target, client: Client, address: str) -> None:
    season = Season(cast)
    client.force_login(cast.lead)
    counts = []
    for name in ("a", "b", "c"):
        application = season.applies(name, cast.models)
        season.advanced(application, cast.models)
        season.offered(application, cast.models)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[1] == counts[2] < 20

"""The pages of assessments: for the lead, a recruiter, a candidate; and what they cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.privacy.queries import everything_about
from tests.cast import Cast
from tests.springtide.interviews.sitting_scenes import (
    begin,
    book,
    done,
    handed,
    invited,
    noon,
    reasoning,
    shortlisted,
    sitting,
    with_provider,
)

CONSOLE = "/console/spring/assessments/"
MINE = "/me/spring/assessments/"


@pytest.fixture(autouse=True)
def provider(settings) -> None:
    settings.ASSESSMENT_PROVIDERS = with_provider()


@pytest.fixture
def test(cast: Cast) -> Assessment:
    return reasoning(cast, mark=60)


@pytest.fixture
def wei(cast: Cast, test: Assessment) -> Attempt:
    return invited(cast, test, shortlisted(cast, cast.wei))


def typed(cast: Cast, **more: object) -> dict[str, object]:
    values = {"name_en": "Code", "minutes": "45", "provider": "codeval", "divisions": [cast.cloud.pk], "mark": ""}
    return {**values, **more}


def test_the_lead_makes_an_assessment_and_its_sittings(cast: Cast, client: Client) -> None:
    client.force_login(cast.lead)
    refused = client.post(f"{CONSOLE}new/", typed(cast, mark="101", name_zh="代码"))
    assert refused.status_code == 422 and "代码" in refused.content.decode()
    assert client.post(f"{CONSOLE}new/", typed(cast, mark="50", name_zh="代码")).status_code == 302
    made = Assessment.objects.get()
    assert (made.names, made.mark, list(made.divisions.all())) == ({"en": "Code", "zh-hans": "代码"}, 50, [cast.cloud])
    assert client.post(f"{CONSOLE}{made.pk}/edit/", typed(cast, minutes="30")).status_code == 302
    window = {"starts_at": "2099-03-01T09:00", "ends_at": "2099-03-01T12:00", "zone": "Europe/Paris", "seats": "30"}
    assert client.post(f"{CONSOLE}{made.pk}/sittings/new/", window).status_code == 302
    where = Sitting.objects.get()
    assert where.starts_at.isoformat() == "2099-03-01T08:00:00+00:00"
    change = client.get(f"{CONSOLE}sittings/{where.pk}/").content.decode()
    assert 'value="2099-03-01T09:00"' in change and "Call this sitting off" in change
    assert client.post(f"{CONSOLE}sittings/{where.pk}/", {**window, "seats": "31"}).status_code == 302
    page = client.get(f"{CONSOLE}{made.pk}/").content.decode()
    assert "0 of 31" in page and "CET" in page
    assert client.post(f"{CONSOLE}sittings/{where.pk}/call-off/").status_code == 302
    assert "Called off" in client.get(f"{CONSOLE}{made.pk}/").content.decode()


@pytest.mark.parametrize("hour", ["2099-03-29T02:30", "2099-10-25T02:30"])
def test_i64_x14_an_hour_the_clocks_skip_or_repeat_is_refused_and_kept(
    cast: Cast, test: Assessment, client: Client, hour: str
) -> None:
    client.force_login(cast.lead)
    window = {"starts_at": hour, "ends_at": "2099-12-01T12:00", "zone": "Europe/Paris", "seats": "30"}
    answer = client.post(f"{CONSOLE}{test.pk}/sittings/new/", window)
    assert answer.status_code == 422
    assert "clocks change" in answer.content.decode() and hour in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_recruiter_invites_and_reads_results(cast: Cast, test: Assessment, client: Client) -> None:
    people = [shortlisted(cast, name) for name in ("Ann", "Bo", "Cy")]
    client.force_login(cast.recruiter)
    page = f"{CONSOLE}{test.pk}/invite/"
    assert "Invite all 3 people" in client.get(page).content.decode()
    client.post(page, {"application": [people[0].pk, "x", "9" * 40], "division": "cloud"})
    assert Attempt.objects.count() == 1
    client.post(page, {"everybody": "1", "division": "cloud"})
    assert Attempt.objects.count() == 3
    assert client.get(f"{page}?division=gaode").status_code == 404
    done(cast, Attempt.objects.get(application=people[1]), sitting(cast, test), client)
    listed = client.get(f"{CONSOLE}{test.pk}/results/").content.decode()
    assert "41 of 50 (82 %)" in listed and "at or above the mark of 60 %" in listed
    assert "Ann" not in client.get(f"{CONSOLE}{test.pk}/results/?state=done").content.decode()
    first = Attempt.objects.get(application=people[0])
    client.post(f"{CONSOLE}attempts/{first.pk}/cancel/")
    client.post(f"{CONSOLE}attempts/{first.pk}/reinvite/")
    first.refresh_from_db()
    assert first.state == "invited"


def test_a_candidate_walks_from_the_choice_to_the_link(
    cast: Cast, test: Assessment, wei: Attempt, client: Client
) -> None:
    where, full = sitting(cast, test), sitting(cast, test, days=4, seats=1)
    book(invited(cast, test, shortlisted(cast, "Bo")), full)
    cast.wei.person.time_zone = "Europe/Paris"
    cast.wei.person.save()
    client.force_login(cast.wei.person)
    assert "Your assessments" in client.get("/me/spring/status/").content.decode()
    page = client.get(f"{MINE}{wei.pk}/").content.decode()
    assert "UTC+08:00" in page and ("UTC+01:00" in page or "UTC+02:00" in page)
    assert page.count("disabled") == 1 and "Full" in page
    taken = client.post(f"{MINE}{wei.pk}/", {"sitting": full.pk, "shared": "on"})
    assert taken.status_code == 409 and "last seat" in taken.content.decode()
    assert client.post(f"{MINE}{wei.pk}/", {}).status_code == 409
    assert client.post(f"{MINE}{wei.pk}/", {"sitting": where.pk, "shared": "on"}).status_code == 302
    wei.refresh_from_db()
    assert (wei.state, wei.shared) == ("booked", True)
    given = handed(wei)
    assert given.link not in client.get(MINE).content.decode()  # not before it begins
    begin(where)
    assert given.link in client.get(MINE).content.decode()
    Sitting.objects.filter(pk=where.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert given.link not in client.get(MINE).content.decode()  # nor after it has ended
    client.post(f"{MINE}{wei.pk}/consent/", {"shared": "no"})
    wei.refresh_from_db()
    assert not wei.shared


def test_a_sitting_of_another_assessment_is_not_taken(cast: Cast, wei: Attempt, client: Client) -> None:
    foreign = sitting(cast, reasoning(cast))
    client.force_login(cast.wei.person)
    answer = client.post(f"{MINE}{wei.pk}/", {"sitting": foreign.pk})
    assert answer.status_code == 409 and "not one of yours" in answer.content.decode()


def test_the_candidate_sees_their_result_and_takes_it_away(
    cast: Cast, test: Assessment, wei: Attempt, client: Client
) -> None:
    done(cast, wei, sitting(cast, test), client)
    client.force_login(cast.wei.person)
    page = client.get(MINE).content.decode()
    assert "41 of 50 points" in page and "No machine decides" in page and "60" not in page.split("points")[0][-40:]
    told = everything_about(cast.wei.person)["applications"][0]["assessments"]
    assert told[0]["state"] == "done" and told[0]["points"] == 41 and told[0]["shared"] is False


@pytest.mark.parametrize(
    ("path", "queries"),
    [(CONSOLE, 7), (CONSOLE + "{test}/", 12), (CONSOLE + "{test}/results/", 10), (CONSOLE + "{test}/invite/", 11)],
)
def test_console_lists_cost_the_same_for_few_and_many(
    cast: Cast, test: Assessment, client: Client, path: str, queries: int, django_assert_num_queries
) -> None:
    client.force_login(cast.recruiter)
    for number in range(3):
        reasoning(cast)
        where = sitting(cast, test, days=3 + number)
        done(cast, invited(cast, test, shortlisted(cast, f"C{number}")), where, client)
        shortlisted(cast, f"W{number}")
        if number != 1:
            with django_assert_num_queries(queries):
                assert client.get(path.format(test=test.pk)).status_code == 200


def test_a_candidates_pages_cost_the_same_for_few_and_many(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    client.force_login(cast.wei.person)
    application = shortlisted(cast, cast.wei)
    for number in range(3):
        test = reasoning(cast)
        attempt = invited(cast, test, application)
        sitting(cast, test, days=3)
        sitting(cast, test, days=3 + number)
        done(cast, attempt, Sitting.objects.latest("id"), client)
        last = invited(cast, reasoning(cast), application)
        for more in range(number + 1):
            sitting(cast, last.assessment, days=9 + more)
        if number != 1:
            with django_assert_num_queries(5):
                client.get(MINE)
            with django_assert_num_queries(7):
                client.get(f"{MINE}{last.pk}/")


def test_a_window_reads_the_same_however_it_was_typed(cast: Cast, test: Assessment) -> None:
    where = sitting(cast, test)
    assert where.starts_at == noon() and where.zone == "Asia/Shanghai"

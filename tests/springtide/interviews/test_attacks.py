"""What somebody who means harm would try: each was possible once."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from springtide.foundation.accounts.models import Membership
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.webhooks.signing import NOBODY
from springtide.interviews.actions.day import take_step
from springtide.interviews.actions.feeding import open_feed
from springtide.interviews.actions.inviting import reinvite
from springtide.interviews.actions.times import MOST_TYPED, add_free_time
from springtide.interviews.ics import read_windows
from springtide.interviews.models import Attempt, FreeTime, Interview, Round
from springtide.interviews.queries import invitable
from springtide.interviews.repeats import BadCalendar
from springtide.interviews.views.feed import READS
from tests.cast import Cast
from tests.springtide.interviews.days import Clock, expected
from tests.springtide.interviews.scenes import two_seats
from tests.springtide.interviews.sitting_scenes import (
    begin,
    book,
    finished,
    handed,
    invited,
    post,
    reasoning,
    shortlisted,
    sitting,
    with_provider,
)

TOO_LONG = "9" * 5000  # Python reads no number of more than 4,300 digits
TOO_LARGE = "9" * 30  # than any database counts


@pytest.fixture
def begun(cast: Cast, settings) -> Attempt:
    """Wei's test, which the provider has and which has begun."""
    settings.ASSESSMENT_PROVIDERS = with_provider()
    test = reasoning(cast)
    where = sitting(cast, test)
    wei = invited(cast, test, shortlisted(cast, cast.wei))
    book(wei, where)
    given = handed(wei)
    begin(where)
    return given


def test_a_provider_that_is_no_longer_set_up_cannot_be_played(begun: Attempt, client: Client, settings) -> None:
    settings.ASSESSMENT_PROVIDERS = {}
    assert post(client, finished(begun), secret=NOBODY).status_code == 401
    begun.refresh_from_db()
    assert begun.state == "sent"


@pytest.mark.parametrize("external_id", ["\ud800", "a\nb"])
def test_an_id_that_no_database_keeps_is_told(begun: Attempt, client: Client, external_id: str) -> None:
    begun.external_id = external_id
    assert post(client, finished(begun)).status_code == 422


@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE])
def test_ticks_nobody_could_tick_invite_nobody(cast: Cast, client: Client, number: str) -> None:
    path = f"/console/spring/interviews/rounds/{two_seats(cast).round.pk}/invite/"
    client.force_login(cast.recruiter)
    assert client.post(path, {"application": [number]}).status_code == 302


@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE])
def test_a_step_nobody_made_is_not_taken_back(cast: Cast, client: Client, clock: Clock, number: str) -> None:
    talk = expected(cast, cast.wei, cast.models)
    client.force_login(cast.recruiter)
    assert client.post(f"/console/spring/interviews/day/{talk.pk}/undo/", {"step": number}).status_code == 302


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59-0100", "0001-01-01T00:00:00+0100"])
def test_nobody_books_at_the_ends_of_time(cast: Cast, client: Client, clock: Clock, when: str) -> None:
    talk = expected(cast, cast.wei, cast.models, minutes=300)
    client.force_login(cast.wei.person)
    client.post(f"/me/spring/interviews/{talk.pk}/", {"starts_at": when})
    talk.refresh_from_db()
    assert talk.sequence == 0


def test_who_interviews_no_more_reads_no_names_in_a_calendar(cast: Cast, client: Client, clock: Clock) -> None:
    expected(cast, cast.wei, cast.models, minutes=300)
    path = f"/calendar/{open_feed(person=cast.interviewer)}.ics"
    assert b"Wei" in client.get(path).content
    Membership.objects.filter(person=cast.interviewer).delete()
    assert b"Wei" not in client.get(path).content


def test_the_secret_of_a_feed_is_in_no_log(cast: Cast, client: Client, caplog) -> None:
    """Django logs the address of whatever is refused, and reading too often is refused while the token is good."""
    token = open_feed(person=cast.interviewer)
    answers = {client.get(f"/calendar/{token}.ics").status_code for _n in range(READS + 1)}
    assert answers == {200, 429}
    assert token not in caplog.text


def test_who_recruits_and_applies_does_not_handle_ones_own_file(cast: Cast, client: Client, clock: Clock) -> None:
    """Marks and debrief of themselves are closed to them, those of others are not; nor do they invite themselves."""
    talk, other = expected(cast, cast.wei, cast.models), expected(cast, cast.lina, cast.models)
    Membership.objects.create(person=cast.wei.person, role=Role.RECRUITER, scope="spring/cloud")
    client.force_login(cast.wei.person)
    clock.goes(10)
    own = f"/console/spring/interviews/{talk.pk}/debrief/"
    assert client.get(own).status_code == client.post(own, {"reason": "Me"}).status_code == 404
    assert client.get(f"/console/spring/interviews/{other.pk}/debrief/").status_code == 200
    assert cast.wei in [row.candidate for row in invitable(cast.recruiter, two_seats(cast).round)]
    assert cast.wei not in [row.candidate for row in invitable(cast.wei.person, Round.objects.latest("pk"))]


def test_who_recruits_and_applies_gives_oneself_no_second_try(cast: Cast, begun: Attempt, client: Client) -> None:
    Membership.objects.create(person=cast.wei.person, role=Role.RECRUITER, scope="spring/cloud")
    Attempt.objects.filter(pk=begun.pk).update(state="missed")
    client.force_login(cast.wei.person)
    assert client.post(f"/console/spring/assessments/attempts/{begun.pk}/reinvite/").status_code == 404


def test_the_address_of_the_screen_is_not_the_askers(cast: Cast, client: Client, clock: Clock, settings) -> None:
    """47194 of Frappe: a forged Host stood in an address that opens something."""
    settings.ALLOWED_HOSTS = ["*"]
    expected(cast, cast.wei, cast.models)
    client.force_login(cast.recruiter)
    day = f"site=hangzhou&day={clock.now.date()}"
    client.post("/console/spring/interviews/day/screen/", {"site": "hangzhou", "day": clock.now.date()})
    page = client.get(f"/console/spring/interviews/day/?{day}", headers={"host": "evil.example"}).content.decode()
    assert f"{settings.SITE_URL}/waiting-room/" in page
    assert "evil.example/waiting-room/" not in page


def test_who_comes_late_on_the_same_day_is_not_absent_for_good(cast: Cast, clock: Clock) -> None:
    """Marked as absent, invited again, booked again: the desk can check them in, and take that back."""
    talk = expected(cast, cast.wei, cast.models)
    clock.goes(10)
    take_step(interview=talk, verb="no-show", by=cast.interviewer)
    reinvite(interview=talk, by=cast.recruiter)
    start = clock.now + timedelta(hours=1)
    Interview.objects.filter(pk=talk.pk).update(state="booked", starts_at=start, ends_at=start + timedelta(minutes=45))
    assert take_step(interview=talk, verb="check-in", by=cast.recruiter).state == "waiting"


def test_nobody_fills_the_table_of_free_times(cast: Cast) -> None:
    start = timezone.now() + timedelta(days=1)
    window = {"starts_at": start, "ends_at": start + timedelta(hours=1), "zone": "UTC"}
    FreeTime.objects.bulk_create(
        FreeTime(person=cast.wei.person, intake=cast.intake, **window) for _n in range(MOST_TYPED - 1)
    )
    add_free_time(person=cast.wei.person, intake=cast.intake, **window)
    with pytest.raises(Refused, match="Remove some first"):
        add_free_time(person=cast.wei.person, intake=cast.intake, **window)


def a_file(*lines: str, events: int = 1) -> bytes:
    event = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))
    return f"BEGIN:VCALENDAR\r\n{event * events}END:VCALENDAR\r\n".encode()


def test_an_event_as_long_as_history_is_not_repeated_daily() -> None:
    """740,000 windows an event, and 500 of them in a file: hours of work and more memory than there is."""
    after = datetime(2027, 3, 1, tzinfo=UTC)
    file = a_file("DTSTART:00020101T000000Z", "DTEND:20270301T000000Z", "RRULE:FREQ=DAILY")
    with pytest.raises(BadCalendar, match="repeats in a way"):
        read_windows(file, UTC, after, after + timedelta(days=180))


def test_a_day_is_looked_up_among_those_of_a_rule() -> None:
    """Each weekday of each week, counted from five years ago: the more a rule names, the longer a day took."""
    after = datetime(2027, 3, 1, tzinfo=UTC)
    named = ",".join(f"{n}{day}" for n in range(6, 54) for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
    rule = f"RRULE:FREQ=MONTHLY;COUNT=9999;BYDAY={named}"
    began = time.process_time()
    found = read_windows(
        a_file("DTSTART:20220501T000000Z", "DURATION:PT1H", rule, events=20), UTC, after, after + timedelta(days=180)
    )
    assert not found
    assert time.process_time() - began < 1

"""Interviews in people's own calendars, and the reminders before them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.mail.models import Letter
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.feeding import close_feed, open_feed
from springtide.interviews.actions.inviting import invite
from springtide.interviews.actions.reminding import remind
from springtide.interviews.models import CalendarFeed, Interview
from tests.cast import Cast
from tests.springtide.interviews.scenes import TwoSeats, free, noon, two_seats


@pytest.fixture
def two(cast: Cast) -> TwoSeats:
    made = two_seats(cast)
    for person in made.panel:
        free(person, cast)
    return made


@pytest.fixture
def talk(cast: Cast, two: TwoSeats) -> Interview:
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    [made] = invite(applications=[application], round=two.round, by=cast.recruiter)
    return book(interview=made, starts_at=noon(), by=cast.wei.person)


def summaries(client: Client, token: str) -> list[str]:
    cache.clear()
    answer = client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_feed_shows_ones_own_interviews_and_of_candidates_the_name(
    cast: Cast, two: TwoSeats, talk: Interview, client: Client
) -> None:
    assert summaries(client, open_feed(person=two.gao)) == ["Panel: Wei"]
    assert summaries(client, open_feed(person=cast.wei.person)) == ["Interview: Panel, Acme"]
    for stranger in (cast.lina.person, cast.recruiter, cast.lead):
        assert summaries(client, open_feed(person=stranger)) == []
    content = client.get(f"/calendar/{open_feed(person=two.gao)}.ics").content.decode()
    assert cast.wei.person.email not in content and "Zhejiang" not in content and "ATTENDEE" not in content
    cancel(interview=talk, by=cast.recruiter)
    assert summaries(client, open_feed(person=two.gao)) == []


def test_a_token_is_kept_as_a_digest_and_ends_when_a_new_one_is_made(
    cast: Cast, two: TwoSeats, talk: Interview, client: Client
) -> None:
    old = open_feed(person=two.gao)
    assert len(old) >= 43 and old not in CalendarFeed.objects.get().digest
    new = open_feed(person=two.gao)
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert summaries(client, new)
    assert client.get(f"/calendar/{CalendarFeed.objects.get().digest}.ics").status_code == 404
    two.gao.is_active = False
    two.gao.save()
    assert client.get(f"/calendar/{new}.ics").status_code == 404
    close_feed(person=two.gao)
    assert not CalendarFeed.objects.exists()


def test_reading_is_limited_for_each_feed_alone(cast: Cast, two: TwoSeats, client: Client) -> None:
    cache.clear()
    greedy, other = open_feed(person=two.gao), open_feed(person=two.ines)
    answers = [client.get(f"/calendar/{greedy}.ics").status_code for _read in range(40)]
    assert answers[:30] == [200] * 30 and answers[30:] == [429] * 10
    assert client.get(f"/calendar/{other}.ics").status_code == 200


def test_the_page_shows_the_address_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.wei.person)
    made = client.post("/calendar/").content.decode()
    assert "/calendar/" in made and ".ics" in made
    again = client.get("/calendar/").content.decode()
    assert ".ics" not in again and "An address is in use" in again
    assert client.post("/calendar/stop/").status_code == 302
    assert "No address is in use" in client.get("/calendar/").content.decode()


def test_everybody_is_reminded_a_day_and_an_hour_before_and_once(
    cast: Cast, two: TwoSeats, talk: Interview, time_machine
) -> None:  # type: ignore[no-untyped-def]
    due = list(Job.objects.filter(kind="interviews.remind").order_by("run_at").values_list("run_at", flat=True))
    assert due == [noon() - timedelta(days=1), noon() - timedelta(hours=1)]
    for moment, expected in ((due[0] - timedelta(minutes=1), 0), (due[0], 3), (due[0], 3), (due[1], 6), (due[1], 6)):
        time_machine.move_to(moment + timedelta(seconds=1))
        run_due()
        assert Letter.objects.filter(kind__startswith="interviews.reminder").count() == expected
    letter = Letter.objects.filter(kind="interviews.reminder").first()
    assert letter and letter.subject.startswith("Tomorrow") and "UTC+0800" in letter.body


def test_only_the_time_that_holds_is_reminded_of(cast: Cast, two: TwoSeats, talk: Interview) -> None:
    moved = book(interview=talk, starts_at=noon() + timedelta(hours=1), by=cast.wei.person)
    assert not remind(interview=moved, sequence=1, ahead="day")
    assert remind(interview=moved, sequence=2, ahead="day")
    remind(interview=moved, sequence=2, ahead="day")
    assert Letter.objects.filter(kind__startswith="interviews.reminder").count() == 3
    cancel(interview=moved, by=cast.wei.person)
    assert not remind(interview=Interview.objects.get(pk=talk.pk), sequence=3, ahead="hour")


def test_a_reminder_speaks_the_readers_language_and_clock(cast: Cast, two: TwoSeats, talk: Interview) -> None:
    two.gao.language, two.gao.time_zone = "zh-hans", "Europe/Paris"
    two.gao.save()
    remind(interview=Interview.objects.get(pk=talk.pk), sequence=1, ahead="hour")
    body = Letter.objects.get(kind="interviews.reminder_interviewer", to=two.gao.email)
    assert body.language == "zh-hans"
    paris = noon().astimezone(ZoneInfo("Europe/Paris"))
    assert f"{paris:%H:%M}" in body.body and f"UTC{paris:%z}" in body.body and "UTC+0800" in body.body

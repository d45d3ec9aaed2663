"""When interviewers are free: weekly, single, away, from files; profiles; limits of what may be typed."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.inviting import invite
from springtide.interviews.actions.rounds import open_round
from springtide.interviews.actions.times import (
    add_away_time,
    add_free_time,
    add_weekly_time,
    import_calendar,
    keep_profile,
    remove_time,
)
from springtide.interviews.models import AwayTime, FreeTime, Interview, Interviewer, WeeklyTime
from springtide.interviews.queries import open_starts
from springtide.planning.models import Site
from tests.cast import Cast, staff
from tests.springtide.interviews.scenes import ALL_WEEK, free, noon, profile, questions

TIMES = "/console/spring/interviews/free-time/"


@pytest.fixture
def talk(cast: Cast) -> Interview:
    round = open_round(division=cast.cloud, names={"en": "T"}, minutes=45, rubric=questions(cast), by=cast.recruiter)
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    return invite(applications=[application], round=round, by=cast.recruiter)[0]


def every_week(cast: Cast, **changed: object) -> WeeklyTime:
    today = timezone.now().date()
    values = {
        "weekdays": ALL_WEEK,
        "begins": time(10),
        "ends": time(11),
        "first_on": today,
        "last_on": today + timedelta(days=10),
        "zone": "Asia/Shanghai",
    } | changed
    return add_weekly_time(person=cast.interviewer, intake=cast.intake, **values)  # type: ignore[arg-type]


def test_a_weekly_time_opens_starts_each_week_but_on_exceptions(cast: Cast, talk: Interview) -> None:
    day = noon().date()
    every_week(cast)
    starts = open_starts(talk)
    assert {start.minute for start in starts} == {0, 15} and len({start.date() for start in starts}) >= 9
    assert day in {start.date() for start in starts}
    WeeklyTime.objects.all().delete()
    every_week(cast, except_on=[day])
    assert day not in {start.date() for start in open_starts(talk)}


def test_a_holiday_blocks_the_week_and_not_what_was_typed_for_it(
    cast: Cast, talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(cast.interviewer, cast)
    every_week(cast)
    day = noon().date()
    monkeypatch.setattr("springtide.interviews.queries.availability.holidays_of", lambda *_of: {day: "Founding Day"})
    assert day not in {start.date() for start in open_starts(talk)}
    free(cast.interviewer, cast, hours=1)
    assert [start for start in open_starts(talk) if start.date() == day] == [noon(), noon() + timedelta(minutes=15)]


def test_away_goes_before_whatever_else_was_said(cast: Cast, talk: Interview) -> None:
    free(cast.interviewer, cast)
    times = {"starts_at": noon() + timedelta(minutes=30), "ends_at": noon() + timedelta(days=30)}
    away = add_away_time(person=cast.interviewer, intake=cast.intake, zone="Asia/Shanghai", **times)
    assert open_starts(talk) == {}
    remove_time(kept=away, by=cast.interviewer)
    assert len(open_starts(talk)) == 6


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"begins": time(11), "ends": time(10)}, "after the beginning"),
        ({"first_on": date(2020, 1, 1), "last_on": date(2020, 2, 1)}, "over"),
        ({"last_on": date(2199, 1, 1)}, "a year at most"),
        ({"weekdays": []}, "at least one day"),
    ],
)
def test_weekly_times_that_make_no_sense(cast: Cast, wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        every_week(cast, **wrong)
    assert not WeeklyTime.objects.exists()


def test_i64_a_weekly_time_names_the_day_on_which_the_clocks_change(cast: Cast, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to("2027-03-01T12:00:00Z")
    hours = {"begins": time(2, 30), "ends": time(4), "first_on": date(2027, 3, 20), "last_on": date(2027, 4, 2)}
    with pytest.raises(Refused, match="28 Mar"):
        every_week(cast, zone="Europe/Paris", **hours)
    assert every_week(cast, zone="Europe/Paris", except_on=[date(2027, 3, 28)], **hours)
    assert every_week(cast, zone="Asia/Shanghai", **hours)


def ics(day: str, *more: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"DTSTART:{day}", "DURATION:PT2H", *more)
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def test_a_calendar_file_takes_or_gives_time_and_replaces_the_last_of_its_kind(cast: Cast, talk: Interview) -> None:
    stamp = f"{noon():%Y%m%dT%H%M%SZ}"
    told = {"person": cast.interviewer, "intake": cast.intake, "zone": "Asia/Shanghai"}
    assert import_calendar(file=ics(stamp), kind="free", **told) == 1  # type: ignore[arg-type]
    assert len(open_starts(talk)) == 6
    assert import_calendar(file=ics(stamp), kind="away", **told) == 1  # type: ignore[arg-type]
    assert open_starts(talk) == {}
    add_away_time(starts_at=noon(20), ends_at=noon(21), **told)  # type: ignore[arg-type]
    later = f"{noon(9):%Y%m%dT%H%M%SZ}"
    import_calendar(file=ics(later), kind="away", **told)  # type: ignore[arg-type]
    assert len(open_starts(talk)) == 6 and AwayTime.objects.count() == 2  # what was typed stays
    with pytest.raises(Refused, match="no calendar"):
        import_calendar(file=b"junk", kind="away", **told)  # type: ignore[arg-type]
    assert AwayTime.objects.filter(imported=True).get().starts_at == noon(9)


def test_the_page_takes_all_four_and_loses_nothing_that_was_typed(cast: Cast, client: Client) -> None:
    client.force_login(cast.interviewer)
    today = timezone.now().date()
    week = {"weekdays": ["0", "2"], "begins": "09:00", "ends": "12:00", "zone": "Asia/Shanghai",
            "first_on": f"{today}", "last_on": f"{today + timedelta(days=60)}", "except_on": f"{today}，{today}"}  # fmt: skip
    assert client.post(f"{TIMES}?kind=weekly", week).status_code == 302
    assert WeeklyTime.objects.get().except_on == [today.isoformat()]
    assert "Mon, Wed" in client.get(TIMES).content.decode()
    for field, typed in (("except_on", "tomorrow"), ("zone", "Mars/Olympus"), ("begins", "25:00"), ("weekdays", "8"),
                         ("first_on", "2027-02-29"), ("last_on", "0001-01-01"), ("last_on", "9999-12-31")):  # fmt: skip
        kept = client.post(f"{TIMES}?kind=weekly", week | {field: typed})
        assert kept.status_code == 422 and "09:00" in kept.content.decode(), field
    window = {
        "starts_at": f"{today + timedelta(days=2)}T10:00",
        "ends_at": f"{today + timedelta(days=2)}T12:00",
        "zone": "UTC",
    }
    assert client.post(f"{TIMES}?kind=free", window).status_code == 302
    assert client.post(f"{TIMES}?kind=away", window).status_code == 302
    skipped = {"starts_at": "2027-03-28T02:30", "ends_at": "2027-10-31T02:30", "zone": "Europe/Paris"}
    assert client.post(f"{TIMES}?kind=away", skipped).content.decode().count("clocks change") == 2
    file = SimpleUploadedFile("a.ics", ics(f"{noon():%Y%m%dT%H%M%SZ}", "SUMMARY:<b>Doctor</b>"))
    sent = client.post(f"{TIMES}?kind=file", {"file": file, "kind": "away", "zone": "UTC"}, follow=True)
    page = sent.content.decode()
    assert "1 window was read" in page and "from your calendar file" in page and "Doctor" not in page
    bad = SimpleUploadedFile("a.ics", ics("2027", "SUMMARY:<b>Doctor</b>"))
    refused = client.post(f"{TIMES}?kind=file", {"file": bad, "kind": "away", "zone": "UTC"})
    assert refused.status_code == 422 and "&lt;b&gt;Doctor" in refused.content.decode()
    large = SimpleUploadedFile("a.ics", b"x" * (1024 * 1024 + 1))
    assert (
        "larger than"
        in client.post(f"{TIMES}?kind=file", {"file": large, "kind": "away", "zone": "UTC"}).content.decode()
    )
    assert client.post(f"{TIMES}?kind=file", {"kind": "maybe", "zone": "UTC"}).status_code == 422


def test_what_is_ones_own_is_removed_by_oneself(cast: Cast, client: Client) -> None:
    row = every_week(cast)
    for person, status in ((cast.recruiter, 404), (cast.interviewer, 302)):
        client.force_login(person)
        assert client.post(f"{TIMES}weekly/{row.pk}/drop/").status_code == status
    assert client.post(f"{TIMES}yearly/{row.pk}/drop/").status_code == 404
    assert not WeeklyTime.objects.exists()


PROFILE = {"skills": "Python, Rust", "languages": ["en", "fr"], "zone": "Asia/Shanghai", "per_day": 2, "per_week": 5,
           "in_a_row": 2, "buffer_minutes": 10, "link": "meet.example.org/ines"}  # fmt: skip


def test_a_profile_is_kept_by_oneself_or_ones_recruiter(cast: Cast, client: Client) -> None:
    page = f"/console/spring/interviews/interviewers/{cast.interviewer.pk}/"
    for person, status in ((cast.outsider, 404), (cast.approver, 404), (cast.recruiter, 302), (cast.interviewer, 302)):
        client.force_login(person)
        assert client.post(page, PROFILE | {"site": cast.hangzhou.pk}).status_code == status
    found = Interviewer.objects.get()
    assert (found.skills, found.languages, found.per_day, found.site) == (
        ["Python", "Rust"],
        ["en", "fr"],
        2,
        cast.hangzhou,
    )
    assert found.link == "https://meet.example.org/ines"
    for wrong in (
        {"per_day": "-1"},
        {"in_a_row": "0"},
        {"link": "javascript:alert(1)"},
        {"languages": ["tlh"]},
        {"site": "0"},
    ):
        assert client.post(page, PROFILE | wrong).status_code == 422
    client.force_login(cast.recruiter)
    assert "Python, Rust" in client.get("/console/spring/interviews/interviewers/").content.decode()


def test_a_profile_takes_no_site_of_another_season(cast: Cast) -> None:
    foreign = Site(intake_id=cast.intake.pk + 1)
    with pytest.raises(Refused, match="another season"):
        keep_profile(person=cast.interviewer, intake=cast.intake, by=cast.interviewer, divisions=[], site=foreign)


def test_the_lists_cost_the_same_for_few_and_many(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    profile(cast.interviewer, cast)
    for more in range(3):
        person = staff(f"P{more}", "interviewer", "spring/cloud")  # type: ignore[arg-type]
        profile(person, cast)
        add_free_time(
            person=person, intake=cast.intake, starts_at=noon(), ends_at=noon(3) + timedelta(hours=1), zone="UTC"
        )
        free(cast.interviewer, cast, days=more + 3)
        if more != 1:
            client.force_login(cast.recruiter)
            with django_assert_num_queries(13):
                client.get("/console/spring/interviews/interviewers/")
            client.force_login(cast.interviewer)
            with django_assert_num_queries(7):
                client.get(f"{TIMES}?kind=free")
    assert FreeTime.objects.count() == 6

"""Panels: formed from whoever fits and is free, moved, changed, told; rooms and rounds in order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from springtide.foundation.accounts.models import Membership
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.booking import book, cancel, change_panelist
from springtide.interviews.actions.inviting import invite
from springtide.interviews.actions.rounds import change_round, keep_room, open_round, remove_room
from springtide.interviews.actions.times import give_extra_time
from springtide.interviews.models import BusySlot, Interview, Interviewer, RoomSlot, Round
from springtide.interviews.queries import Calendars, Seating, open_starts
from springtide.interviews.queries.availability import closed_days
from springtide.interviews.seating import SeatNeed
from springtide.planning.models import Family, Intake
from tests.cast import Cast, staff
from tests.springtide.interviews.scenes import TwoSeats, a_room, free, noon, profile, questions, two_seats


@pytest.fixture
def two(cast: Cast) -> TwoSeats:
    made = two_seats(cast)
    for person in made.panel:
        free(person, cast)
    return made


def invited(cast: Cast, round: Round, name: str = "Bo") -> Interview:
    application = cast.application(cast.candidate(name), cast.models, state="shortlisted")
    return invite(applications=[application], round=round, by=cast.recruiter)[0]


def booked(cast: Cast, round: Round, name: str = "Bo") -> Interview:
    talk = invited(cast, round, name)
    return book(interview=talk, starts_at=noon(), by=talk.application.candidate.person)


def panel_of(interview: Interview) -> list[object]:
    return [row.person for row in interview.panelists.select_related("person").order_by("seat")]


def test_a_start_is_open_when_the_whole_panel_is_free(cast: Cast, two: TwoSeats) -> None:
    talk = invited(cast, two.round)
    assert len(open_starts(talk)) == 6
    two.gao.free_times.all().delete()
    assert open_starts(talk) == {}


def test_everybody_gives_time_and_gets_a_letter(cast: Cast, two: TwoSeats) -> None:
    talk = booked(cast, two.round)
    assert panel_of(talk) == [two.ines, two.gao]  # Python sits first, French second
    assert BusySlot.objects.filter(interview=talk).count() == 9
    to = set(Letter.objects.filter(kind__startswith="interviews.booked").values_list("to", flat=True))
    assert to == {two.ines.email, two.gao.email, talk.application.candidate.person.email}


def test_who_has_least_is_asked_first(cast: Cast, two: TwoSeats) -> None:
    booked(cast, two.round)
    hua = staff("Hua", "interviewer", "spring/gaode")  # type: ignore[arg-type]
    profile(hua, cast, languages=["fr"])
    for person in (two.ines, two.gao, hua):
        free(person, cast, days=4)
    other = invited(cast, two.round, "Di")
    assert open_starts(other)[noon(4)].panel == (two.ines.pk, hua.pk)


def test_limits_are_kept(cast: Cast, two: TwoSeats) -> None:
    Interviewer.objects.filter(person=two.ines).update(per_day=1)
    booked(cast, two.round)
    assert open_starts(invited(cast, two.round, "Di")) == {}


def test_one_who_leaves_the_panel_is_told_so_and_the_sequence_rises(cast: Cast, two: TwoSeats) -> None:
    talk = booked(cast, two.round)
    hua = staff("Hua", "interviewer", "spring/gaode")  # type: ignore[arg-type]
    profile(hua, cast, languages=["fr"])
    with pytest.raises(Refused, match="not free"):
        change_panelist(interview=talk, seat=2, person=hua, by=cast.recruiter)
    free(hua, cast)
    with pytest.raises(Refused, match="fit"):  # no Python
        change_panelist(interview=talk, seat=1, person=hua, by=cast.recruiter)
    talk = change_panelist(interview=talk, seat=2, person=hua, by=cast.recruiter)
    assert panel_of(talk) == [two.ines, hua] and talk.sequence == 2 and talk.starts_at == noon()
    assert not BusySlot.objects.filter(person=two.gao).exists()

    def last_event(email: str) -> tuple[str, int, str]:
        letter = Letter.objects.filter(to=email).order_by("id").last()
        assert letter
        found = Calendar.from_ical(bytes(letter.attachments.get().content))
        event = found.walk("VEVENT")[0]
        return str(found["METHOD"]), int(event["SEQUENCE"]), str(event["UID"])

    uid = f"{talk.uid}@springtide"
    assert last_event(two.gao.email) == ("CANCEL", 2, uid)
    assert last_event(hua.email) == last_event(two.ines.email) == ("REQUEST", 2, uid)


def test_a_panel_that_was_planned_elsewhere_is_booked_as_it_is_or_not_at_all(cast: Cast, two: TwoSeats) -> None:
    talk = invited(cast, two.round)
    for wrong in ((two.gao.pk, two.ines.pk), (two.ines.pk,), (two.ines.pk, two.ines.pk)):
        with pytest.raises(Refused, match="just been taken"):
            book(interview=talk, starts_at=noon(), by=cast.recruiter, seating=Seating(wrong))
    right = Seating((two.ines.pk, two.gao.pk))
    assert panel_of(book(interview=talk, starts_at=noon(), by=cast.recruiter, seating=right)) == [two.ines, two.gao]


def test_a_start_beside_the_quarter_hour_is_none(cast: Cast, two: TwoSeats) -> None:
    talk = invited(cast, two.round)
    with pytest.raises(Refused, match="just been taken"):
        book(interview=talk, starts_at=noon() + timedelta(minutes=7), by=talk.application.candidate.person)


def test_candidates_move_as_often_and_as_late_as_the_round_says(cast: Cast, two: TwoSeats) -> None:
    Round.objects.filter(pk=two.round.pk).update(most_moves=1, notice_hours=24)
    two.round.refresh_from_db()
    talk = booked(cast, two.round)
    person = talk.application.candidate.person
    talk = book(interview=talk, starts_at=noon() + timedelta(hours=1), by=person)
    with pytest.raises(Refused, match="moved this interview 1 time"):
        book(interview=talk, starts_at=noon(), by=person)
    talk = book(interview=talk, starts_at=noon(), by=cast.recruiter)  # recruiters may
    Round.objects.filter(pk=two.round.pk).update(most_moves=9, notice_hours=24 * 7)
    talk = Interview.objects.get(pk=talk.pk)
    with pytest.raises(Refused, match="less than 168 hours"):
        book(interview=talk, starts_at=noon() + timedelta(minutes=30), by=person)


def test_what_is_cancelled_is_free_again(cast: Cast, two: TwoSeats) -> None:
    talk = booked(cast, two.round)
    cancel(interview=talk, by=talk.application.candidate.person)
    assert not BusySlot.objects.exists()
    cancelled = Letter.objects.filter(kind="interviews.cancelled_interviewer").values_list("to", flat=True)
    assert set(cancelled) == {two.ines.email, two.gao.email}
    assert noon() in open_starts(invited(cast, two.round, "Di"))


def test_on_site_needs_a_room_with_all_that_is_asked_for(cast: Cast) -> None:
    made = two_seats(cast, mode="onsite", room_features=["Whiteboard"])
    for person in made.panel:
        free(person, cast)
    talk = invited(cast, made.round)
    assert talk.site == cast.hangzhou
    plain = a_room(cast, features=["screen"])
    assert open_starts(talk) == {}
    plain.features = ["whiteboard", "screen"]
    plain.save()
    talk = book(interview=talk, starts_at=noon(), by=talk.application.candidate.person)
    assert talk.room == plain and RoomSlot.objects.filter(room=plain).count() == 3
    assert noon() not in open_starts(invited(cast, made.round, "Di"))


def test_on_site_means_people_of_the_site(cast: Cast) -> None:
    made = two_seats(cast, mode="onsite")
    a_room(cast)
    for person in made.panel:
        free(person, cast)
    Interviewer.objects.filter(person=made.gao).update(site=cast.paris)
    assert open_starts(invited(cast, made.round)) == {}


def test_a_round_follows_the_one_before_it(cast: Cast, two: TwoSeats) -> None:
    first = open_round(division=cast.cloud, names={"en": "A"}, minutes=30, rubric=two.round.rubric, by=cast.recruiter)
    Round.objects.filter(pk=first.pk).update(place=1)
    first.refresh_from_db()
    kim = staff("Kim", "interviewer", "spring/cloud")  # type: ignore[arg-type]
    free(kim, cast)
    application = cast.application(cast.candidate("Bo"), cast.models, state="shortlisted")
    [one] = invite(applications=[application], round=first, by=cast.recruiter)
    [then] = invite(applications=[application], round=two.round, by=cast.recruiter)
    person = application.candidate.person
    assert open_starts(then) == {}  # the first has no time yet
    book(interview=one, starts_at=noon(), by=person, seating=Seating((kim.pk,)))
    assert next(iter(open_starts(then))) == noon() + timedelta(hours=1)  # 30 minutes, and 30 between
    Round.objects.filter(pk=two.round.pk).update(day_policy="different")
    assert open_starts(Interview.objects.get(pk=then.pk)) == {}
    Round.objects.filter(pk=two.round.pk).update(day_policy="same", gap_minutes=0)
    assert next(iter(open_starts(Interview.objects.get(pk=then.pk)))) == noon() + timedelta(minutes=30)


def test_nobody_meets_a_candidate_twice_nor_after_stepping_back(cast: Cast, two: TwoSeats) -> None:
    first = open_round(division=cast.cloud, names={"en": "A"}, minutes=30, rubric=two.round.rubric, by=cast.recruiter)
    application = cast.application(cast.candidate("Bo"), cast.models, state="shortlisted")
    [one] = invite(applications=[application], round=two.round, by=cast.recruiter)
    book(interview=one, starts_at=noon(), by=application.candidate.person)
    [then] = invite(applications=[application], round=first, by=cast.recruiter)
    free(two.ines, cast, days=5)
    assert two.ines.pk not in Calendars(then).pool


def test_a_round_may_be_for_some_families(cast: Cast, two: TwoSeats) -> None:
    two.round.families.set([Family.objects.get(slug="web")])
    with pytest.raises(Refused, match="does not rank what this round is for"):
        invited(cast, two.round)
    portal = cast.application(cast.candidate("Di"), cast.portal, state="shortlisted")
    assert invite(applications=[portal], round=two.round, by=cast.recruiter)


def test_extra_time_makes_it_longer_and_only_recruiters_see_it(cast: Cast, two: TwoSeats, client: Client) -> None:
    talk = invited(cast, two.round)
    with pytest.raises(Refused):
        give_extra_time(interview=talk, minutes=30, by=cast.interviewer)
    give_extra_time(interview=talk, minutes=30, by=cast.recruiter)
    talk = book(interview=talk, starts_at=noon(), by=talk.application.candidate.person)
    assert talk.minutes == 75
    page = f"/console/spring/interviews/{talk.pk}/"
    client.force_login(cast.recruiter)
    assert "Extra time" in client.get(page).content.decode()
    for person in (two.ines, cast.approver, cast.auditor):
        client.force_login(person)
        assert "Extra time" not in client.get(page).content.decode()
    client.force_login(cast.recruiter)
    assert client.post(f"{page}extra-time/", {"extra_minutes": "121"}).status_code == 409
    assert client.post(f"{page}extra-time/", {"extra_minutes": "0"}).status_code == 302
    assert open_starts(talk) and Calendars(talk).length == timedelta(minutes=45)


def test_both_clocks_stand_in_the_letters(cast: Cast, two: TwoSeats) -> None:
    talk = invited(cast, two.round)
    person = talk.application.candidate.person
    person.time_zone, person.language = "Asia/Dubai", "en"
    person.save()
    book(interview=Interview.objects.get(pk=talk.pk), starts_at=noon(), by=person)
    theirs = Letter.objects.get(kind="interviews.booked").body
    assert "08:00 (+04), UTC+0400" in theirs and "12:00 (CST), UTC+0800" in theirs
    ours = Letter.objects.filter(kind="interviews.booked_interviewer").first()
    assert ours and ours.body.index("UTC+0800") < ours.body.index("UTC+0400")


def test_the_panel_page(cast: Cast, two: TwoSeats, client: Client) -> None:
    talk = booked(cast, two.round)
    hua = staff("Hua", "interviewer", "spring/gaode")  # type: ignore[arg-type]
    profile(hua, cast, languages=["fr"])
    free(hua, cast)
    client.force_login(cast.recruiter)
    page = f"/console/spring/interviews/{talk.pk}/panel/"
    assert "Hua" in client.get(page).content.decode()
    assert client.post(page, {"seat": "2", "person": str(hua.pk)}).status_code == 302
    assert client.post(page, {"seat": "1", "person": str(hua.pk)}).status_code == 409
    assert client.post(page, {"seat": "1", "person": str(cast.mentor.pk)}).status_code == 404
    assert client.post(page, {"seat": "9", "person": "x"}).status_code == 200


def test_the_rounds_page_takes_seats(cast: Cast, client: Client) -> None:
    client.force_login(cast.recruiter)
    rubric = questions(cast)
    form = {
        "division": cast.cloud.pk, "name_en": "Team", "minutes": 60, "rubric": rubric.pk, "mode": "onsite",
        "room_features": "screen, Whiteboard", "day_policy": "same", "gap_minutes": 15, "most_moves": 1,
        "notice_hours": 4, "families": [cast.ai.pk], "seat1_from": "own", "seat1_skill": "Python",
        "seat2_from": "any", "seat2_language": "fr",
    }  # fmt: skip
    assert client.post("/console/spring/interviews/rounds/new/", form).status_code == 302
    made = Round.objects.get()
    assert made.needs == (SeatNeed("Python"), SeatNeed(language="fr", own=False))
    assert (made.mode, made.room_features, made.families.get()) == ("onsite", ["screen", "Whiteboard"], cast.ai)
    page = f"/console/spring/interviews/rounds/{made.pk}/"
    assert "screen, Whiteboard" in client.get(page).content.decode()
    for wrong in ({"seat1_from": ""}, {"seat2_language": "tlh"}, {"minutes": "5"}, {"families": ["x"]}):
        assert client.post(page, form | wrong).status_code == 422


def test_a_round_takes_nothing_of_another_season(cast: Cast, two: TwoSeats) -> None:
    intake = Intake.objects.get()
    intake.pk, intake.slug = None, "autumn"
    intake.save()
    foreign = Family.objects.create(intake=intake, slug="x", names={"en": "X"})
    told = {"names": {"en": "A"}, "minutes": 45, "rubric": two.round.rubric, "seats": [SeatNeed()]}
    with pytest.raises(Refused, match="another season"):
        change_round(round=two.round, by=cast.recruiter, families=[foreign], **told)  # type: ignore[arg-type]


def test_rooms_are_kept_by_recruiters(cast: Cast, two: TwoSeats, client: Client) -> None:
    hours = {"weekdays": [0, 1], "opens": time(9), "closes": time(18)}
    values = {"site": cast.hangzhou, "name": "A1", "features": [], **hours}
    room = keep_room(room=None, by=cast.recruiter, **values)  # type: ignore[arg-type]
    for wrong, reason in (({"name": " A1 "}, "already"), ({"closes": time(8)}, "after the beginning")):
        with pytest.raises(Refused, match=reason):
            keep_room(room=None, by=cast.recruiter, **values | wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        keep_room(room=room, by=cast.interviewer, **values)  # type: ignore[arg-type]
    client.force_login(cast.recruiter)
    assert "Mon, Tue" in client.get("/console/spring/interviews/rooms/").content.decode()
    page = f"/console/spring/interviews/rooms/{room.pk}/"
    form = {"site": cast.hangzhou.pk, "name": "B2", "weekdays": ["4", "5", "6"], "opens": "08:00", "closes": "20:00"}
    assert client.post(page, form | {"weekdays": ["7"]}).status_code == 422
    assert client.post(page, form | {"opens": "nine"}).status_code == 422
    assert client.post(page, form).status_code == 302
    talk = booked(cast, two.round)
    Interview.objects.filter(pk=talk.pk).update(room=room)
    with pytest.raises(Refused, match="it stays"):
        remove_room(room=room, by=cast.recruiter)
    Interview.objects.update(room=None)
    assert client.post(f"{page}drop/").status_code == 302
    assert client.get(page).status_code == 404


def test_a_room_is_closed_on_holidays_of_its_country(cast: Cast) -> None:
    at = datetime(2027, 9, 20, tzinfo=UTC)
    assert date(2027, 10, 1) in closed_days("CN", at, at + timedelta(days=20))
    assert closed_days("", at, at) == frozenset()


def test_calendars_are_read_in_the_same_number_of_queries(
    cast: Cast, two: TwoSeats, django_assert_num_queries: Callable[..., object]
) -> None:
    talk = invited(cast, two.round)
    for more in range(3):
        person = staff(f"P{more}", "interviewer", "spring/gaode")  # type: ignore[arg-type]
        profile(person, cast, languages=["fr"])
        free(person, cast)
        if more != 1:
            with django_assert_num_queries(21):
                open_starts(Interview.objects.get(pk=talk.pk))


def test_a_candidate_who_interviews_elsewhere_is_busy_then(cast: Cast, two: TwoSeats) -> None:
    Membership.objects.create(person=cast.wei.person, role="interviewer", scope="spring/gaode")
    profile(cast.wei.person, cast, languages=["fr"])
    free(cast.wei.person, cast)
    two.gao.free_times.all().delete()
    talk = booked(cast, two.round)
    assert cast.wei.person in panel_of(talk)
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    [own] = invite(applications=[application], round=two.round, by=cast.recruiter)
    assert open_starts(own) == {}  # Gao is away, and Wei cannot sit on his own panel
    free(two.gao, cast)
    assert noon() not in open_starts(own)


def test_the_candidates_list_costs_the_same_for_few_and_many(
    cast: Cast, two: TwoSeats, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    invite(applications=[application], round=two.round, by=cast.recruiter)
    client.force_login(cast.wei.person)
    for more in range(3):
        told = {"names": {"en": f"R{more}"}, "minutes": 30, "rubric": two.round.rubric}
        extra = open_round(division=cast.cloud, by=cast.recruiter, **told)  # type: ignore[arg-type]
        [made] = invite(applications=[application], round=extra, by=cast.recruiter)
        made.panel.add(cast.interviewer)
        if more != 1:
            with django_assert_num_queries(10):
                client.get("/me/spring/interviews/")

"""Drop-outs: the fewest moves, bystanders asked first, letters only to those concerned, calendars by UID and SEQUENCE."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.approving import approve_schedule
from springtide.interviews.actions.booking import book
from springtide.interviews.actions.repairs import answer_question, ask_bystanders, drop_out
from springtide.interviews.actions.schedules import ground_of
from springtide.interviews.models import (
    AwayTime,
    BusySlot,
    FreeTime,
    Interview,
    Proposal,
    Room,
    RoomClosing,
    RoomSlot,
    Round,
    ScheduleRun,
)
from springtide.interviews.queries import open_starts
from tests.cast import Cast
from tests.springtide.interviews.days import Clock
from tests.springtide.interviews.plans import interviewer, invited, plan_round, somebody, tomorrow

PAGES = "/console/spring/interviews/schedules/"


def booked(cast: Cast, name: str, round: Round, hour: int, *, day: int = 1) -> Interview:
    """Somebody who chose that hour themselves."""
    made = invited(somebody(cast, name), round)[0]
    book(interview=made, starts_at=tomorrow(hour, day), by=made.application.candidate.person)
    made.refresh_from_db()
    return made


def out(cast: Cast, person: Person | None = None, room: Room | None = None, **more: object) -> ScheduleRun:
    """Somebody or a room is away the whole of tomorrow; the repair has ended."""
    values = {"away_from": tomorrow(0), "away_until": tomorrow(0, 2), "zone": "Asia/Shanghai", "reason": "ill"} | more
    values.setdefault("with_bystanders", False)
    run = drop_out(intake=cast.intake, person=person, room=room, by=cast.lead, **values)  # type: ignore[arg-type]
    run_due()
    run.refresh_from_db()
    assert (run.error, run.state) == ("", "proposed")
    return run


def changes(run: ScheduleRun) -> dict[str, str]:
    rows = run.proposals.select_related("interview__application__candidate")
    return {row.interview.application.candidate.name: row.change for row in rows}


def panel(interview: Interview) -> set[int]:
    return set(interview.panelists.values_list("person", flat=True))


def test_somebody_else_takes_over_at_the_same_time(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    ann, ben = booked(cast, "Ann", talk, 9), booked(cast, "Ben", talk, 11)
    bea = interviewer(cast, "Bea")
    run_due()
    Letter.objects.all().delete()
    run = out(cast, ada)
    assert changes(run) == {"Ann": "repanelled", "Ben": "repanelled"}
    assert {key: run.figures[key] for key in ("repanelled", "moved", "lost", "bystanders", "lower_bound")} == {
        "repanelled": 2,
        "moved": 0,
        "lost": 0,
        "bystanders": 0,
        "lower_bound": 0,
    }
    assert panel(ann) == {ada.pk}  # nothing changes before somebody approves
    approve_schedule(run=run, by=cast.approver)
    run_due()
    for interview, hour in ((ann, 9), (ben, 11)):
        interview.refresh_from_db()
        assert (panel(interview), interview.starts_at, interview.sequence) == ({bea.pk}, tomorrow(hour), 2)
    assert not BusySlot.objects.filter(person=ada).exists()
    kinds = Letter.objects.values_list("kind", "to")
    assert set(kinds) == {
        ("interviews.booked", "ann@example.org"),
        ("interviews.booked", "ben@example.org"),
        ("interviews.booked_interviewer", bea.email),
        ("interviews.cancelled_interviewer", ada.email),
    }


def test_calendars_follow_by_uid_and_sequence(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    ann = booked(cast, "Ann", talk, 9)
    interviewer(cast, "Bea")
    approve_schedule(run=out(cast, ada), by=cast.approver)
    run_due()

    def events(email: str) -> list[tuple[str, str, int]]:
        letters = Letter.objects.filter(to=email, attachments__isnull=False).order_by("pk")
        found = [Calendar.from_ical(bytes(letter.attachments.get().content)) for letter in letters]
        told = [(calendar, calendar.walk("VEVENT")[0]) for calendar in found]
        return [(str(c["METHOD"]), str(e["UID"]), int(str(e["SEQUENCE"]))) for c, e in told]

    uid = f"{ann.uid}@springtide"
    assert events("ann@example.org") == [("REQUEST", uid, 1), ("REQUEST", uid, 2)]
    assert events(ada.email) == [("REQUEST", uid, 1), ("CANCEL", uid, 2)]


def test_who_cannot_be_taken_over_moves_and_who_cannot_move_is_lost(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    booked(cast, "Ann", talk, 9)
    lost = booked(cast, "Ben", talk, 11)
    interviewer(cast, "Bea", days=(2,), hours=(14, 15))  # one hour, on another day
    run = out(cast, ada)
    assert sorted(changes(run).values()) == ["lost", "moved"] and run.figures["lower_bound"] == 2
    lost = run.proposals.get(change="lost").interview
    approve_schedule(run=run, by=cast.approver)
    run_due()
    lost.refresh_from_db()
    assert (lost.state, lost.starts_at, lost.sequence, panel(lost)) == ("invited", None, 2, set())
    letter = Letter.objects.get(kind="interviews.released")
    event = Calendar.from_ical(bytes(letter.attachments.get().content))
    assert str(event["METHOD"]) == "CANCEL" and "choose another time" in letter.subject
    assert event.walk("VEVENT")[0].decoded("DTSTART") == run.proposals.get(change="lost").old_starts_at


def test_what_was_wrong_before_is_no_part_of_a_repair(cast: Cast, clock: Clock) -> None:
    """Zed took his free time back long ago; who talks with him is not moved because Ada falls ill."""
    talk = plan_round(cast)
    zed = interviewer(cast, "Zed")
    cy = booked(cast, "Cy", talk, 9)
    FreeTime.objects.filter(person=zed).delete()
    ada = interviewer(cast, "Ada")
    booked(cast, "Ann", talk, 9)
    interviewer(cast, "Bea")
    run = out(cast, ada)
    assert changes(run) == {"Ann": "repanelled"}
    approve_schedule(run=run, by=cast.approver)
    cy.refresh_from_db()
    assert (panel(cy), cy.sequence) == ({zed.pk}, 1)


def test_nobody_books_them_from_the_moment_it_is_written_down(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    waiting = invited(somebody(cast, "Ann"), talk)[0]
    assert open_starts(waiting)
    out(cast, ada)
    assert AwayTime.objects.filter(person=ada).count() == 1 and not open_starts(waiting)


def test_bystanders_stay_unless_somebody_ticks_that(cast: Cast, clock: Clock) -> None:
    """Ann can only come at nine, and her panel falls ill. Bea talks with Ben then, who could come in the afternoon."""
    talk = plan_round(cast)
    bea = interviewer(cast, "Bea", hours=(9, 10))
    ben = booked(cast, "Ben", talk, 9)
    ada = interviewer(cast, "Ada", hours=(9, 10))
    ann = booked(cast, "Ann", talk, 9)
    for person, first, last in ((ann.application.candidate.person, 9, 10), (bea, 14, 15)):
        FreeTime.objects.create(
            person=person, intake=cast.intake, zone="UTC", starts_at=tomorrow(first), ends_at=tomorrow(last)
        )
    assert (panel(ben), panel(ann)) == ({bea.pk}, {ada.pk})
    run = out(cast, ada)
    assert changes(run) == {"Ann": "lost"} and run.figures["could_ask"] == run.figures["could_save"] == 1
    run = out(cast, ada, with_bystanders=True)
    assert changes(run) == {"Ann": "repanelled", "Ben": "bystander"}
    ask_bystanders(run=run, by=cast.lead)
    answer_question(proposal=run.proposals.get(change="bystander"), agrees=True, by=ben.application.candidate.person)
    approve_schedule(run=run, by=cast.approver)
    ben.refresh_from_db()
    ann.refresh_from_db()
    assert (ben.starts_at, ann.starts_at) == (tomorrow(14), tomorrow(9))
    assert (panel(ben), panel(ann)) == ({bea.pk}, {bea.pk})


def test_who_said_no_once_is_not_asked_again(cast: Cast, clock: Clock) -> None:
    run, ben = proposal_of_a_bystander(cast)
    ask_bystanders(run=run, by=cast.lead)
    answer_question(proposal=run.proposals.get(), agrees=False, by=ben.application.candidate.person)
    assert ben.pk in ground_of(run).frozen


def test_a_bystander_is_asked_and_only_a_yes_moves_them(cast: Cast, clock: Clock, client: Client) -> None:
    run, ben = proposal_of_a_bystander(cast)
    with pytest.raises(Refused, match="has not agreed"):
        approve_schedule(run=run, by=cast.approver)
    assert ask_bystanders(run=run, by=cast.lead) == 1 and ask_bystanders(run=run, by=cast.lead) == 0
    assert Letter.objects.filter(kind="interviews.would_you_move", to="ben@example.org").count() == 1
    client.force_login(ben.application.candidate.person)
    assert "Could your interview be at another time?" in client.get("/me/spring/interviews/").content.decode()
    question = run.proposals.get(change="bystander")
    address = f"/me/spring/interviews/would-move/{question.pk}/"
    stranger = Client()
    stranger.force_login(cast.wei.person)
    cast.application(cast.wei, cast.models)
    assert stranger.post(address, {"yes": "1"}).status_code == 404
    assert client.post(address, {"no": "1"}).status_code == 302
    assert client.post(address, {"yes": "1"}).status_code == 302  # the first answer holds
    with pytest.raises(Refused, match="has not agreed"):
        approve_schedule(run=run, by=cast.approver)


def test_once_everybody_agrees_it_is_approved(cast: Cast, clock: Clock) -> None:
    run, ben = proposal_of_a_bystander(cast)
    ask_bystanders(run=run, by=cast.lead)
    question = run.proposals.get(change="bystander")
    answer_question(proposal=question, agrees=True, by=ben.application.candidate.person)
    approve_schedule(run=run, by=cast.approver)
    ben.refresh_from_db()
    assert (ben.starts_at, ben.sequence) == (question.starts_at, 2)


def proposal_of_a_bystander(cast: Cast) -> tuple[ScheduleRun, Interview]:
    """A proposal as a repair leaves it that makes room for Ann by moving Ben two hours."""
    talk = plan_round(cast)
    bea = interviewer(cast, "Bea")
    ben = booked(cast, "Ben", talk, 9)
    run = out(cast, interviewer(cast, "Ada"), with_bystanders=True)
    assert not run.proposals.exists()
    Proposal.objects.create(
        run=run,
        interview=ben,
        change="bystander",
        starts_at=tomorrow(11),
        ends_at=tomorrow(11) + timedelta(minutes=45),
        panel=[bea.pk],
        sequence=ben.sequence,
        old_starts_at=ben.starts_at,
        old_ends_at=ben.ends_at,
        old_panel=[bea.pk],
    )
    return run, ben


def test_an_interview_that_is_running_is_kept_and_shown(cast: Cast, clock: Clock, client: Client) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    ann = booked(cast, "Ann", talk, 9)
    booked(cast, "Ben", talk, 11)
    clock.now = tomorrow(9) + timedelta(minutes=20)
    run = out(cast, ada, away_from=clock.now)
    assert changes(run) == {"Ben": "lost"} and run.figures["running"] == [ann.pk]
    client.force_login(cast.lead)
    page = client.get(f"{PAGES}{run.pk}/").content.decode()
    assert "Running now" in page and "stays as it is" in page and "Ben" in page
    approve_schedule(run=run, by=cast.approver)
    ann.refresh_from_db()
    assert (ann.state, ann.sequence, panel(ann)) == ("booked", 1, {ada.pk})


def test_a_room_drops_out(cast: Cast, clock: Clock) -> None:
    cast.hangzhou.country = "XX"  # no holidays
    cast.hangzhou.save()
    talk = plan_round(cast, mode="onsite")
    hours = {"weekdays": [0, 1, 2, 3, 4, 5, 6], "opens": "08:00", "closes": "20:00"}
    first = Room.objects.create(intake=cast.intake, site=cast.hangzhou, name="A", **hours)
    interviewer(cast, "Ada")
    ann = invited(somebody(cast, "Ann"), talk)[0]
    Interview.objects.filter(pk=ann.pk).update(site=cast.hangzhou)
    ann.refresh_from_db()
    book(interview=ann, starts_at=tomorrow(9), by=ann.application.candidate.person)
    second = Room.objects.create(intake=cast.intake, site=cast.hangzhou, name="B", **hours)
    run = out(cast, room=first)
    assert changes(run) == {"Ann": "repanelled"} and RoomClosing.objects.count() == 1
    approve_schedule(run=run, by=cast.approver)
    ann.refresh_from_db()
    assert (ann.room, ann.starts_at) == (second, tomorrow(9))
    assert set(RoomSlot.objects.values_list("room", flat=True)) == {second.pk}


def test_who_moved_again_since_is_left_alone(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    ann = booked(cast, "Ann", talk, 9)
    interviewer(cast, "Bea", days=(1, 2))
    run = out(cast, ada)
    book(interview=ann, starts_at=tomorrow(15, 2), by=ann.application.candidate.person)
    approve_schedule(run=run, by=cast.approver)
    ann.refresh_from_db()
    assert (ann.starts_at, ann.sequence) == (tomorrow(15, 2), 2)


def test_the_drop_out_page(cast: Cast, clock: Clock, client: Client) -> None:
    ada = interviewer(cast, "Ada")
    client.force_login(cast.lead)
    page = f"{PAGES}drop-out/"
    assert "Ada" in client.get(page).content.decode()
    typed = {"person": ada.pk, "away_from": "2026-03-29T", "away_until": "x", "reason": "ill <b>"}
    kept = client.post(page, typed)
    assert kept.status_code == 422 and "ill &lt;b&gt;" in kept.content.decode()
    day = tomorrow(12).date()
    typed |= {"away_from": f"{day}T09:00", "away_until": f"{day}T08:00"}
    assert "after the beginning" in client.post(page, typed).content.decode()
    typed["away_until"] = f"{day}T18:00"
    both = Room.objects.create(
        intake=cast.intake, site=cast.hangzhou, name="A", weekdays=[0], opens="08:00", closes="20:00"
    )
    assert "not both" in client.post(page, {**typed, "room": both.pk}).content.decode()
    assert client.post(page, typed).status_code == 302
    absence = AwayTime.objects.get()
    assert (absence.starts_at, absence.ends_at) == (tomorrow(9), tomorrow(18))
    client.force_login(cast.recruiter)
    assert client.get(page).status_code == 404


def test_only_the_lead_writes_down_a_drop_out(cast: Cast, clock: Clock) -> None:
    ada = interviewer(cast, "Ada")
    for person in (cast.recruiter, cast.approver, cast.auditor, ada, cast.wei.person):
        with pytest.raises(Refused):
            drop_out(
                intake=cast.intake,
                person=ada,
                room=None,
                away_from=tomorrow(),
                away_until=tomorrow(days=2),
                zone="UTC",
                reason="",
                with_bystanders=False,
                by=person,
            )
    assert not AwayTime.objects.exists()

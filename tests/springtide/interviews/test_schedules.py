"""Schedules in bulk: what is read, what is proposed, who approves, and that nothing is booked twice."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions import schedules
from springtide.interviews.actions.approving import approve_schedule
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.schedules import compute_schedule, start_schedule, stop_schedule
from springtide.interviews.bridge.packing import Reading
from springtide.interviews.bridge.reading import Ground
from springtide.interviews.models import (
    Accommodation,
    BusySlot,
    FreeTime,
    Interview,
    Proposal,
    ScheduleDetails,
    ScheduleRun,
)
from springtide.interviews.seating import SeatNeed
from springtide.screening.models import Review
from tests.cast import Cast, staff
from tests.springtide.interviews.days import Clock
from tests.springtide.interviews.plans import (
    HOUR,
    interviewer,
    invited,
    plan_round,
    planned,
    seats,
    somebody,
    times,
    tomorrow,
)

PAGES = "/console/spring/interviews/schedules/"


def ground(cast: Cast, days: int = 5) -> Ground:
    return Ground(cast.intake, tomorrow(), tomorrow(days=1 + days))


def test_everybody_who_is_invited_gets_a_time_and_a_panel(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast, seats=seats(SeatNeed(skill="Python"), SeatNeed(language="fr", own=False)))
    ada = interviewer(cast, "Ada", skills=["python"])
    gao = interviewer(cast, "Gao", scope="spring/gaode", languages=["fr"])
    interviewer(cast, "Zed")  # knows neither
    for name in ("Ann", "Bo", "Cy"):
        invited(somebody(cast, name), talk)
    run = planned(cast)
    assert (run.state, run.error) == ("proposed", "")
    assert times(run) == {name: [("Round 1", "new")] for name in ("Ann", "Bo", "Cy")}
    assert {tuple(row.panel) for row in run.proposals.all()} == {(ada.pk, gao.pk)}
    starts = sorted(row.starts_at for row in run.proposals.all() if row.starts_at)
    assert all(b - a >= timedelta(minutes=60) for a, b in pairwise(starts))  # 45 and 15 between
    assert not Interview.objects.exclude(state="invited").exists()  # nothing is booked before somebody approves


def test_who_gets_no_time_is_told_why_and_what_lacks_is_said_in_words(cast: Cast, clock: Clock, client: Client) -> None:
    talk = plan_round(cast, seats=seats(SeatNeed(language="ar")))
    first = plan_round(cast, cast.gaode)
    interviewer(cast, "Gia", scope="spring/gaode", hours=(9, 10))
    for number in range(6):
        invited(somebody(cast, f"Ann{number}"), talk)
        invited(somebody(cast, f"Bo{number}", cast.maps), first)
    run = planned(cast)
    reasons = dict(
        run.proposals.filter(change="unplaced").values_list("interview__application__candidate__name", "reason")
    )
    assert {reasons[f"Ann{n}"] for n in range(6)} == {"nobody_can"}
    assert len([name for name in reasons if name.startswith("Bo")]) == 5  # one hour holds one of the six
    client.force_login(cast.lead)
    page = client.get(f"{PAGES}{run.pk}/").content.decode()
    assert "No interviewer can ever take a seat of this panel" in page and "Arabic" in page
    assert "panel-hours" in page and "in week " in page


def test_rounds_keep_their_order_and_their_gap(cast: Cast, clock: Clock) -> None:
    first, second = plan_round(cast), plan_round(cast, place=2, gap_minutes=90)
    interviewer(cast, "Ada"), interviewer(cast, "Bea")
    one, two = invited(somebody(cast, "Ann"), first, second)
    run = planned(cast)
    before, after = run.proposals.get(interview=one), run.proposals.get(interview=two)
    assert before.ends_at and after.starts_at and after.starts_at - before.ends_at >= timedelta(minutes=90)
    assert set(before.panel).isdisjoint(after.panel)  # nobody meets a candidate twice


def test_what_is_booked_stays_where_it_is(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada", hours=(9, 11))
    own = invited(somebody(cast, "Ann"), talk)[0]
    book(interview=own, starts_at=tomorrow(9), by=own.application.candidate.person)
    invited(somebody(cast, "Bo"), talk)
    run = planned(cast)
    assert [row.starts_at for row in run.proposals.all()] == [tomorrow(10)]  # 9:45 and a quarter of an hour between
    assert run.figures["pinned"] == 1
    approve_schedule(run=run, by=cast.approver)
    own.refresh_from_db()
    assert (own.starts_at, own.sequence) == (tomorrow(9), 1)
    assert BusySlot.objects.filter(person=ada).count() == 6


def test_the_limits_of_a_week_count_what_was_held_in_it(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada", per_week=1)
    past = invited(somebody(cast, "Ann"), talk)[0]
    past.state, past.starts_at, past.ends_at = "held", tomorrow(8, 0), tomorrow(8, 0) + HOUR
    past.save()
    past.panelists.create(person=ada, seat=1)
    invited(somebody(cast, "Bo"), talk)
    run = planned(cast)
    same_week = tomorrow(8, 0).isocalendar()[1] == tomorrow(9).isocalendar()[1]
    assert times(run)["Bo"] == [("Round 1", "unplaced" if same_week else "new")]


def test_two_divisions_that_invite_one_person_never_meet(cast: Cast, clock: Clock) -> None:
    here, there = plan_round(cast), plan_round(cast, cast.gaode)
    interviewer(cast, "Ada", days=(1, 2)), interviewer(cast, "Gia", days=(1, 2), scope="spring/gaode")
    both = somebody(cast, "Ann", cast.models, cast.maps)
    invited(both, here, there)
    run = planned(cast)
    days = {row.starts_at.date() for row in run.proposals.all() if row.starts_at}
    assert len(days) == 2 and run.figures["new"] == 2
    approve_schedule(run=run, by=cast.approver)
    assert BusySlot.objects.filter(person=both.candidate.person).count() == 6


def test_own_windows_zones_extra_minutes_and_recusals_are_read(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada, bea = interviewer(cast, "Ada"), interviewer(cast, "Bea")
    ann = somebody(cast, "Ann")
    ann.candidate.person.time_zone = "Europe/Paris"
    ann.candidate.person.save()
    FreeTime.objects.create(
        person=ann.candidate.person,
        intake=cast.intake,
        zone="Europe/Paris",
        starts_at=tomorrow(9),
        ends_at=tomorrow(18),
    )
    Accommodation.objects.create(application=ann, extra_minutes=30)
    Review.objects.create(
        application=ann, division=cast.cloud, reviewer=ada, rubric=talk.rubric, recusal="relative", state="recused"
    )
    invited(ann, talk)
    row = planned(cast).proposals.get()
    assert row.panel == [bea.pk] and row.starts_at and row.ends_at
    assert row.ends_at - row.starts_at == timedelta(minutes=75)
    assert row.starts_at >= tomorrow(14)  # eight in the morning in Paris is two or three in the afternoon here


def test_a_candidate_who_interviews_too_is_no_interviewer_here(cast: Cast, clock: Clock) -> None:
    ann = somebody(cast, "Ann")
    Membership.objects.create(person=ann.candidate.person, role="interviewer", scope="spring/cloud")
    invited(ann, plan_round(cast))
    problem = ground(cast).problem()
    assert str(ann.candidate.person_id) not in {one.id for one in problem.interviewers}


def test_what_is_kept_of_a_problem_is_the_problem(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast, seats=seats(SeatNeed(skill="Python", language="fr")), mode="onsite", room_features=["TV"])
    interviewer(cast, "Ada", skills=["python"], languages=["fr"])
    cast.hangzhou.rooms.create(
        intake=cast.intake, name="A", weekdays=[0, 1, 2, 3, 4, 5, 6], opens="09:00", closes="18:00", features=["tv"]
    )
    one = invited(somebody(cast, "Ann"), talk)[0]
    Interview.objects.filter(pk=one.pk).update(site=cast.hangzhou)
    reading = ground(cast).read()
    again = Reading.unpack(reading.pack())
    assert again == reading and again.digest(seed=1) == reading.digest(seed=1) != reading.digest(seed=2)


def test_reading_costs_the_same_for_few_and_many(
    cast: Cast, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talk = plan_round(cast)
    for number in range(3):
        interviewer(cast, f"I{number}")
        invited(somebody(cast, f"C{number}"), talk)
        if number != 1:
            with django_assert_num_queries(17):
                ground(cast).problem()


def test_two_runs_of_one_input_are_the_same_bytes_and_a_killed_one_goes_on(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada", days=(1, 2)), interviewer(cast, "Bea", days=(2, 3))
    for number in range(12):
        invited(somebody(cast, f"C{number}"), talk)

    def content(run: ScheduleRun) -> list[object]:
        rows = run.proposals.order_by("interview").values_list("interview", "change", "starts_at", "panel", "reason")
        return [run.inputs_hash, run.figures, *rows]

    whole = content(planned(cast))
    assert content(planned(cast)) == whole
    run = start_schedule(
        intake=cast.intake, name="Killed", begins_at=tomorrow(), ends_at=tomorrow(days=6), by=cast.lead
    )
    monkeypatch.setattr(schedules, "BATCH", 5)

    def killed(done: int, total: int) -> None:
        if Proposal.objects.filter(run=run).exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_schedule(run=run, step=killed)
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == ("running", 5)
    invited(somebody(cast, "Late"), talk)
    run_due()
    run.refresh_from_db()
    assert content(run) == whole


def test_approving_books_everything_and_writes_to_each_once(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada", days=(3,), link="https://meet.example/ada")
    everybody = [invited(somebody(cast, f"C{n}"), talk)[0] for n in range(3)]
    run = approve_schedule(run=planned(cast), by=cast.approver)
    assert (run.state, run.approved_by) == ("approved", cast.approver)
    for interview in everybody:
        interview.refresh_from_db()
        assert (interview.state, interview.sequence, interview.link) == ("booked", 1, "https://meet.example/ada")
    assert BusySlot.objects.count() == 2 * 3 * 3
    assert Entry.objects.filter(verb="interviews.book").count() == 3
    run_due(), run_due()
    Job.objects.filter(kind="interviews.tell_schedule").update(state="ready")  # told twice, written once
    run_due()
    letters = Letter.objects.filter(kind__startswith="interviews.booked")
    assert (
        letters.filter(kind="interviews.booked").count()
        == letters.filter(kind="interviews.booked_interviewer").count()
        == 3
    )
    assert Job.objects.filter(kind="interviews.remind").count() == 6  # a day and an hour before, each


def test_who_booked_or_withdrew_since_is_left_as_they_are(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada", days=(1, 2))
    own, gone, rest = (invited(somebody(cast, name), talk)[0] for name in ("Ann", "Bo", "Cy"))
    run = planned(cast)
    book(interview=own, starts_at=tomorrow(16, 2), by=own.application.candidate.person)
    cancel(interview=gone, by=cast.recruiter)
    approve_schedule(run=run, by=cast.approver)
    for interview in (own, gone, rest):
        interview.refresh_from_db()
    assert (own.starts_at, gone.state, rest.state) == (tomorrow(16, 2), "cancelled", "booked")


def test_what_has_become_impossible_since_is_refused_and_named(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada")
    one, two = (invited(somebody(cast, name), talk)[0] for name in ("Ann", "Bo"))
    run = planned(cast)
    FreeTime.objects.filter(person=ada).delete()
    with pytest.raises(Refused, match=r"2 of its times have become impossible.*Ann: somebody of the panel is not free"):
        approve_schedule(run=run, by=cast.approver)
    assert not Interview.objects.filter(state="booked").exists() and not BusySlot.objects.exists()
    run.refresh_from_db()
    assert run.state == "proposed" and {one.state, two.state} == {"invited"}


def test_a_time_taken_by_somebody_else_since_is_refused(cast: Cast, clock: Clock) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada", hours=(9, 10))
    one = invited(somebody(cast, "Ann"), talk)[0]
    run = planned(cast)
    assert run.proposals.get().change == "new"
    other = invited(somebody(cast, "Bo"), talk)[0]
    book(interview=other, starts_at=tomorrow(9), by=other.application.candidate.person)
    with pytest.raises(Refused, match="another interview then"):
        approve_schedule(run=run, by=cast.approver)
    one.refresh_from_db()
    assert one.state == "invited"


def test_a_proposal_whose_time_has_come_is_refused(cast: Cast, clock: Clock) -> None:
    interviewer(cast, "Ada", hours=(9, 10))
    invited(somebody(cast, "Ann"), plan_round(cast))
    run = planned(cast)
    clock.now = tomorrow(12)
    with pytest.raises(Refused, match="the time has come already"):
        approve_schedule(run=run, by=cast.approver)


def test_a_second_person_approves_and_types_the_number_of_many(
    cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("springtide.interviews.rules.TYPED_FROM", 2)
    talk = plan_round(cast)
    interviewer(cast, "Ada")
    for name in ("Ann", "Bo"):
        invited(somebody(cast, name), talk)
    run = planned(cast)
    for person in (cast.lead, cast.recruiter, cast.outsider, cast.auditor, cast.wei.person):
        with pytest.raises(Refused) as refused:
            approve_schedule(run=run, by=person, typed=2)
        assert refused.value.status == 403
    with pytest.raises(Refused, match="exactly as the page shows"):
        approve_schedule(run=run, by=cast.approver, typed=3)
    assert approve_schedule(run=run, by=cast.approver, typed=2).state == "approved"


def test_starting_and_stopping(cast: Cast, clock: Clock) -> None:
    span = {"begins_at": tomorrow(), "ends_at": tomorrow(days=3)}
    for person in (cast.approver, cast.recruiter, cast.auditor, cast.wei.person):
        with pytest.raises(Refused):
            start_schedule(intake=cast.intake, name="No", by=person, **span)
    for wrong, reason in (
        ({"begins_at": tomorrow(days=3), "ends_at": tomorrow()}, "after the first"),
        ({"begins_at": tomorrow(days=-1), "ends_at": tomorrow()}, "over or has begun"),
        ({"begins_at": tomorrow(), "ends_at": tomorrow(days=90)}, "at most 60 days"),
    ):
        with pytest.raises(Refused, match=reason):
            start_schedule(intake=cast.intake, name="No", by=cast.lead, **wrong)
    run = start_schedule(intake=cast.intake, name="Yes", by=cast.lead, **span)
    stop_schedule(run=run, by=cast.lead)
    run_due()
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == ("stopped", 0)


def test_nobody_to_schedule_is_a_result_too(cast: Cast, clock: Clock) -> None:
    run = planned(cast)
    assert (run.error, run.state) == ("", "proposed")
    assert run.figures["total"] == 0


def test_a_fault_ends_the_run_with_its_words(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(schedules, "solve", broken)
    run = planned(cast)
    assert (run.state, run.error) == ("failed", "MemoryError: no room")


def test_the_pages(cast: Cast, clock: Clock, client: Client) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada")
    for name in ("Ann", "Bo"):
        invited(somebody(cast, name), talk)
    client.force_login(cast.lead)
    typed = {"name": "", "first": tomorrow().date().isoformat(), "last": "2020-01-01"}
    kept = client.post(PAGES, typed)
    assert kept.status_code == 422 and "This field is required" in kept.content.decode()
    kept = client.post(PAGES, {**typed, "name": "Mine"})
    assert kept.status_code == 409 and "after the first" in kept.content.decode() and "Mine" in kept.content.decode()
    made = client.post(PAGES, {"name": "Mine", "first": tomorrow(12).date(), "last": tomorrow(12, 5).date()})
    assert made.status_code == 302
    page = made["Location"]
    assert "Reading people" in client.get(page).content.decode()
    assert "HX-Refresh" not in client.get(f"{page}progress/").headers
    run_due()
    assert client.get(f"{page}progress/")["HX-Refresh"] == "true"
    shown = client.get(page).content.decode()
    assert "Ann" in shown
    assert "Only an approver approves" in shown
    assert "Ann" not in client.get(f"{page}?q=bo&change=new").content.decode()
    assert client.get(f"{page}?q=%00&change=x&division=x&page=-1").status_code in (200, 400)
    assert "Ada" in client.get(f"{page}loads/").content.decode()
    client.force_login(cast.approver)
    assert "Mine" in client.get(f"{PAGES}waiting/").content.decode()
    assert client.post(f"{page}approve/").status_code == 302
    again = client.post(f"{page}approve/")
    assert again.status_code == 409 and "not possible" in again.content.decode()


def test_the_page_of_a_run_costs_the_same_for_few_and_many(
    cast: Cast, clock: Clock, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talk = plan_round(cast)
    interviewer(cast, "Ada", days=(1, 2))
    client.force_login(cast.lead)
    for number in range(3):
        invited(somebody(cast, f"C{number}"), talk)
        if number != 1:
            run = planned(cast)
            with django_assert_num_queries(12):
                client.get(f"{PAGES}{run.pk}/")
            assert ScheduleDetails.objects.filter(run=run).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_book_once(cast: Cast, clock: Clock) -> None:
    second = staff("Abe", Role.APPROVER, "spring")
    talk = plan_round(cast)
    interviewer(cast, "Ada")
    for name in ("Ann", "Bo", "Cy"):
        invited(somebody(cast, name), talk)
    run = planned(cast)
    gate = threading.Barrier(20)
    answers: list[str] = []

    def click(person: Person) -> None:
        try:
            gate.wait()
            approve_schedule(run=run, by=person)
            answers.append("approved")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=((cast.approver, second)[n % 2],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["approved", *["refused"] * 19]
    assert Entry.objects.filter(verb="interviews.schedule_approved").count() == 1
    assert set(Interview.objects.values_list("sequence", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_hundred_clicks_while_a_schedule_is_approved_book_nobody_twice(cast: Cast, clock: Clock) -> None:
    """One interviewer, one hour: the schedule wants it for one, twenty others click for it themselves."""
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada", hours=(9, 10))
    invited(somebody(cast, "Ann"), talk)
    run = planned(cast)
    others = [invited(somebody(cast, f"C{n}"), talk)[0] for n in range(20)]
    gate = threading.Barrier(21)

    def approve() -> None:
        try:
            gate.wait()
            approve_schedule(run=run, by=cast.approver)
        except Refused:
            pass
        finally:
            connection.close()

    def click(interview: Interview) -> None:
        try:
            gate.wait()
            for _again in range(10):
                try:
                    book(interview=interview, starts_at=tomorrow(9), by=interview.application.candidate.person)
                except Refused:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=approve), *(threading.Thread(target=click, args=(one,)) for one in others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Interview.objects.filter(state="booked").count() == 1
    assert BusySlot.objects.filter(person=ada).count() == 3

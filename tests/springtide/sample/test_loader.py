"""What the sample holds is what the doors would have let happen."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from springtide.allocation.models import Run
from springtide.applications.models import Application, Document, Preference
from springtide.applications.queries import findings_on, stored_entries
from springtide.applications.rules.eligibility import verdict
from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.journal.queries import verify_chain
from springtide.foundation.mail.models import Letter
from springtide.interviews.models import Attempt, Attendance, BusySlot, Interview, ScheduleRun, Scorecard, Sitting
from springtide.interviews.states import ATTENDANCE
from springtide.interviews.times import Window, in_daytime, quarters
from springtide.mentoring.models import Evaluation, Internship, Mentor, ReturnOffer, Task
from springtide.offers.models import Offer, Wave
from springtide.planning.models import Intake, Opening
from springtide.sample.loader import load_sample
from springtide.sample.shown import SHOWN
from springtide.screening.actions.standing import refresh_intake
from springtide.screening.models import Decision, Review, Standing
from springtide.screening.rules.totals import weighted_total

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = timezone.now()
PEOPLE = 500


def quiet(*_told: object) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module", autouse=True)
def season(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One load for all stories here, undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_sample(applications=PEOPLE, now=NOW, tell=quiet, papers=6)
        yield
        transaction.set_rollback(True)


def sent() -> list[Application]:
    return list(Application.objects.filter(submitted_at__isnull=False).select_related("intake", "candidate__person"))


def test_two_intakes_one_open_today_one_over() -> None:
    main, earlier = Intake.objects.get(slug="2026-spring"), Intake.objects.get(slug="2025-autumn")
    assert main.takes_applications(NOW)
    assert not earlier.takes_applications(NOW)
    assert Opening.objects.filter(position__intake=main).aggregate(n=Sum("seats"))["n"] >= 3000
    assert main.phases.filter(opens_at__lte=NOW).count() == 2


def test_as_many_applications_as_asked_for_in_mixed_states() -> None:
    assert Application.objects.count() == PEOPLE
    states = set(Application.objects.filter(intake__slug="2026-spring").values_list("state", flat=True))
    assert states >= {"draft", "submitted", "shortlisted", "rejected", "withdrawn"}


def test_ranks_have_no_holes_and_nothing_was_ranked_before_it_could_be_seen() -> None:
    for application in Application.objects.annotate(n=Count("preferences")).prefetch_related("preferences"):
        ranks = [preference.rank for preference in application.preferences.all()]
        assert ranks == list(range(1, len(ranks) + 1))
        assert 1 <= len(ranks) <= 6
    too_early = Preference.objects.filter(application__submitted_at__lt=F("division__phase__opens_at"))
    assert not too_early.exists()
    assert not Preference.objects.exclude(division=F("opening__position__division")).exists()


def test_eligibility_is_what_the_rules_find() -> None:
    for application in sent()[:60]:
        findings = findings_on(stored_entries(application), application.intake)
        assert application.findings == findings
        assert application.eligible == verdict(findings)


def test_nobody_sent_too_late_unnoticed() -> None:
    for application in sent():
        assert application.submitted_at is not None
        assert application.intake.opens_at <= application.submitted_at <= NOW
        late = application.submitted_at > application.intake.real_deadline
        assert late == (application.state == "late")


def test_the_journal_is_whole_and_tells_every_state() -> None:
    assert verify_chain().whole
    assert (
        not Entry.objects.filter(at__gt=NOW)
        .exclude(verb__startswith="screening.make_rubric")
        .filter(at__gt=timezone.now())
    )
    told: dict[int | None, str] = {}
    for about, data in (
        Entry.objects.filter(
            about_type="applications.application", verb__startswith="applications.", data__has_key="to"
        )
        .order_by("id")
        .values_list("about_id", "data")
    ):
        assert told.get(about, "draft") == data["from"]
        told[about] = data["to"]
    for pk, state in Application.objects.values_list("pk", "state"):
        assert told.get(pk, "draft") == state


def test_every_rejection_has_a_name_and_every_release_a_second_one() -> None:
    released = Decision.objects.filter(state="released").select_related("release")
    assert released.filter(verdict="reject").exists()
    for decision in released:
        assert decision.release is not None
        assert decision.decided_by_id != decision.release.released_by_id
        assert decision.decided_at < decision.release.released_at
    for application in Application.objects.filter(state="rejected").prefetch_related("preferences", "decisions"):
        ranked = {preference.division_id for preference in application.preferences.all()}
        refused = {d.division_id for d in application.decisions.all() if (d.verdict, d.state) == ("reject", "released")}
        assert ranked <= refused
    advanced = Decision.objects.filter(state="released", verdict="advance").values("application")
    assert not Application.objects.filter(state="shortlisted").exclude(pk__in=advanced).exists()


def test_nobody_was_judged_unread_unless_the_rules_spoke_against_them() -> None:
    for decision in Decision.objects.select_related("application"):
        read = Review.objects.filter(
            application=decision.application,
            division=decision.division,
            state="locked",
            locked_at__lte=decision.decided_at,
        )
        assert read.exists() or (decision.application.eligible is False and decision.category == "dates")


def test_decisions_and_reviews_are_by_those_who_may() -> None:
    held = {(m.person_id, m.role, m.scope) for m in Membership.objects.all()}
    for review in Review.objects.select_related("division__intake"):
        assert (review.reviewer_id, "reviewer", review.division.scope) in held
    for decision in Decision.objects.select_related("division__intake"):
        assert (decision.decided_by_id, "recruiter", decision.division.scope) in held


def test_totals_are_the_sums_of_their_points() -> None:
    for review in Review.objects.filter(state="locked").prefetch_related("scores__criterion", "rubric__criteria"):
        scores = [(score.points or 0, score.criterion.weight) for score in review.scores.all()]
        assert len(scores) == review.rubric.criteria.count()
        assert review.total == weighted_total(scores)
    for card in Scorecard.objects.filter(state="locked").prefetch_related("marks__criterion"):
        assert card.total == weighted_total((mark.points, mark.criterion.weight) for mark in card.marks.all())


def test_standings_are_what_they_would_be_computed_anew() -> None:
    rows = ("application", "division", "stage", "score", "spread")
    before = set(Standing.objects.values_list(*rows))
    for intake in Intake.objects.all():
        refresh_intake(intake=intake)
    assert set(Standing.objects.values_list(*rows)) == before
    assert {stage for _a, _d, stage, *_rest in before} >= {"unassigned", "reading", "scored", "decided", "released"}


def test_interviews_are_by_day_and_held_means_scored() -> None:
    timed = Interview.objects.filter(starts_at__isnull=False).select_related("application__candidate__person")
    assert {row.state for row in timed} >= {"booked", "held"}
    for row in timed:
        assert row.starts_at is not None
        assert row.ends_at is not None
        person = row.application.candidate.person
        assert in_daytime(Window(row.starts_at, row.ends_at), ZoneInfo(person.time_zone))
        busy = BusySlot.objects.filter(interview=row).values_list("person", "starts_at")
        slots = quarters(Window(row.starts_at, row.ends_at))
        panel = [panelist.person_id for panelist in row.panelists.all()]
        assert len(panel) == len(row.round.needs)
        assert sorted(busy) == sorted((pk, at) for pk in (person.pk, *panel) for at in slots)
        assert row.scorecards.filter(state="locked").count() == (len(panel) if row.state == "held" else 0)
        assert row.state != "held" or row.ends_at < NOW
    advanced = Q(application__decisions__verdict="advance", application__decisions__division=F("round__division"))
    assert not Interview.objects.exclude(advanced).exists()


def test_an_assessment_was_sat_in_its_sittings_and_nobody_without_a_seat() -> None:
    rows = list(Attempt.objects.select_related("sitting", "result"))
    assert {row.state for row in rows} == {"invited", "booked", "done", "missed"}
    for row in rows:
        assert (row.sitting is None) == (row.state == "invited")
        assert row.sitting is None or (row.seat is not None and row.seat <= row.sitting.seats)
        assert (row.state == "done") == hasattr(row, "result")
        if row.state == "done":
            assert row.sitting is not None and row.sitting.starts_at < row.result.finished_at < row.sitting.ends_at
    states = {sitting.runs_at(NOW) for sitting in Sitting.objects.all()}
    assert states == {True, False} and Sitting.objects.exclude(makeup_of=None).count() == 1
    told = dict(Entry.objects.filter(verb="interviews.book_sitting").values_list("about_id", "at"))
    assert all(told[row.pk] < row.sitting.starts_at for row in rows if row.sitting)


def test_resumes_were_read() -> None:
    assert Document.objects.filter(state="read").count() == 6
    for document in Document.objects.select_related("application__candidate__person", "file"):
        assert document.application.candidate.person.email in str(document.profile["emails"])
        assert document.application.resume_id == document.file_id
        assert document.previews.count() == 1


def test_everybody_can_be_signed_in_as() -> None:
    for role in ("lead", "approver", "recruiter", "reviewer", "interviewer", "mentor", "auditor"):
        assert Membership.objects.filter(person__email=f"{role}@springtide.example", role=role).count() == 2
    assert not Person.objects.exclude(email__regex=r"(example|example\.(org|com|net))$").exists()


def test_a_second_load_is_refused() -> None:
    with pytest.raises(CommandError, match="an intake here already"):
        call_command("load_sample")


def test_history_is_told_in_its_own_time() -> None:
    oldest = Entry.objects.filter(verb="applications.submit").order_by("at")[0]
    assert oldest.at < NOW - timedelta(days=200)
    application = Application.objects.filter(state="shortlisted")[0]
    assert application.submitted_at is not None
    assert application.created < application.submitted_at


def test_the_earlier_intake_went_all_the_way() -> None:
    states = set(Application.objects.filter(intake__slug="2025-autumn").values_list("state", flat=True))
    assert states >= {"accepted", "declined", "offered", "reserve", "rejected", "started", "finished"}
    assert set(Offer.objects.values_list("state", flat=True)) >= {"prepared", "sent", "accepted", "declined", "expired"}
    assert set(Internship.objects.values_list("state", flat=True)) >= {"preparing", "running", "finished"}
    assert Task.objects.filter(internship__state="preparing", done_at=None).exists()
    assert not Task.objects.filter(internship__state="finished", done_at=None).exists()
    assert set(ReturnOffer.objects.values_list("state", flat=True)) >= {"recommended", "approved", "refused"}


def test_no_seat_is_promised_twice() -> None:
    for opening in Opening.objects.filter(offers__isnull=False).distinct():
        told = opening.offers.filter(state__in=["sent", "accepted"]).count()
        assert told <= opening.seats
        taken = sorted(opening.taken_seats.values_list("number", flat=True))
        assert len(taken) == opening.offers.filter(state="accepted").count()
        assert all(1 <= number <= opening.seats for number in taken)


def test_the_published_allocation_was_proven_and_released_by_a_second_person() -> None:
    runs = list(Run.objects.filter(what_if=False))
    assert [run.state for run in runs] == ["published", "published"]
    for run in runs:
        assert run.proven
        assert run.published_by_id != run.started_by_id
    for wave in Wave.objects.filter(state="sent"):
        assert wave.sent_by_id != wave.prepared_by_id


def test_mentors_are_of_the_place_and_have_no_more_interns_than_they_may() -> None:
    for mentor in Mentor.objects.filter(internships__isnull=False).distinct():
        interns = mentor.internships.exclude(state="cancelled").select_related("offer__opening__position")
        assert interns.count() <= mentor.most
        assert mentor.site.jurisdiction != "fr" or mentor.most <= 3
        for intern in interns:
            assert intern.offer.opening.site_id == mentor.site_id
            assert intern.offer.opening.position.division_id == mentor.division_id
            assert intern.offer.state == "accepted"


def test_evaluations_add_up_and_return_offers_have_two_names() -> None:
    for row in Evaluation.objects.prefetch_related("grades__criterion"):
        assert row.total == weighted_total((grade.points, grade.criterion.weight) for grade in row.grades.all())
        assert row.by_id == row.internship.mentor.person_id if row.internship.mentor else False
    for back in ReturnOffer.objects.select_related("internship"):
        assert back.internship.state == "finished"
        assert back.internship.evaluations.filter(kind="final").exists()
        assert back.decided_by_id != back.recommended_by_id
        assert (back.decided_by_id is None) == (back.state in ("recommended", "advised_against"))


def test_only_what_was_asked_of_the_worker_is_left_and_letters_are_kept_not_sent() -> None:
    left = Job.objects.exclude(state="done").values_list("kind", flat=True)
    assert sorted(left) == ["allocation.run", "allocation.run", "interviews.schedule"]
    assert set(Letter.objects.values_list("state", flat=True)) == {"kept"}


def test_candidates_at_each_stage_have_plain_addresses() -> None:
    assert Person.objects.filter(email__in=SHOWN).count() == len(SHOWN)
    assert Internship.objects.filter(mentor__person__email="mentor@springtide.example", state="running").exists()


def test_today_stands_as_the_moves_allow() -> None:
    for row in Attendance.objects.prefetch_related("steps").select_related("interview", "arrival"):
        state = "expected"
        for step in row.steps.all():
            assert (step.source, step.at <= NOW) == (state, True)
            state = ATTENDANCE.target(step.verb, state)
        assert (row.state, row.interview.state) == (state, "booked")
        assert row.arrival is not None and row.board.is_on


def test_a_schedule_and_two_what_ifs_wait_for_the_worker() -> None:
    run_due()
    assert [schedule.state for schedule in ScheduleRun.objects.all()] == ["proposed"]
    assert ScheduleRun.objects.filter(figures__placed__gt=0).exists()
    asked = Run.objects.filter(what_if=True)
    assert {run.method for run in asked} == {"stable", "optimum"}
    assert all(run.state == "proposed" and run.proven and run.changes["targets"] for run in asked)
    assert any(aim["price"] for run in asked for aim in run.figures["targets"])

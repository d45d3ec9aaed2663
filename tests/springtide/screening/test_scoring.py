"""A reviewer reads: drafts, locks, hands back."""

import pytest

from springtide.applications.actions import move_application
from springtide.foundation.accounts.models import Membership
from springtide.foundation.steps.verdicts import Refused
from springtide.screening.actions.assigning import assign_in_bulk, assign_reviewer
from springtide.screening.actions.scoring import Found, Overtaken, lock_scores, recuse, save_scores
from springtide.screening.models import Review, Score, Standing
from springtide.screening.queries import readings_for, screening_scores
from tests.cast import Role, staff


def test_an_application_is_read_and_scored(room):
    application = room.applies("Zhou", room.cast.models, room.cast.maps)
    assert room.stage(application) == "unassigned"
    review = room.assigned(application)
    assert room.stage(application) == "reading" and room.stage(application, room.cast.gaode) == "unassigned"
    save_scores(review=review, found=room.found(5, 3), note="Clear.", version=1, by=room.cast.reviewer)
    locked = lock_scores(review=review, by=room.cast.reviewer)
    assert locked.total == 65  # 5 at weight 3, 3 at weights 3, 2, 1, 1: (12 + 14) of 40
    assert room.stage(application) == "scored"
    assert list(screening_scores(room.cast.intake)) == [(application.pk, room.cast.cloud.pk, 6500)]


def test_two_readings_have_a_mean_and_a_spread(room):
    second = staff("Rolf", Role.REVIEWER, "spring/cloud")
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    room.read(application, 2, reviewer=second)
    standing = Standing.objects.get()
    assert (standing.stage, standing.score, standing.spread) == ("scored", 6250, 75)
    assert list(screening_scores(room.cast.intake)) == [(application.pk, room.cast.cloud.pk, 6250)]


def test_blank_is_not_zero(room):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    save_scores(review=review, found=room.found(4, None), note="", version=None, by=room.cast.reviewer)
    with pytest.raises(Refused, match="4 criteria have no points"):
        lock_scores(review=review, by=room.cast.reviewer)
    assert Score.objects.filter(points=None, evidence="page 1").count() == 4, "what was typed is kept"
    assert Review.objects.get().total is None


@pytest.mark.parametrize("points", [0, 6, -1])
def test_points_out_of_range_are_refused(room, points):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    with pytest.raises(Refused, match="1 to 5"):
        save_scores(review=review, found=room.found(points), note="", version=None, by=room.cast.reviewer)
    assert not Score.objects.exists()


def test_locked_scores_do_not_change(room):
    review = room.read(room.applies("Zhou", room.cast.models), 5)
    with pytest.raises(Refused, match="Scored and locked"):
        save_scores(review=review, found=room.found(1), note="", version=None, by=room.cast.reviewer)
    with pytest.raises(Refused):
        lock_scores(review=review, by=room.cast.reviewer)
    with pytest.raises(Refused):
        recuse(review=review, reason="A friend", by=room.cast.reviewer)
    assert set(Score.objects.values_list("points", flat=True)) == {5}


def test_a_second_tab_overwrites_nothing(room):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    save_scores(review=review, found=room.found(5), note="first tab", version=1, by=room.cast.reviewer)
    with pytest.raises(Overtaken):
        save_scores(review=review, found=room.found(1), note="second tab", version=1, by=room.cast.reviewer)
    assert Review.objects.get().note == "first tab"


def test_only_the_person_asked_may_score(room):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    for other in (room.cast.recruiter, room.cast.lead, room.omar_reads):
        with pytest.raises(Refused) as refusal:
            save_scores(review=review, found={}, note="", version=None, by=other)
        assert refusal.value.status == 403


def test_a_criterion_of_another_rubric_is_refused(room):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    with pytest.raises(Refused, match="another rubric"):
        save_scores(review=review, found={999_999: Found(3)}, note="", version=None, by=room.cast.reviewer)


def test_nobody_reads_their_own_application(room):
    application = room.applies("Zhou", room.cast.models)
    Membership.objects.create(person=application.candidate.person, role=Role.REVIEWER, scope="spring/cloud")
    with pytest.raises(Refused, match="your own application"):
        assign_reviewer(
            applications=[application],
            division=room.cast.cloud,
            reviewer=application.candidate.person,
            by=room.cast.recruiter,
        )
    assign_in_bulk(division=room.cast.cloud, each=2, most=9, seed=1, by=room.cast.recruiter)
    assert [review.reviewer for review in Review.objects.all()] == [room.cast.reviewer]


def test_handed_back_stays_out(room):
    application = room.applies("Zhou", room.cast.models)
    review = room.assigned(application)
    with pytest.raises(Refused, match="reason in words"):
        recuse(review=review, reason=" \u200b ", by=room.cast.reviewer)
    recuse(review=review, reason="We studied together.", by=room.cast.reviewer)
    assert room.stage(application) == "unassigned" and not readings_for(room.cast.reviewer, room.cast.intake)
    with pytest.raises(Refused, match="stays out"):
        room.assigned(application)
    assert assign_in_bulk(division=room.cast.cloud, each=1, most=9, by=room.cast.recruiter).readings == 0


def test_words_about_the_person_are_asked_about_once(room):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    save_scores(review=review, found=room.found(4), note="Too old, pregnant", version=None, by=room.cast.reviewer)
    with pytest.raises(Refused, match="“pregnant”, “too old”"):
        lock_scores(review=review, by=room.cast.reviewer)
    assert lock_scores(review=review, meant=True, by=room.cast.reviewer).state == "locked"


def test_who_withdrew_is_not_read_any_more(room):
    application = room.applies("Zhou", room.cast.models)
    review = room.assigned(application)
    move_application(application=application, verb="withdraw", by=application.candidate.person)
    assert not readings_for(room.cast.reviewer, room.cast.intake)
    with pytest.raises(Refused, match="no longer being screened"):
        save_scores(review=review, found={}, note="", version=None, by=room.cast.reviewer)


def test_in_bulk_everybody_gets_readers_and_the_limit_holds(room):
    second = staff("Rolf", Role.REVIEWER, "spring/cloud")
    for number in range(7):
        room.applies(f"c{number}", room.cast.models)
    room.applies("maps", room.cast.maps)
    shared = assign_in_bulk(division=room.cast.cloud, each=2, most=5, seed=3, by=room.cast.recruiter)
    assert (shared.readings, shared.short) == (10, 2)
    assert {p: p.reviews.count() for p in (room.cast.reviewer, second)} == {room.cast.reviewer: 5, second: 5}
    again = assign_in_bulk(division=room.cast.cloud, each=2, most=7, seed=3, by=room.cast.recruiter)
    assert (again.readings, again.short) == (4, 0)


def test_only_the_divisions_recruiter_assigns(room):
    application = room.applies("Zhou", room.cast.models)
    for other in (room.cast.outsider, room.cast.reviewer, room.cast.approver):
        with pytest.raises(Refused) as refusal:
            assign_reviewer(applications=[application], division=room.cast.cloud, reviewer=room.cast.reviewer, by=other)
        assert refusal.value.status == 403
    with pytest.raises(Refused, match="no reviewer of this division"):
        assign_reviewer(
            applications=[application],
            division=room.cast.cloud,
            reviewer=room.cast.interviewer,
            by=room.cast.recruiter,
        )

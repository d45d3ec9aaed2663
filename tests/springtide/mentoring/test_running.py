"""From the tasks before arrival to the return offer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.mentoring.actions.arriving import planned_tasks, tasks_for, tick_task
from springtide.mentoring.actions.evaluating import note_check_in, rubric_for, send_evaluation
from springtide.mentoring.actions.moving import finish_internship, start_internship
from springtide.mentoring.actions.returning import decide_return, recommend_return
from springtide.mentoring.models import Internship, Mentor, ReturnOffer
from springtide.mentoring.queries import starting_soon, to_decide, to_evaluate, with_tasks_overdue
from tests.cast import Cast
from tests.springtide.mentoring.conftest import House

START, TODAY = date(2026, 7, 1), date(2026, 4, 1)


def slugs(country: str) -> set[str]:
    return {task["slug"] for task, _due in tasks_for(country, START, TODAY)}


def test_every_country_has_its_own_tasks_and_those_of_everybody() -> None:
    assert "fr-three-party-agreement" in slugs("FR") and "ae-no-objection" in slugs("AE") and "ae-permit" in slugs("AE")
    assert slugs("DE") == {task["slug"] for task in planned_tasks() if not task["countries"]} < slugs("CN")
    assert all(set(task["names"]) == {"en", "zh-hans", "fr", "ar"} for task in planned_tasks())


@pytest.mark.parametrize(
    ("start", "today", "due"),
    [
        (date(2026, 7, 1), date(2026, 4, 1), date(2026, 6, 1)),
        (date(2026, 4, 20), date(2026, 4, 1), date(2026, 4, 4)),
        (date(2026, 4, 2), date(2026, 4, 1), date(2026, 4, 2)),
        (date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_nothing_is_due_before_it_is_asked_or_after_the_start(start: date, today: date, due: date) -> None:
    assert {task["slug"]: day for task, day in tasks_for("CN", start, today)}["documents"] == due


def test_the_intern_ticks_what_is_done_and_may_take_it_back(house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.intern(cast.wei)
    task = internship.tasks.get(slug="documents")
    tick_task(task=task, done=True, by=cast.wei.person)
    task.refresh_from_db()
    assert task.done_by == cast.wei.person and task.done_at is not None
    tick_task(task=task, done=False, by=cast.mentor)
    task.refresh_from_db()
    assert task.done_at is None
    for stranger in (cast.lina.person, cast.outsider, cast.approver):
        with pytest.raises(Refused) as refused:
            tick_task(task=task, done=True, by=stranger)
        assert refused.value.status == 403


def test_the_intern_is_told_in_their_language_what_to_do_before(house: House, cast: Cast, mei: Mentor) -> None:
    cast.wei.person.language = "zh-hans"
    cast.wei.person.save()
    house.intern(cast.wei)
    letter = Letter.objects.get(kind="mentoring.welcome")
    assert "提交身份证件复印件和在读证明" in letter.body and mei.person.email in letter.body
    assert letter.body.count("\n- ") == 6 and "/me/spring/internship/" in letter.body


def test_the_mentor_starts_and_finishes_and_the_application_goes_along(house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.intern()
    with pytest.raises(Refused) as refused:
        start_internship(internship=internship, by=cast.outsider)
    assert refused.value.status == 403
    start_internship(internship=internship, by=cast.mentor)
    application = internship.offer.application
    application.refresh_from_db()
    assert application.state == "started"
    with pytest.raises(Refused, match="not possible"):
        start_internship(internship=internship, by=cast.mentor)
    finish_internship(internship=internship, by=cast.recruiter)
    application.refresh_from_db()
    internship.refresh_from_db()
    assert application.state == "finished" and internship.finished_at is not None


def test_talks_are_noted_by_the_mentor_while_it_runs(house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.intern()
    talk = {"held_on": timezone.now().date() - timedelta(days=1), "note": "Goes well.", "going_well": 4}
    with pytest.raises(Refused, match="Confirm the start"):
        note_check_in(internship=internship, by=cast.mentor, **talk)  # type: ignore[arg-type]
    start_internship(internship=internship, by=cast.mentor)
    note_check_in(internship=internship, by=cast.mentor, **talk)  # type: ignore[arg-type]
    assert internship.check_ins.get().going_well == 4
    with pytest.raises(Refused, match="not taken place"):
        tomorrow = timezone.now().date() + timedelta(days=2)
        note_check_in(internship=internship, by=cast.mentor, **(talk | {"held_on": tomorrow}))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        note_check_in(internship=internship, by=cast.recruiter, **talk)  # type: ignore[arg-type]


def test_an_evaluation_is_complete_weighted_and_stays(house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.running()
    criteria = list(rubric_for(cast.intake).criteria.all())
    assert [c.weight for c in criteria] == [3, 2, 2, 2]
    points = {c.pk: 3 for c in criteria} | {criteria[0].pk: 5}
    with pytest.raises(Refused, match="Every criterion"):
        send_evaluation(
            internship=internship, kind="midterm", points={criteria[0].pk: 5}, summary="Good.", by=cast.mentor
        )
    sent = send_evaluation(internship=internship, kind="midterm", points=points, summary="Good.", by=cast.mentor)
    assert sent.total == 67  # (3·4 + 2·2 + 2·2 + 2·2) of 36
    with pytest.raises(Refused, match="stays as it is"):
        send_evaluation(internship=internship, kind="midterm", points=points, summary="Better.", by=cast.mentor)
    assert rubric_for(cast.intake).pk == sent.grades.first().criterion.rubric_id  # type: ignore[union-attr]


def test_a_recommendation_rests_on_the_final_evaluation(house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.running()
    with pytest.raises(Refused, match="final evaluation first"):
        recommend_return(internship=internship, recommended=True, reason="Excellent.", by=cast.mentor)
    house.evaluate(internship, "final", 5)
    assert recommend_return(internship=internship, recommended=True, reason="Excellent.", by=cast.mentor).state == (
        "recommended"
    )
    with pytest.raises(Refused, match="already"):
        recommend_return(internship=internship, recommended=False, reason="No.", by=cast.mentor)


def test_an_approver_who_is_not_the_mentor_decides_and_the_intern_is_told_once(
    house: House, cast: Cast, mei: Mentor
) -> None:
    internship = house.evaluated(cast.wei)
    found = recommend_return(internship=internship, recommended=False, reason="Not yet.", by=cast.mentor)
    with pytest.raises(Refused) as refused:
        decide_return(return_offer=found, verb="approve", reason="Yes.", by=cast.recruiter)
    assert refused.value.status == 403
    with pytest.raises(Refused, match="reason"):
        decide_return(return_offer=found, verb="approve", reason="", by=cast.approver)
    decide_return(return_offer=found, verb="approve", reason="The mid-term says otherwise.", by=cast.approver)
    with pytest.raises(Refused, match="not possible"):
        decide_return(return_offer=found, verb="refuse", reason="Second thoughts.", by=cast.approver)
    letters = Letter.objects.filter(to=cast.wei.person.email, kind__startswith="mentoring.return")
    assert [letter.kind for letter in letters] == ["mentoring.return_approved"]
    assert "come back" in letters[0].subject and "otherwise" not in letters[0].body
    assert Entry.objects.filter(verb="mentoring.return_approved", actor=cast.approver).exists()


def test_an_approver_who_mentors_does_not_decide_about_their_own(house: House, cast: Cast) -> None:
    house.mentor("", person=cast.approver)
    internship = house.evaluated()
    found = recommend_return(internship=internship, recommended=True, reason="Excellent.", by=cast.approver)
    assert list(to_decide(cast.approver, cast.intake)) == []
    with pytest.raises(Refused, match="somebody else"):
        decide_return(return_offer=found, verb="approve", reason="Mine.", by=cast.approver)
    assert ReturnOffer.objects.get().state == "recommended"


def test_what_waits_for_a_mentor(house: House, mei: Mentor) -> None:
    today, all_of_them = timezone.now().date(), Internship.objects.all()
    internship = house.intern()
    assert not starting_soon(all_of_them, today).exists() and not with_tasks_overdue(all_of_them, today).exists()
    house.set_start(internship, 10)
    assert starting_soon(all_of_them, today).exists()
    internship.tasks.update(due_on=today - timedelta(days=1))
    assert with_tasks_overdue(all_of_them, today).exists()
    start_internship(internship=internship, by=mei.person)
    assert not to_evaluate(all_of_them, today).exists()
    house.set_start(internship, -45)
    assert to_evaluate(all_of_them, today).exists()
    house.evaluate(internship, "midterm", 3)
    assert not to_evaluate(all_of_them, today).exists()
    house.set_start(internship, -80)
    assert to_evaluate(all_of_them, today).exists()
    house.evaluate(internship, "final", 3)
    assert not to_evaluate(all_of_them, today).exists()

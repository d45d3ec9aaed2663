"""Scorecards stay apart until all are locked; then they are compared, and nothing changes any more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.booking import book
from springtide.interviews.actions.inviting import invite
from springtide.interviews.actions.scoring import Heard, close_scoring, lock_scorecard, note_debrief, save_marks
from springtide.interviews.models import Debrief, Interview
from springtide.interviews.queries import interview_scores, waiting_scorecards
from tests.cast import Cast
from tests.springtide.interviews.scenes import TwoSeats, free, noon, two_seats


@pytest.fixture
def two(cast: Cast) -> TwoSeats:
    made = two_seats(cast)
    for person in made.panel:
        free(person, cast)
    return made


@pytest.fixture
def begun(cast: Cast, two: TwoSeats) -> Interview:
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    [talk] = invite(applications=[application], round=two.round, by=cast.recruiter)
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    hour = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(pk=talk.pk).update(starts_at=hour, ends_at=hour + timedelta(minutes=45))
    return Interview.objects.get(pk=talk.pk)


def marks(interview: Interview, by: Person, *points: int) -> None:
    questions = interview.round.rubric.criteria.all()
    heard = {q.pk: Heard(p, f"{by.name} heard this") for q, p in zip(questions, points, strict=True)}
    save_marks(interview=interview, heard=heard, note=f"Note of {by.name}", by=by)


def locks(interview: Interview, by: Person, *points: int) -> None:
    marks(interview, by, *points)
    lock_scorecard(interview=interview, by=by)


def test_nobody_sees_the_others_marks_before_all_are_locked(
    cast: Cast, two: TwoSeats, begun: Interview, client: Client
) -> None:
    locks(begun, two.ines, 5, 1)
    marks(begun, two.gao, 2, 2)
    pages = [f"/console/spring/interviews/{begun.pk}/", f"/console/spring/interviews/{begun.pk}/debrief/"]
    for person in (two.gao, cast.recruiter, cast.lead, cast.approver):
        client.force_login(person)
        for page in pages:
            shown = client.get(page).content.decode()
            assert "Ines heard this" not in shown and "Note of Ines" not in shown
    lock_scorecard(interview=begun, by=two.gao)
    for person in (two.gao, cast.recruiter, cast.lead, cast.approver):
        client.force_login(person)
        shown = client.get(pages[1]).content.decode()
        assert "Ines heard this" in shown and "Gao heard this" in shown
        assert shown.index("Ines heard") < shown.index("Gao heard")  # in the order of the seats
        assert 'tone-warning">3<' in shown  # five and two lie three apart


def test_the_score_is_the_mean_of_the_locked_totals(cast: Cast, two: TwoSeats, begun: Interview) -> None:
    locks(begun, two.ines, 5, 1)  # (3 × 100 + 1 × 0) / 4
    locks(begun, two.gao, 3, 3)
    assert list(interview_scores(cast.intake)) == [(begun.application_id, cast.cloud.pk, 6250)]


def test_each_panelist_waits_for_their_own_card_only(cast: Cast, two: TwoSeats, begun: Interview) -> None:
    locks(begun, two.ines, 5, 1)
    assert not waiting_scorecards(two.ines, cast.intake) and waiting_scorecards(two.gao, cast.intake).count() == 1


def test_a_recruiter_begins_without_somebody_by_saying_why(cast: Cast, two: TwoSeats, begun: Interview) -> None:
    locks(begun, two.ines, 5, 1)
    marks(begun, two.gao, 2, 2)
    for by, reason in ((cast.outsider, "Gao is ill"), (two.ines, "I want to see"), (cast.recruiter, " \u200b ")):
        with pytest.raises(Refused):
            close_scoring(interview=begun, reason=reason, by=by)
    close_scoring(interview=begun, reason="Gao is ill", by=cast.recruiter)
    assert Entry.objects.get(verb="interviews.close_scoring").actor_id == cast.recruiter.pk
    with pytest.raises(Refused, match="no longer change"):
        lock_scorecard(interview=begun, by=two.gao)
    with pytest.raises(Refused, match="no longer change"):
        marks(begun, two.gao, 4, 4)
    assert not waiting_scorecards(two.gao, cast.intake)
    with pytest.raises(Refused):
        close_scoring(interview=begun, reason="again", by=cast.recruiter)


def test_the_note_follows_the_cards(cast: Cast, two: TwoSeats, begun: Interview, client: Client) -> None:
    page = f"/console/spring/interviews/{begun.pk}/debrief/"
    with pytest.raises(Refused, match="every panelist"):
        note_debrief(interview=begun, note="We want them", by=cast.recruiter)
    locks(begun, two.ines, 5, 1)
    locks(begun, two.gao, 2, 2)
    client.force_login(two.ines)
    assert client.post(page, {"note": "mine"}).status_code == 404
    client.force_login(cast.recruiter)
    assert client.post(page, {"note": "We want them <b>"}).status_code == 302
    assert "We want them &lt;b&gt;" in client.get(page).content.decode()
    client.force_login(two.gao)
    assert "We want them" in client.get(page).content.decode()
    assert Debrief.objects.get().reason == ""


def test_an_interview_nobody_held_has_no_debrief(cast: Cast, two: TwoSeats, begun: Interview) -> None:
    Interview.objects.filter(pk=begun.pk).update(state="missed")
    with pytest.raises(Refused, match="not held"):
        close_scoring(interview=begun, reason="x", by=cast.recruiter)


def test_the_debrief_page_closes_too(cast: Cast, two: TwoSeats, begun: Interview, client: Client) -> None:
    client.force_login(cast.recruiter)
    page = f"/console/spring/interviews/{begun.pk}/debrief/"
    assert "Gao" in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Both left the company"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Both left the company" in shown and "Missing:" in shown

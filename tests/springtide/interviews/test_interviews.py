"""From invitation to locked scorecard; nobody is booked twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.booking import book, cancel
from springtide.interviews.actions.inviting import invite, reinvite
from springtide.interviews.actions.rounds import open_round
from springtide.interviews.actions.scoring import Heard, lock_scorecard, mark_missed, save_marks
from springtide.interviews.models import BusySlot, Interview, Round
from springtide.interviews.queries import interview_scores, open_starts
from tests.cast import Cast
from tests.springtide.interviews.scenes import free, noon, questions


@pytest.fixture
def first(cast: Cast) -> Round:
    return open_round(
        division=cast.cloud, names={"en": "First talk"}, minutes=45, rubric=questions(cast), by=cast.recruiter
    )


@pytest.fixture
def talk(cast: Cast, first: Round) -> Interview:
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    free(cast.interviewer, cast)
    return invite(applications=[application], round=first, by=cast.recruiter)[0]


@pytest.fixture
def begun(cast: Cast, talk: Interview) -> Interview:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    hour = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(pk=talk.pk).update(starts_at=hour, ends_at=hour + timedelta(minutes=45))
    talk.refresh_from_db()
    return talk


def test_a_candidate_chooses_one_of_the_common_times(cast: Cast, talk: Interview) -> None:
    starts = list(open_starts(talk))
    assert starts[0] == noon() and len(starts) == 6
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    talk.refresh_from_db()
    assert (talk.state, talk.panel.get(), talk.sequence) == ("booked", cast.interviewer, 1)
    assert {letter.to for letter in Letter.objects.filter(kind__startswith="interviews.booked")} == {
        cast.wei.person.email,
        cast.interviewer.email,
    }


def test_the_calendar_event_moves_and_vanishes_by_uid_and_sequence(cast: Cast, talk: Interview) -> None:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    book(interview=talk, starts_at=noon() + timedelta(hours=1), by=cast.wei.person)
    cancel(interview=talk, by=cast.wei.person)
    letters = Letter.objects.filter(to=cast.wei.person.email, attachments__isnull=False).order_by("id")
    sent = [Calendar.from_ical(bytes(letter.attachments.get().content)) for letter in letters]
    events = [calendar.walk("VEVENT")[0] for calendar in sent]
    assert [str(calendar["METHOD"]) for calendar in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [1, 2, 3]
    assert events[0].decoded("DTSTART") == noon()


def test_a_repeated_click_books_once_and_writes_once(cast: Cast, talk: Interview) -> None:
    for _click in range(3):
        book(interview=talk, starts_at=noon(), by=cast.wei.person)
    talk.refresh_from_db()
    assert talk.sequence == 1
    assert Letter.objects.filter(kind="interviews.booked").count() == 1


def test_a_taken_time_is_refused_and_named(cast: Cast, talk: Interview, first: Round) -> None:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    other = cast.application(cast.lina, cast.portal, state="shortlisted")
    second = invite(applications=[other], round=first, by=cast.recruiter)[0]
    assert noon() not in open_starts(second) and noon() + timedelta(minutes=30) not in open_starts(second)
    with pytest.raises(Refused, match="just been taken"):
        book(interview=second, starts_at=noon() + timedelta(minutes=30), by=cast.lina.person)


def test_the_database_itself_refuses_double_booking(cast: Cast, talk: Interview) -> None:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        BusySlot.objects.create(person=cast.interviewer, starts_at=noon(), interview=talk)


def test_work_goes_to_the_interviewer_with_the_fewest(cast: Cast, talk: Interview, first: Round) -> None:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    idle = Person.objects.create_user("ivo@springtide.example", name="Ivo")
    Membership.objects.create(person=idle, role="interviewer", scope="spring/cloud")
    free(idle, cast)
    other = cast.application(cast.lina, cast.models, state="shortlisted")
    second = invite(applications=[other], round=first, by=cast.recruiter)[0]
    assert book(interview=second, starts_at=noon(), by=cast.lina.person).panel.get() == idle


def test_nobody_interviews_themselves(cast: Cast, first: Round) -> None:
    Membership.objects.create(person=cast.wei.person, role="interviewer", scope="spring/cloud")
    free(cast.wei.person, cast)
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    talk = invite(applications=[application], round=first, by=cast.recruiter)[0]
    assert open_starts(talk) == {}


def test_own_windows_narrow_the_choice_and_night_is_no_choice(cast: Cast, talk: Interview) -> None:
    cast.wei.person.time_zone = "Europe/Paris"  # noon in Hangzhou is before dawn in Paris
    cast.wei.person.save()
    assert list(open_starts(Interview.objects.get(pk=talk.pk))) == []
    cast.wei.person.time_zone = "Asia/Shanghai"
    cast.wei.person.save()
    free(cast.wei.person, cast, hours=1)
    assert list(open_starts(Interview.objects.get(pk=talk.pk))) == [noon(), noon() + timedelta(minutes=15)]


def test_only_shortlisted_people_of_the_division_are_invited(cast: Cast, first: Round) -> None:
    submitted = cast.application(cast.wei, cast.models)
    elsewhere = cast.application(cast.lina, cast.maps, state="shortlisted")
    for application, reason in ((submitted, "Only shortlisted"), (elsewhere, "does not rank")):
        with pytest.raises(Refused, match=reason):
            invite(applications=[application], round=first, by=cast.recruiter)
    assert not Interview.objects.exists()


def test_marks_are_complete_locked_and_handed_to_allocation(cast: Cast, begun: Interview) -> None:
    questions = [c.pk for c in begun.round.rubric.criteria.all()]
    save_marks(interview=begun, heard={questions[0]: Heard(5, "explained it")}, note="", by=cast.interviewer)
    with pytest.raises(Refused, match="Blank is not zero"):
        lock_scorecard(interview=begun, by=cast.interviewer)
    save_marks(interview=begun, heard={questions[1]: Heard(1)}, note="calm", by=cast.interviewer)
    assert lock_scorecard(interview=begun, by=cast.interviewer).total == 75
    with pytest.raises(Refused, match="not possible"):
        save_marks(interview=begun, heard={questions[1]: Heard(5)}, note="", by=cast.interviewer)
    assert list(interview_scores(cast.intake)) == [(begun.application_id, cast.cloud.pk, 7500)]
    begun.refresh_from_db()
    assert begun.state == "held"


@pytest.mark.parametrize("points", [0, 6, -1, 2**31])
def test_i60_points_out_of_range_are_refused(cast: Cast, begun: Interview, points: int) -> None:
    question = begun.round.rubric.criteria.first()
    assert question
    with pytest.raises(Refused, match="1 to 5"):
        save_marks(interview=begun, heard={question.pk: Heard(points)}, note="", by=cast.interviewer)


def test_somebody_who_did_not_come_may_be_invited_again(cast: Cast, begun: Interview) -> None:
    mark_missed(interview=begun, by=cast.interviewer)
    again = reinvite(interview=begun, by=cast.recruiter)
    assert (again.state, again.starts_at) == ("invited", None)


def test_i44_nothing_is_scored_before_it_began_nor_moved_after(cast: Cast, talk: Interview) -> None:
    book(interview=talk, starts_at=noon(), by=cast.wei.person)
    with pytest.raises(Refused, match="not begun"):
        lock_scorecard(interview=talk, by=cast.interviewer)
    past = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(pk=talk.pk).update(starts_at=past, ends_at=past + timedelta(minutes=45))
    with pytest.raises(Refused, match="already begun"):
        cancel(interview=Interview.objects.get(pk=talk.pk), by=cast.wei.person)


Act = Callable[[Cast, Interview], object]


@pytest.mark.parametrize(
    "act",
    [
        lambda c, t: book(interview=t, starts_at=noon(), by=c.lina.person),
        lambda c, t: book(interview=t, starts_at=noon(), by=c.outsider),
        lambda c, t: cancel(interview=t, by=c.outsider),
        lambda c, t: invite(applications=[t.application], round=t.round, by=c.reviewer),
        lambda c, t: lock_scorecard(interview=t, by=c.recruiter),
    ],
)
def test_others_may_not(cast: Cast, talk: Interview, act: Act) -> None:
    with pytest.raises(Refused) as refused:
        act(cast, talk)
    assert refused.value.status == 403


def test_i41_others_do_not_see_that_there_is_an_interview(cast: Cast, talk: Interview, client: Client) -> None:
    pages = [f"/console/spring/interviews/{talk.pk}/", f"/console/spring/interviews/{talk.pk}/time/"]
    for person in (cast.outsider, cast.mentor, cast.reviewer, cast.lina.person):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.get(f"/me/spring/interviews/{talk.pk}/").status_code == 404
        assert client.post(f"/me/spring/interviews/{talk.pk}/cancel/").status_code == 404


def test_the_candidates_pages(cast: Cast, talk: Interview, client: Client) -> None:
    client.force_login(cast.wei.person)
    assert "Choose a time" in client.get("/me/spring/interviews/").content.decode()
    page = f"/me/spring/interviews/{talk.pk}/"
    assert "12:00" in client.get(page).content.decode()
    assert client.post(page, {"starts_at": noon().isoformat()}).status_code == 302
    assert "Booked" in client.get("/me/spring/interviews/").content.decode()
    taken = client.post(page, {"starts_at": (noon() + timedelta(days=40)).isoformat()})
    assert taken.status_code == 409 and "just been taken" in taken.content.decode()
    kept = client.post(
        "/me/spring/interviews/free-time/", {"starts_at": "2026-03-29T02:30", "ends_at": "", "zone": "Europe/Paris"}
    )
    assert kept.status_code == 422
    assert "clocks change" in kept.content.decode() and "2026-03-29T02:30" in kept.content.decode()


def test_the_interviewers_pages(cast: Cast, begun: Interview, client: Client) -> None:
    client.force_login(cast.interviewer)
    page = f"/console/spring/interviews/{begun.pk}/"
    panel = client.get("/console/spring/interviews-panel/").content.decode()
    assert "Scorecards to lock" in panel and "Nothing is booked with you" in panel  # what is over comes up no more
    questions = list(begun.round.rubric.criteria.all())
    half = client.post(page, {f"points_{questions[0].pk}": "4", "note": "kept", "lock": "1"})
    assert half.status_code == 422 and "kept" in half.content.decode()
    assert client.post(page, {f"points_{q.pk}": "4" for q in questions} | {"lock": "1"}).status_code == 302
    assert "75" in client.get(page).content.decode()


def test_the_recruiters_pages(cast: Cast, talk: Interview, client: Client) -> None:
    client.force_login(cast.recruiter)
    for page in (
        "",
        "rounds/",
        "rounds/new/",
        f"rounds/{talk.round_id}/",
        f"rounds/{talk.round_id}/invite/",
        f"{talk.pk}/",
        f"{talk.pk}/time/",
        "free-time/",
    ):
        assert client.get(f"/console/spring/interviews/{page}").status_code == 200, page
    assert (
        client.post(f"/console/spring/interviews/{talk.pk}/time/", {"starts_at": noon().isoformat()}).status_code == 302
    )
    talk.refresh_from_db()
    assert talk.state == "booked"


def test_the_list_costs_the_same_for_few_and_many(
    cast: Cast, first: Round, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    client.force_login(cast.recruiter)
    for number in range(3):
        application = cast.application(cast.candidate(f"C{number}"), cast.models, state="shortlisted")
        invite(applications=[application], round=first, by=cast.recruiter)
        if number != 1:
            with django_assert_num_queries(8):
                client.get("/console/spring/interviews/")

"""From an invitation to a seat in a sitting, and back; nobody is rejected by not coming."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from springtide.applications.actions import withdraw_application
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.assessments import add_sitting, call_off, change_sitting, save_assessment
from springtide.interviews.actions.attempts import cancel_attempt, invite_to, miss_sitting, reinvite_to
from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.interviews.queries.assessments import invitable_to, open_sittings
from springtide.interviews.tasks.sittings import close_sittings
from tests.cast import Cast
from tests.springtide.interviews.sitting_scenes import (
    begin,
    book,
    handed,
    invited,
    noon,
    reasoning,
    shortlisted,
    sitting,
    with_provider,
)


@pytest.fixture(autouse=True)
def provider(settings) -> None:
    settings.ASSESSMENT_PROVIDERS = with_provider()


@pytest.fixture
def test(cast: Cast) -> Assessment:
    return reasoning(cast)


@pytest.fixture
def wei(cast: Cast, test: Assessment) -> Attempt:
    return invited(cast, test, shortlisted(cast, cast.wei))


class Nothing:
    """A progress nobody watches."""

    def step(self, done: int, total: int) -> None: ...


def kinds(attempt: Attempt) -> list[str]:
    rows = Letter.objects.filter(person=attempt.application.candidate.person, kind__startswith="interviews.assessment")
    return [kind.rpartition("_")[2] for kind in rows.order_by("id").values_list("kind", flat=True)]


def test_people_are_invited_in_bulk_and_told_by_job(cast: Cast, test: Assessment) -> None:
    people = [shortlisted(cast, name) for name in ("Ann", "Bo", "Cy")]
    made = invite_to(applications=people, assessment=test, division=cast.cloud, by=cast.recruiter)
    assert len(made) == 3 and not Letter.objects.exists()
    run_due()
    assert Letter.objects.filter(kind="interviews.assessment_invited").count() == 3
    assert not invite_to(applications=people, assessment=test, division=cast.cloud, by=cast.recruiter)
    assert Entry.objects.filter(verb="interviews.invite_to_assessment").count() == 3


def test_only_shortlisted_people_who_rank_the_division_in_a_valid_family_are_invitable(cast: Cast) -> None:
    test = save_assessment(
        intake=cast.intake,
        names={"en": "For machine learning"},
        minutes=30,
        provider="codeval",
        divisions=[cast.cloud],
        families=[cast.ai],
        by=cast.lead,
    )
    right = shortlisted(cast, "Right", cast.models)
    shortlisted(cast, "OtherFamily", cast.portal)
    shortlisted(cast, "OtherDivision", cast.maps)
    cast.application(cast.wei, cast.models)  # not shortlisted
    assert list(invitable_to(cast.recruiter, test, cast.cloud)) == [right]


def test_a_seat_is_taken_moved_and_given_back(cast: Cast, test: Assessment, wei: Attempt) -> None:
    first, second = sitting(cast, test, days=3), sitting(cast, test, days=4)
    assert [s.pk for s in open_sittings(wei, timezone.now())] == [first.pk, second.pk]
    got = book(wei, first)
    assert (got.state, got.sitting, got.seat, got.sequence) == ("booked", first, 1, 1)
    got = book(wei, second)
    assert (got.sitting, got.seat, got.sequence) == (second, 1, 2)
    cancelled = cancel_attempt(attempt=got, by=cast.wei.person)
    assert (cancelled.state, cancelled.seat) == ("cancelled", None)
    assert kinds(wei) == ["booked", "moved", "cancelled"]
    assert wei.application.state == "shortlisted"


def test_the_event_in_the_calendar_moves_and_vanishes_by_uid_and_sequence(
    cast: Cast, test: Assessment, wei: Attempt
) -> None:
    for where in (sitting(cast, test, days=3), sitting(cast, test, days=4)):
        book(wei, where)
    cancel_attempt(attempt=wei, by=cast.wei.person)
    letters = Letter.objects.filter(attachments__isnull=False).order_by("id")
    sent = [Calendar.from_ical(bytes(letter.attachments.get().content)) for letter in letters]
    events = [calendar.walk("VEVENT")[0] for calendar in sent]
    assert [str(calendar["METHOD"]) for calendar in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [1, 2, 3]
    assert events[1].decoded("DTSTART") == noon(4)


def test_letters_speak_the_readers_language_on_both_clocks(cast: Cast, test: Assessment, wei: Attempt) -> None:
    person = cast.wei.person
    person.language, person.time_zone = "zh-hans", "Europe/Paris"
    person.save()
    book(Attempt.objects.get(pk=wei.pk), sitting(cast, test))
    letter = Letter.objects.get(kind="interviews.assessment_booked")
    assert letter.language == "zh-hans" and "推理" in letter.body
    assert "Europe/Paris" in letter.body or "CET" in letter.body or "CEST" in letter.body
    assert "UTC+0800" in letter.body


def test_a_repeated_click_takes_one_seat_and_writes_once(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where = sitting(cast, test)
    for _click in range(3):
        book(wei, where)
    assert Attempt.objects.get(pk=wei.pk).sequence == 1
    assert kinds(wei) == ["booked"]


def test_a_full_sitting_says_so_and_a_seat_given_back_is_taken_again(cast: Cast, test: Assessment) -> None:
    where = sitting(cast, test, seats=1)
    ann, bo = (invited(cast, test, shortlisted(cast, name)) for name in ("Ann", "Bo"))
    book(ann, where)
    with pytest.raises(Refused, match="last seat of this sitting"):
        book(bo, where)
    cancel_attempt(attempt=ann, by=ann.application.candidate.person)
    assert book(bo, where).seat == 1


def test_the_database_itself_refuses_to_oversell(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where = sitting(cast, test)
    book(wei, where)
    bo = invited(cast, test, shortlisted(cast, "Bo"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=bo.pk).update(sitting=where, seat=1, state="booked")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=bo.pk).update(state="booked")


def test_once_it_has_begun_nothing_is_moved_or_given_back(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where, later = sitting(cast, test), sitting(cast, test, days=5)
    book(wei, where)
    begin(where)
    with pytest.raises(Refused, match="has begun"):
        book(wei, later)
    with pytest.raises(Refused, match="has begun"):
        cancel_attempt(attempt=wei, by=cast.wei.person)
    other = invited(cast, test, shortlisted(cast, "Bo"))
    with pytest.raises(Refused, match="has begun"):
        book(other, Sitting.objects.get(pk=where.pk))


def test_whoever_missed_a_sitting_chooses_a_make_up_and_only_they(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where = sitting(cast, test)
    again = sitting(cast, test, days=6, makeup_of=where)
    ordinary = sitting(cast, test, days=7)
    with pytest.raises(Refused, match="not one of yours"):
        book(wei, again)
    book(wei, where)
    handed(wei)
    begin(where, ago=timedelta(hours=7))
    close_sittings(Nothing(), {})  # type: ignore[arg-type]
    wei.refresh_from_db()
    assert wei.state == "missed" and wei.application.state == "shortlisted"
    letter = Letter.objects.get(kind="interviews.assessment_missed")
    assert "not rejected" in letter.body and "make-up sitting" in letter.body
    with pytest.raises(Refused, match="not one of yours"):
        book(wei, ordinary)
    assert list(open_sittings(wei, timezone.now())) == [again]
    assert book(wei, again).state == "booked"


def test_whom_the_provider_never_took_chooses_again_and_has_missed_nothing(
    cast: Cast, test: Assessment, wei: Attempt
) -> None:
    where = sitting(cast, test)
    book(wei, where)
    begin(where, ago=timedelta(hours=7))
    close_sittings(Nothing(), {})  # type: ignore[arg-type]
    wei.refresh_from_db()
    assert (wei.state, wei.sitting) == ("invited", None)
    assert kinds(wei)[-1] == "off"  # called_off


def test_a_sitting_called_off_sends_everybody_back_to_choosing(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where, other = sitting(cast, test), sitting(cast, test, days=5)
    book(wei, where)
    assert call_off(sitting=where, by=cast.lead) == 1
    run_due()
    wei.refresh_from_db()
    assert (wei.state, wei.seat) == ("invited", None)
    assert "Please choose another sitting" in Letter.objects.latest("id").subject
    with pytest.raises(Refused, match="called off"):
        book(wei, where)
    assert book(wei, other).state == "booked"


def test_seats_are_never_fewer_than_those_taken_and_a_window_stays_once_somebody_is_in_it(
    cast: Cast, test: Assessment, wei: Attempt
) -> None:
    where = sitting(cast, test, seats=5)
    book(wei, where)
    same = {"starts_at": where.starts_at, "ends_at": where.ends_at, "zone": where.zone, "by": cast.lead}
    assert change_sitting(sitting=where, seats=1, **same).seats == 1
    book(invited(cast, test, shortlisted(cast, "Bo")), change_sitting(sitting=where, seats=2, **same))
    with pytest.raises(Refused, match="number 2 are taken"):
        change_sitting(sitting=where, seats=1, **same)
    with pytest.raises(Refused, match="People have seats"):
        change_sitting(sitting=where, seats=2, **{**same, "ends_at": where.ends_at + timedelta(hours=1)})


def test_two_tests_at_once_need_time_for_both(cast: Cast, test: Assessment, wei: Attempt) -> None:
    other = reasoning(cast)
    second = invited(cast, other, wei.application)
    short = {"zone": "UTC", "seats": 2, "by": cast.lead}
    first = add_sitting(assessment=test, starts_at=noon(), ends_at=noon() + timedelta(minutes=60), **short)
    beside = add_sitting(assessment=other, starts_at=noon(), ends_at=noon() + timedelta(minutes=90), **short)
    after = add_sitting(assessment=other, starts_at=noon(), ends_at=noon() + timedelta(minutes=120), **short)
    book(wei, first)
    with pytest.raises(Refused, match="another assessment at that time"):
        book(second, beside)
    assert book(second, after).state == "booked"


@pytest.mark.parametrize(
    ("start", "hours", "seats", "reason"),
    [
        (-1, 4, 5, "begun already"),
        (72, 0.5, 5, "at least as long"),
        (72, -4, 5, "at least as long"),
        (72, 24 * 32, 5, "at most 31 days"),
    ],
)
def test_i64_windows_nobody_could_sit_in_are_refused(
    cast: Cast, test: Assessment, start: int, hours: float, seats: int, reason: str
) -> None:
    begins = timezone.now() + timedelta(hours=start)
    with pytest.raises(Refused, match=reason):
        add_sitting(
            assessment=test,
            starts_at=begins,
            ends_at=begins + timedelta(hours=hours),
            zone="UTC",
            seats=seats,
            by=cast.lead,
        )


def test_leaving_gives_the_seat_back(cast: Cast, test: Assessment, wei: Attempt) -> None:
    where = sitting(cast, test, seats=1)
    book(wei, where)
    withdraw_application(application=wei.application, by=cast.wei.person)
    wei.refresh_from_db()
    assert (wei.state, wei.seat) == ("cancelled", None)
    assert book(invited(cast, test, shortlisted(cast, "Bo")), where).seat == 1


def test_a_recruiter_invites_again(cast: Cast, test: Assessment, wei: Attempt) -> None:
    cancel_attempt(attempt=wei, by=cast.recruiter)
    again = reinvite_to(attempt=wei, by=cast.recruiter)
    assert (again.state, again.sitting) == ("invited", None)
    assert book(again, sitting(cast, test)).state == "booked"


def test_a_result_that_came_in_the_meantime_is_no_miss(cast: Cast, test: Assessment, wei: Attempt) -> None:
    book(wei, sitting(cast, test))
    handed(wei)
    Attempt.objects.filter(pk=wei.pk).update(state="done")
    assert miss_sitting(attempt=wei).state == "done"


Act = Callable[[Cast, Attempt, Sitting], object]


@pytest.mark.parametrize(
    "act",
    [
        lambda c, a, s: book_as(a, s, c.lina.person),
        lambda c, a, s: book_as(a, s, c.recruiter),
        lambda c, a, s: cancel_attempt(attempt=a, by=c.outsider),
        lambda c, a, s: reinvite_to(attempt=a, by=c.outsider),
        lambda c, a, s: call_off(sitting=s, by=c.recruiter),
        lambda c, a, s: invite_to(applications=[], assessment=a.assessment, division=c.cloud, by=c.interviewer),
        lambda c, a, s: reasoning_by(c, c.recruiter),
    ],
)
def test_others_may_not(cast: Cast, test: Assessment, wei: Attempt, act: Act) -> None:
    with pytest.raises(Refused) as refused:
        act(cast, wei, sitting(cast, test))
    assert refused.value.status == 403


def book_as(attempt, where, person):
    from springtide.interviews.actions.attempts import book_sitting

    return book_sitting(attempt=attempt, sitting=where, shared=False, by=person)


def reasoning_by(cast, person):
    return save_assessment(
        intake=cast.intake, names={"en": "X"}, minutes=60, provider="codeval", divisions=[cast.cloud], by=person
    )


def test_a_division_that_invited_stays_and_foreign_parts_are_refused(
    cast: Cast, test: Assessment, wei: Attempt
) -> None:
    values = {"intake": cast.intake, "names": test.names, "minutes": 60, "by": cast.lead}
    with pytest.raises(Refused, match="cannot be taken out"):
        save_assessment(assessment=test, provider="codeval", divisions=[cast.gaode], **values)
    with pytest.raises(Refused, match="not set up"):
        save_assessment(provider="nobody", divisions=[cast.cloud], **values)
    with pytest.raises(Refused, match="at least one"):
        save_assessment(provider="codeval", divisions=[], **values)

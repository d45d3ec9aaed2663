"""Plans mended: times first, nobody else moved, nothing invalid, and the same whoever asks twice."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from springtide_engine.scheduling import (
    Event,
    InvalidProblem,
    Policy,
    Window,
    apply,
    check,
    diff,
    make_season,
    plan,
    repair,
)

pytestmark = pytest.mark.engine

NOW = datetime(2026, 3, 24, 2, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def standing():
    problem = make_season(250, 60, 1)
    return problem, plan(problem, Policy(iterations=0, bound=False))


def drop(problem, share=10, at=None, seed=1):
    names = [one.id for one in problem.interviewers]
    return [Event("interviewer", name, at) for name in Random(seed).sample(names, len(names) // share)]


def test_without_events_the_schedule_is_as_it_was(standing):
    mended, report = repair(*standing, [])
    assert mended == standing[1]
    assert (report.kept, report.moved, report.lost, report.lower_bound) == (len(mended.bookings), (), (), 0)


@pytest.mark.parametrize("at", [None, NOW])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_drops_out_is_replaced_and_the_report_is_what_happened(standing, at, seed):
    problem, schedule = standing
    events = drop(problem, at=at, seed=seed)
    gone = {event.id for event in events}
    mended, report = repair(problem, schedule, events)
    assert check(apply(problem, schedule, events), mended) == []
    for one in mended.bookings:
        assert not gone & set(one.interviewers) or (at and one.start < at)
    change = diff(schedule, mended)
    assert report.moved == tuple((one.candidate, one.round) for one, _ in change.moved)
    assert report.lost == tuple((one.candidate, one.round) for one in change.lost)
    assert report.kept + len(report.repanelled) + len(report.moved) + len(report.lost) == len(schedule.bookings)
    assert report.lower_bound <= len(report.moved) + len(report.lost)
    assert report.bystanders == ()
    hit = {one.candidate for one in schedule.bookings if gone & set(one.interviewers)}
    assert {candidate for candidate, _round in (*report.moved, *report.lost)} <= hit
    again = repair(apply(problem, schedule, events), mended, events)[0]
    assert again == mended


def test_most_times_are_kept_by_other_people(standing):
    problem, schedule = standing
    events = drop(problem, share=20)
    gone = {event.id for event in events}
    _mended, report = repair(problem, schedule, events)
    hit = [one for one in schedule.bookings if gone & set(one.interviewers)]
    assert hit
    assert len(report.moved) + len(report.lost) < len(hit)


def test_nothing_begins_before_now_and_a_running_talk_goes_on(standing):
    problem, schedule = standing
    running = next(one for one in schedule.bookings if one.start > NOW)
    moment = running.start + timedelta(minutes=10)
    events = [Event("interviewer", running.interviewers[0], moment)]
    mended, report = repair(problem, schedule, events)
    assert (running.candidate, running.round) in report.running
    assert running in mended.bookings
    before = {one for one in schedule.bookings if one.start < moment}
    assert {one for one in mended.bookings if one.start < moment} == before
    assert check(apply(problem, schedule, events), mended) == []


def test_a_withdrawn_candidate_keeps_what_was_held_and_frees_the_rest(standing):
    problem, schedule = standing
    own = next(
        own
        for candidate in problem.candidates
        if len(own := [one for one in schedule.bookings if one.candidate == candidate.id]) > 1
    )
    mended, report = repair(
        problem, schedule, [Event("candidate", own[0].candidate, own[0].start + timedelta(minutes=1))]
    )
    assert own[0] in mended.bookings
    assert report.cancelled == tuple(sorted((one.candidate, one.round) for one in own[1:]))
    assert report.lost == report.moved == ()
    gone, report = repair(problem, schedule, [Event("candidate", own[0].candidate)])
    assert not [one for one in gone.bookings if one.candidate == own[0].candidate]
    assert len(report.cancelled) == len(own)


def test_a_room_that_closes_and_new_free_time(standing):
    problem, schedule = standing
    used = next(one for one in schedule.bookings if one.room)
    events = [Event("room", used.room)]
    mended, report = repair(problem, schedule, events)
    assert check(apply(problem, schedule, events), mended) == []
    assert not [one for one in mended.bookings if one.room == used.room]
    booking = schedule.bookings[0]
    later = (Window(booking.start + timedelta(days=1), booking.start + timedelta(days=12), "UTC"),)
    events = [Event("candidate", booking.candidate, None, later)]
    mended, report = repair(problem, schedule, events)
    assert check(apply(problem, schedule, events), mended) == []
    assert (booking.candidate, booking.round) in (*report.moved, *report.lost)


def test_bystanders_are_asked_unless_they_may_be_moved():
    """Over several drop-outs somebody could be helped; told only as long as it is not allowed."""
    problem = make_season(500, 66, 1)
    schedule = plan(problem, Policy(iterations=0, bound=False))
    helped = 0
    for seed in range(6):
        events = drop(problem, share=20, seed=seed)
        _mended, report = repair(problem, schedule, events)
        assert not report.bystanders
        assert bool(report.asked) == bool(report.saved)
        assert not set(report.lost) & set(report.asked)
        allowed, bold = repair(problem, schedule, events, Policy(weights={"bystander": 1.0}))
        assert check(apply(problem, schedule, events), allowed) == []
        assert set(bold.lost) == set(report.lost) - set(report.saved)
        assert not bold.asked
        helped += len(report.saved)
    assert helped


def test_an_event_of_nobody_or_without_a_zone_is_refused(standing):
    with pytest.raises(InvalidProblem, match="there is no"):
        repair(*standing, [Event("interviewer", "stranger")])
    with pytest.raises(InvalidProblem, match="time zone"):
        repair(*standing, [Event("room", standing[0].rooms[0].id, datetime(2026, 3, 20))])  # noqa: DTZ001


def test_the_difference_back_is_the_difference_turned(standing):
    problem, schedule = standing
    mended, _report = repair(problem, schedule, drop(problem))
    assert diff(mended, schedule) == diff(schedule, mended).inverted()
    assert diff(schedule, schedule).moved == ()

"""The interview day: people come, wait, are called, talk and go; two desks do not tread on each other."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.day import close_screen, draw_number, open_screen, take_step, undo_step
from springtide.interviews.models import Arrival, Attendance, Board, DayStep, Interview
from springtide.interviews.queries.day import board_by_token, called, place_in_queue, queue
from tests.cast import Cast
from tests.springtide.interviews.days import TEN, Clock, expected

BOARD = "/console/spring/interviews/day/"


def step(interview: Interview, *verbs: str, cast: Cast) -> Attendance:
    return [take_step(interview=interview, verb=verb, by=cast.recruiter) for verb in verbs][-1]


def test_somebody_comes_waits_is_called_talks_and_goes(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    states = []
    for verb in ("check-in", "call", "call", "start", "end"):
        states.append(step(wei, verb, cast=cast).state)
        clock.goes(5)
    assert states == ["waiting", "called", "called", "talking", "ended"]
    lines = Entry.objects.filter(verb__startswith="interviews.day_", about_id=wei.pk).order_by("id")
    assert [line.verb.removeprefix("interviews.day_") for line in lines] == ["check-in", "call", "call", "start", "end"]
    wei.refresh_from_db()
    assert wei.state == "booked"  # held is what the panel says, with the scorecard


def test_a_number_is_drawn_at_check_in_and_stays_for_the_day(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    number = step(wei, "check-in", cast=cast).arrival
    assert number is not None and 100 <= number.number <= 999
    undo_step(interview=wei, step=DayStep.objects.get().pk, by=cast.recruiter)
    assert step(wei, "check-in", cast=cast).arrival == number
    with_gaode = expected(cast, cast.wei, cast.maps, minutes=90)
    assert take_step(interview=with_gaode, verb="check-in", by=cast.lead).arrival == number


def test_numbers_are_drawn_without_repetition_and_not_in_order() -> None:
    taken: list[int] = []
    for _person in range(905):
        taken.append(draw_number(taken))
    assert len(set(taken)) == 905 and sorted(taken[:900]) == list(range(100, 1000))
    assert min(taken[900:]) >= 1000 and taken[:900] != sorted(taken[:900])


def test_repeating_a_step_changes_and_writes_nothing(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    first = step(wei, "check-in", cast=cast)
    clock.goes(10)
    assert step(wei, "check-in", "check-in", cast=cast).since == first.since
    assert Entry.objects.filter(verb="interviews.day_check-in").count() == DayStep.objects.count() == 1


def test_what_the_table_does_not_have_is_refused_and_says_what_is_possible(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    with pytest.raises(Refused, match="Possible now: “Check in”, “Comes late”"):
        step(wei, "start", cast=cast)
    assert not DayStep.objects.exists() and not Arrival.objects.exists()


def test_who_does_not_come_missed_the_interview_and_that_can_be_taken_back(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models, minutes=15)
    with pytest.raises(Refused, match="not begun"):
        step(wei, "no-show", cast=cast)
    clock.goes(20)
    assert step(wei, "late", "no-show", cast=cast).state == "absent"
    wei.refresh_from_db()
    assert wei.state == "missed"
    last = DayStep.objects.last()
    assert last is not None
    assert undo_step(interview=wei, step=last.pk, by=cast.recruiter).state == "late"
    wei.refresh_from_db()
    assert wei.state == "booked"
    assert step(wei, "check-in", cast=cast).state == "waiting"  # came after all


def test_two_clicks_on_undo_take_back_one_step(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    waiting = step(wei, "check-in", cast=cast)
    clock.goes(7)
    step(wei, "call", cast=cast)
    last = DayStep.objects.last()
    assert last is not None
    back = undo_step(interview=wei, step=last.pk, by=cast.recruiter)
    assert (back.state, back.since) == ("waiting", waiting.since)  # the wait goes on from where it began
    with pytest.raises(Refused, match="taken back already"):
        undo_step(interview=wei, step=last.pk, by=cast.recruiter)
    assert Attendance.objects.get().state == "waiting"


def test_the_day_is_open_on_the_day_itself_and_a_while_after(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    for away in (-11 * 60, 31 * 60):  # the evening before; after six o'clock in the morning that follows
        clock.goes(away)
        with pytest.raises(Refused, match="closed"):
            step(wei, "check-in", cast=cast)
    clock.now = TEN + timedelta(hours=19)  # five o'clock in the morning
    assert step(wei, "check-in", cast=cast).board.day == TEN.date()


def test_the_day_of_a_site_is_the_one_on_its_own_clock(cast: Cast, clock: Clock) -> None:
    """Ten in the morning in Hangzhou is the night before or the small hours in Paris: same instant, own day."""
    clock.now = TEN + timedelta(hours=15)  # one o'clock on the next day in Hangzhou, evening in Paris
    here = expected(cast, cast.wei, cast.models, minutes=15 * 60)
    there = expected(cast, cast.lina, cast.models_paris, minutes=15 * 60)
    assert step(here, "check-in", cast=cast).board.day == TEN.date() + timedelta(days=1)
    assert step(there, "check-in", cast=cast).board.day == TEN.date()


def test_the_panel_calls_but_does_not_keep_the_desk(cast: Cast, clock: Clock) -> None:
    wei = expected(cast, cast.wei, cast.models)
    with pytest.raises(Refused) as refused:
        take_step(interview=wei, verb="check-in", by=cast.interviewer)
    assert refused.value.status == 403
    step(wei, "check-in", cast=cast)
    assert take_step(interview=wei, verb="call", by=cast.interviewer).state == "called"
    for stranger in (cast.outsider, cast.reviewer, cast.auditor, cast.wei.person):
        with pytest.raises(Refused) as refused:
            take_step(interview=wei, verb="start", by=stranger)
        assert refused.value.status == 403


def test_whoever_withdraws_leaves_the_queue(cast: Cast, clock: Clock) -> None:
    wei, lina = expected(cast, cast.wei, cast.models), expected(cast, cast.lina, cast.portal, minutes=15)
    first, second = step(wei, "check-in", cast=cast), step(lina, "check-in", cast=cast)
    assert list(queue(first.board)) == [first, second]
    assert [place_in_queue(first), place_in_queue(second)] == [1, 2]
    Interview.objects.filter(pk=wei.pk).update(state="cancelled")
    assert place_in_queue(second) == 1
    with pytest.raises(Refused, match="not booked any more"):
        step(wei, "call", cast=cast)


def test_the_queue_goes_by_the_appointed_time_not_by_who_came_first(cast: Cast, clock: Clock) -> None:
    later, sooner = expected(cast, cast.wei, cast.models, minutes=60), expected(cast, cast.lina, cast.portal)
    second = step(later, "check-in", cast=cast)
    clock.goes(5)
    first = step(sooner, "check-in", cast=cast)
    assert list(queue(first.board)) == [first, second]
    step(sooner, "call", cast=cast)
    assert list(called(first.board)) == [first] and place_in_queue(second) == 1


def test_the_desk_finds_people_by_number_name_and_receipt(cast: Cast, clock: Clock, client: Client) -> None:
    wei, _lina = expected(cast, cast.wei, cast.models), expected(cast, cast.lina, cast.portal)
    number = step(wei, "check-in", cast=cast).arrival
    client.force_login(cast.recruiter)
    for typed in (str(number), "wei", wei.application.receipt.lower() if wei.application.receipt else ""):
        page = client.get(BOARD, {"site": "hangzhou", "q": typed}).content.decode()
        assert ">Wei<" in page and ">Lina<" not in page, typed
    assert "Nobody of this day matches" in client.get(BOARD, {"site": "hangzhou", "q": "999999"}).content.decode()


def test_the_pages_of_a_desk(cast: Cast, clock: Clock, client: Client) -> None:
    wei = expected(cast, cast.wei, cast.models)
    client.force_login(cast.recruiter)
    page = client.get(BOARD).content.decode()  # the site with most to do comes by itself
    assert "Hangzhou · " in page and ">Wei<" in page and f"{BOARD}{wei.pk}/check-in/" in page
    answer = client.post(f"{BOARD}{wei.pk}/check-in/?site=hangzhou&q=we")
    assert answer.status_code == 302 and answer["Location"] == f"{BOARD}?site=hangzhou&q=we"
    refused = client.post(f"{BOARD}{wei.pk}/end/?site=hangzhou", follow=True).content.decode()
    assert "not possible while this is “Waiting”" in refused and ">Wei<" in refused
    assert client.post(f"{BOARD}{wei.pk}/dance/").status_code == 404
    assert client.post(f"{BOARD}{wei.pk}/undo/", {"step": "9" * 30}).status_code == 302
    assert client.get(f"{BOARD}rows/?site=hangzhou&state=waiting").content.decode().count("undo-") == 1
    for odd in ("day=0001-01-01", "day=9999-12-31", "site=%00", "state=x&page=-4", "q=" + "x" * 500):
        assert client.get(f"{BOARD}?{odd}").status_code in (200, 400), odd


def test_a_division_sees_its_own_people_only(cast: Cast, clock: Clock, client: Client) -> None:
    wei = expected(cast, cast.wei, cast.models)
    client.force_login(cast.outsider)
    assert ">Wei<" not in client.get(f"{BOARD}?site=hangzhou").content.decode()
    assert client.post(f"{BOARD}{wei.pk}/check-in/").status_code == 404
    assert not Attendance.objects.exists()


def test_the_board_costs_the_same_for_few_and_many(
    cast: Cast, clock: Clock, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.recruiter)
    for number in range(3):
        here = expected(cast, cast.candidate(f"C{number}"), cast.models)
        step(here, "check-in", cast=cast)
        if number != 1:
            with django_assert_num_queries(13):
                client.get(f"{BOARD}?site=hangzhou")


def test_the_screen_shows_numbers_and_rooms_and_nothing_of_anybody(cast: Cast, clock: Clock, client: Client) -> None:
    wei, lina = expected(cast, cast.wei, cast.models), expected(cast, cast.lina, cast.portal)
    room = cast.hangzhou.rooms.create(intake=cast.intake, name="Pine", weekdays=[], opens="08:00", closes="20:00")
    Interview.objects.filter(pk=wei.pk).update(room=room)
    number, other = (step(one, "check-in", cast=cast).arrival for one in (wei, lina))
    step(wei, "call", cast=cast)
    board = open_screen(board=Board.objects.get(), by=cast.recruiter)
    stranger = Client()
    for part in ("", "numbers/"):
        answer = stranger.get(f"/waiting-room/{board.token}/{part}")
        page = answer.content.decode()
        assert str(number) in page and "Pine" in page and str(other) in page
        assert ">10:00<" in page  # the clock of the place
        assert "请进" in page or "Please come in" in page
        told = (wei.application.receipt, "Wei", "Lina", "Ines", "First talk", "Cloud", "@")
        assert [words for words in told if words and words in page] == []
        assert not answer.cookies and "no-store" in answer["Cache-Control"]
    assert stranger.post(f"/waiting-room/{board.token}/").status_code == 405


def test_a_revoked_or_old_address_of_a_screen_is_not_there(cast: Cast, clock: Clock) -> None:
    board = step(expected(cast, cast.wei, cast.models), "check-in", cast=cast).board
    stranger = Client()
    old = open_screen(board=board, by=cast.lead).token
    new = open_screen(board=board, by=cast.recruiter).token
    assert old and new and old != new and len(new) == 43
    assert [stranger.get(f"/waiting-room/{token}/").status_code for token in (old, new, "None")] == [404, 200, 404]
    clock.goes(31 * 60)
    assert board_by_token(new) is None and stranger.get(f"/waiting-room/{new}/").status_code == 404
    clock.goes(-31 * 60)
    close_screen(board=board, by=cast.recruiter)
    assert stranger.get(f"/waiting-room/{new}/numbers/").status_code == 404
    for person in (cast.interviewer, cast.auditor, cast.wei.person):
        with pytest.raises(Refused):
            open_screen(board=board, by=person)


def test_the_desk_switches_the_screen_on_and_off(cast: Cast, clock: Clock, client: Client) -> None:
    client.force_login(cast.recruiter)
    here = {"site": "hangzhou", "day": TEN.date().isoformat()}
    for _click in range(2):
        assert client.post(f"{BOARD}screen/", here).status_code == 302
    token = Board.objects.get().token
    assert f"/waiting-room/{token}/" in client.get(BOARD, here).content.decode()
    client.post(f"{BOARD}screen/", {**here, "close": "1"})
    assert Board.objects.get().token is None
    assert client.post(f"{BOARD}screen/", {**here, "day": "2020-01-01"}).status_code == 409


def test_the_candidate_sees_their_number_and_place(cast: Cast, clock: Clock, client: Client) -> None:
    lina, wei = expected(cast, cast.lina, cast.portal), expected(cast, cast.wei, cast.models, minutes=15)
    client.force_login(cast.wei.person)
    turn = "/me/spring/interviews/turn/"
    assert "Your number" not in client.get(turn).content.decode()
    step(lina, "check-in", cast=cast)
    number = step(wei, "check-in", cast=cast).arrival
    for page in (turn, "/me/spring/interviews/"):
        text = client.get(page).content.decode()
        assert str(number) in text and "1 person is before you" in text and "Lina" not in text
    step(lina, "call", cast=cast)
    assert "0 people are before you" in client.get(turn).content.decode()
    step(wei, "call", cast=cast)
    assert "Please come in" in client.get(turn).content.decode()
    clock.goes(24 * 60 + 16 * 60)
    assert "Your number" not in client.get(turn).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_desks_check_in_the_same_person_at_once(cast: Cast, clock: Clock) -> None:
    """One number, one step; and ten others at the same moment get ten different numbers."""
    everybody = [expected(cast, cast.candidate(f"C{n}"), cast.models, minutes=n) for n in range(10)]
    gate = threading.Barrier(20)

    def desk(number: int) -> None:
        try:
            gate.wait()
            take_step(interview=everybody[number % 10], verb="check-in", by=cast.recruiter)
        finally:
            connection.close()

    threads = [threading.Thread(target=desk, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Arrival.objects.count() == DayStep.objects.count() == 10
    assert Entry.objects.filter(verb="interviews.day_check-in").count() == 10
    assert len(set(Arrival.objects.values_list("number", flat=True))) == 10
    assert set(Attendance.objects.values_list("state", flat=True)) == {"waiting"}

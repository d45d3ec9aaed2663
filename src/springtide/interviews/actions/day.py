"""Steps of an interview day: each is one row of the table of moves, journaled, and the last can be taken back."""

import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.interviews import rules, states
from springtide.interviews.models import Arrival, Attendance, Board, DayStep, Interview
from springtide.interviews.queries.day import board_key


@transaction.atomic
def take_step(*, interview: Interview, verb: str, by: Person) -> Attendance:
    """Make one of the moves of `states.ATTENDANCE`. Where the interview stands there already nothing is written.

    Raises Refused where the interview is not booked, its day is not today, or the table has no such move.
    """
    interview = locked(interview)
    _require_may(interview, verb, by)
    rules.is_on_board(interview.state).require()
    board = _board(interview)
    rules.is_day(board.is_on).require()
    row, _new = Attendance.objects.get_or_create(board=board, interview=interview)
    if _is_repeated(row, verb):
        return row
    target = states.ATTENDANCE.target(verb, row.state)
    now = timezone.now()
    DayStep.objects.create(attendance=row, verb=verb, source=row.state, source_since=row.since, at=now, by=by)
    if verb == "check-in":
        row.arrival = _arrival(board, interview, by)
    if verb == "no-show":
        rules.has_begun(interview.starts_at).require()
        interview.state = states.INTERVIEW.target("miss", interview.state)
        interview.save(update_fields=["state"])
    row.state, row.since = target, now
    row.save(update_fields=["state", "since", "arrival"])
    record(f"interviews.day_{verb}", by=by, about=interview, scope=interview.round.division.scope, board=board.pk)
    return row


@transaction.atomic
def undo_step(*, interview: Interview, step: int, by: Person) -> Attendance:
    """Take the last step back; `step` is its id, so that a second click does not take back another one."""
    interview = locked(interview)
    last = DayStep.objects.filter(attendance__interview=interview).select_related("attendance__board").last()
    _require_may(interview, last.verb if last else "", by)
    rules.is_last(step, last.pk if last else None).require()
    assert last is not None  # noqa: S101 - is_last refuses without one
    row = last.attendance
    rules.is_day(row.board.is_on).require()
    if last.verb == "no-show":
        interview.state = states.INTERVIEW.target("return", interview.state)
        interview.save(update_fields=["state"])
    rules.is_on_board(interview.state).require()
    row.state, row.since = last.source, last.source_since
    row.save(update_fields=["state", "since"])
    told = {"step": last.verb, "board": row.board_id}
    last.delete()
    record("interviews.day_undo", by=by, about=interview, scope=interview.round.division.scope, **told)
    return row


@transaction.atomic
def open_screen(*, board: Board, by: Person) -> Board:
    """Give the public screen of a day an address, a new one each time: who had the old one sees nothing more."""
    return _set_token(board, secrets.token_urlsafe(32), "interviews.screen_opened", by)


@transaction.atomic
def close_screen(*, board: Board, by: Person) -> Board:
    """Take the address back."""
    return _set_token(board, None, "interviews.screen_closed", by)


def _set_token(board: Board, token: str | None, verb: str, by: Person) -> Board:
    rules.works_desk(by, board.intake.slug).require()
    board = locked(board)
    board.token = token
    board.save(update_fields=["token"])
    record(verb, by=by, about=board, scope=board.intake.scope)
    return board


def _require_may(interview: Interview, verb: str, by: Person) -> None:
    on_panel = interview.panelists.filter(person=by).exists()
    rules.steps(by, verb, scope=interview.round.division.scope, on_panel=on_panel).require()


def _board(interview: Interview) -> Board:
    """The board of the day on which it begins, locked."""
    made, _new = Board.objects.get_or_create(**board_key(interview))
    return locked(made)


def _is_repeated(row: Attendance, verb: str) -> bool:
    last = row.steps.last()
    return verb != "call" and last is not None and last.verb == verb


def _arrival(board: Board, interview: Interview, by: Person) -> Arrival:
    found = Arrival.objects.filter(board=board, application=interview.application_id).first()
    if found is not None:
        return found
    number = draw_number(set(board.arrivals.values_list("number", flat=True)))
    return Arrival.objects.create(board=board, application=interview.application, number=number, by=by)


def draw_number(taken: Collection[int]) -> int:
    """One of the numbers nobody has, each as likely: three digits, or four when 900 people have come."""
    free = [n for n in range(100, 1000) if n not in taken] or [n for n in range(1000, 10_000) if n not in taken]
    return secrets.choice(free)

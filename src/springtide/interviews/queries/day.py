"""Named reads of the interview day, scoped to the person who asks."""

import re
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.text.search import words_match
from springtide.interviews.models import Arrival, Attendance, Board, DayStep, Interview
from springtide.interviews.queries import interviews_for
from springtide.planning.models import Intake, Site

SHOWN = ("booked", "held", "missed")
# In the order in which a desk looks at them.
ORDER = ("called", "waiting", "late", "expected", "talking", "ended", "absent")
ONLINE = "online"


def board_key(interview: Interview) -> dict[str, Any]:
    """The columns that name the board of an interview which has a time."""
    assert interview.starts_at is not None  # noqa: S101 - asked for booked interviews only
    found = Board(intake=interview.round.intake, site=interview.site)
    return {
        "intake": found.intake,
        "site": found.site,
        "day": interview.starts_at.astimezone(found.zone).date(),
    }


def board_of(intake: Intake, site: Site | None, day: date | None) -> Board:
    """The board of a day (None: today there), saved or not yet: it becomes a row with the first step."""
    board = Board(intake=intake, site=site)
    board.day = day or timezone.now().astimezone(board.zone).date()
    found = Board.objects.filter(intake=intake, site=site, day=board.day).select_related("intake", "site").first()
    return found or board


def on_board(person: Person, board: Board) -> QuerySet[Any]:
    """The interviews of a board that this person sees, each with `stands` and `since`."""
    begin, end = board.span
    here = Q(starts_at__gte=begin, starts_at__lt=end, site=board.site, state__in=SHOWN)
    rows = interviews_for(person, board.intake).filter(here)
    attended = FilteredRelation("attendances", condition=Q(attendances__board=board.pk))
    stands = Case(
        When(state="missed", then=Value("absent")),
        When(state="held", then=Value("ended")),
        default=Coalesce("here__state", Value("expected")),
    )
    return rows.annotate(here=attended, stands=stands, since=F("here__since"))


def with_desk(rows: QuerySet[Any], board: Board) -> QuerySet[Any]:
    """The same in the order of a desk, with whatever it shows of them: 2 queries for any number of rows."""
    number = Arrival.objects.filter(board=board.pk, application=OuterRef("application")).values("number")
    last = DayStep.objects.filter(attendance=OuterRef("here__pk")).order_by("-pk")
    places = [When(stands=state, then=Value(place)) for place, state in enumerate(ORDER)]
    ready: QuerySet[Any] = (
        rows.annotate(
            number=Subquery(number[:1]),
            last_step=Subquery(last.values("pk")[:1]),
            last_verb=Subquery(last.values("verb")[:1]),
            order=Case(*places, output_field=IntegerField()),
        )
        .select_related("application__candidate__person", "round__division__intake", "room", "site")
        .prefetch_related("panel")
        .order_by("order", "starts_at", "pk")
    )
    return ready


def found_by(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Those of them whose candidate has this number, this receipt, or such a name."""
    typed = typed.strip()
    if not typed:
        return rows
    found = Q(application__receipt__iexact=typed)
    if re.fullmatch(r"[0-9]{3,4}", typed):
        found |= Q(here__arrival__number=int(typed))
    words = words_match(typed, "application__candidate__words")
    narrowed: QuerySet[Any] = rows.filter(found | words if words else found)
    return narrowed


def standings(rows: QuerySet[Any]) -> dict[str, int]:
    """{state: how many of them stand there}, in the order of a desk."""
    counts = dict(rows.order_by().values_list("stands").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in ORDER}


def board_sites(person: Person, intake: Intake, day: date | None) -> list[tuple[Site | None, int]]:
    """Every site of the intake, and None for video, with how many interviews of that day the person sees there."""
    found: list[tuple[Site | None, int]] = []
    sites: list[Site | None] = [*intake.sites.all(), None]
    wanted = [(site, Board(intake=intake, site=site)) for site in sites]
    for _site, board in wanted:
        board.day = day or timezone.now().astimezone(board.zone).date()
    spans = {site.pk if site else 0: board.span for site, board in wanted}
    counts = {
        f"n{key}": Count("pk", filter=Q(site=key or None, starts_at__gte=span[0], starts_at__lt=span[1]))
        for key, span in spans.items()
    }
    sums = interviews_for(person, intake).filter(state__in=SHOWN).aggregate(**counts)
    for site, _board in wanted:
        found.append((site, sums[f"n{site.pk if site else 0}"]))
    return found


def queue(board: Board) -> QuerySet[Attendance]:
    """Who waits, in order: by the appointed time, then by the drawing."""
    rows = Attendance.objects.filter(board=board, state="waiting", interview__state="booked")
    return rows.order_by("interview__starts_at", "arrival", "pk")


def called(board: Board) -> QuerySet[Attendance]:
    """Whose turn it is, the last call first."""
    rows = Attendance.objects.filter(board=board, state="called", interview__state="booked")
    return rows.order_by("-since", "-pk")


def board_by_token(token: str) -> Board | None:
    """The board whose public screen has this address, while its day is on."""
    found = Board.objects.select_related("intake", "site").filter(token=token).first()
    return found if found is not None and found.is_on else None


def place_in_queue(row: Attendance) -> int:
    """1 for whoever is called next."""
    before = Q(interview__starts_at__lt=row.interview.starts_at)
    same = Q(interview__starts_at=row.interview.starts_at)
    earlier = Q(arrival__lt=row.arrival_id) | Q(arrival=row.arrival_id, pk__lt=row.pk)
    return queue(row.board).filter(before | (same & earlier)).count() + 1


def turn_of(person: Person, intake: Intake) -> dict[str, Any]:
    """A candidate's `turn` now, if it is the day (called before waiting), and their `place` in the queue, from 1."""
    rows = Attendance.objects.filter(
        interview__application__candidate__person=person,
        interview__round__intake=intake,
        interview__state="booked",
        state__in=["waiting", "called"],
    ).select_related("board__intake", "board__site", "arrival", "interview__room", "interview__round")
    on = [row for row in rows.order_by("state", "interview__starts_at") if row.board.is_on]
    turn = on[0] if on else None
    return {"turn": turn, "place": place_in_queue(turn) if turn is not None and turn.state == "waiting" else None}

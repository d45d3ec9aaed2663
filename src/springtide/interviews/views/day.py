"""The interview day: the board of a desk, its steps, the public screen, and the candidate's place in the queue."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.interviews import rules, states
from springtide.interviews.actions.day import close_screen, open_screen, take_step, undo_step
from springtide.interviews.forms.day import DayFilters
from springtide.interviews.models import Board
from springtide.interviews.queries import day as queries
from springtide.interviews.queries import interviews_for
from springtide.interviews.views.panels import STAFF
from springtide.planning.models import Intake, Site
from springtide.planning.queries import intake_for

PER_PAGE = 50
VERBS = frozenset(move.verb for move in states.ATTENDANCE.moves)
MOST_NUMBERS = 24  # on the screen at once


@needs_role(*STAFF)
@require_safe
def day(request: PersonRequest, intake: str) -> HttpResponse:
    """The whole page."""
    found = intake_for(request.user, intake)
    wanted = DayFilters(request.GET).values()
    sites = queries.board_sites(request.user, found, wanted["day"])
    board = queries.board_of(found, _site(sites, wanted["site"]), wanted["day"])
    shown = _shown(request, board)
    desk = bool(rules.works_desk(request.user, found.slug))
    context = {"sites": sites, "desk": desk, "screen": _screen_address(board) if desk else ""}
    return render(request, "interviews/day.html", shown | context)


@needs_role(*STAFF)
@require_safe
def day_rows(request: PersonRequest, intake: str) -> HttpResponse:
    """The part that asks again."""
    found = intake_for(request.user, intake)
    wanted = DayFilters(request.GET).values()
    site = found.sites.filter(slug=wanted["site"]).first()
    return render(request, "interviews/parts/board.html", _shown(request, queries.board_of(found, site, wanted["day"])))


def _site(sites: list[tuple[Site | None, int]], slug: str) -> Site | None:
    """The one that is asked for, else the one with most to do."""
    if slug == queries.ONLINE:
        return None
    chosen = [site for site, _count in sites if site is not None and site.slug == slug]
    return chosen[0] if chosen else max(sites, key=lambda pair: pair[1])[0]


def _shown(request: PersonRequest, board: Board) -> dict[str, Any]:
    wanted = DayFilters(request.GET).values()
    rows = queries.on_board(request.user, board)
    counts = queries.standings(rows)
    rows = queries.found_by(rows, wanted["q"])
    if wanted["state"]:
        rows = rows.filter(stands=wanted["state"])
    page = paginate(queries.with_desk(rows, board), request.GET.get("page"), PER_PAGE, counted=rows)
    query = request.GET.copy()
    query["site"], query["day"] = board.site.slug if board.site else queries.ONLINE, board.day.isoformat()
    return {
        "intake": board.intake,
        "board": board,
        "page": page,
        "lines": [_line(request, row, board) for row in page],
        "counts": [(states.ATTENDANCE.state(name), count) for name, count in counts.items()],
        "wanted": wanted,
        "query": query.urlencode(),
        "now": timezone.now(),
    }


def _line(request: PersonRequest, row: Any, board: Board) -> dict[str, Any]:
    """One interview with the moves that this person can make from where it stands."""
    panel = list(row.panel.all())
    begun = bool(rules.has_begun(row.starts_at))

    def mine(verb: str) -> bool:
        allowed = rules.steps(request.user, verb, scope=row.round.division.scope, on_panel=request.user in panel)
        return board.is_on and bool(allowed) and (begun or verb != "no-show")

    moves = states.ATTENDANCE.open_from(row.stands) if row.state == "booked" else []
    return {
        "interview": row,
        "panel": panel,
        "status": states.ATTENDANCE.state(row.stands),
        "overdue": begun and row.stands in ("expected", "late", "waiting", "called"),
        # What leads on comes first, what only repeats the state (calling again) last.
        "moves": sorted((move for move in moves if mine(move.verb)), key=lambda move: move.target == row.stands),
        "undo": row.last_step if row.last_step and mine(row.last_verb) else None,
    }


@needs_role(*STAFF)
@require_POST
def step(request: PersonRequest, intake: str, pk: int, verb: str) -> HttpResponse:
    """One step, or `undo` of the one that the button names; a refusal stands above the fresh board."""
    found = get_object_or_404(interviews_for(request.user, intake_for(request.user, intake)), pk=pk)
    if verb != "undo" and verb not in VERBS:
        raise Http404
    try:
        if verb == "undo":
            typed = request.POST.get("step", "")
            meant = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
            undo_step(interview=found, step=meant, by=request.user)
        else:
            take_step(interview=found, verb=verb, by=request.user)
    except Refused as refused:
        if refused.status == 403:
            raise
        messages.warning(request, str(refused.reason))
    return redirect(f"{reverse('interviews:day', args=[intake])}?{request.GET.urlencode()}")


@needs_role("lead", "recruiter")
@require_POST
def screen_address(request: PersonRequest, intake: str) -> HttpResponse:
    """Give the screen of a day an address, or take it back."""
    found = intake_for(request.user, intake)
    rules.works_desk(request.user, found.slug).require()
    wanted = DayFilters(request.POST).values()
    site = found.sites.filter(slug=wanted["site"]).first()
    board = queries.board_of(found, site, wanted["day"])
    rules.is_day(board.is_on).require()
    board, _new = Board.objects.get_or_create(intake=found, site=site, day=board.day)
    (close_screen if "close" in request.POST else open_screen)(board=board, by=request.user)
    return redirect(f"{reverse('interviews:day', args=[intake])}?site={wanted['site']}&day={board.day}")


def _screen_address(board: Board) -> str:
    return settings.SITE_URL + reverse("interviews:screen", args=[board.token]) if board.token else ""


@never_cache
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The waiting room's display: numbers and rooms, nothing of anybody."""
    return _screen(request, token, "interviews/screen.html")


@never_cache
@require_safe
def screen_numbers(request: HttpRequest, token: str) -> HttpResponse:
    """Its part that asks again."""
    return _screen(request, token, "interviews/parts/screen.html")


def _screen(request: HttpRequest, token: str, template: str) -> HttpResponse:
    board = queries.board_by_token(token)
    if board is None:
        raise Http404
    waiting = queries.queue(board)
    languages = _languages(board.intake)
    context = {
        "board": board,
        "called": queries.called(board).values_list("arrival__number", "interview__room__name")[:MOST_NUMBERS],
        "waiting": waiting.values_list("arrival__number", flat=True)[:MOST_NUMBERS],
        "more": max(waiting.count() - MOST_NUMBERS, 0),
        "languages": languages,
        "now": timezone.now(),
    }
    with translation.override(languages[0]), timezone.override(board.zone):
        return render(request, template, context)


def _languages(intake: Intake) -> list[str]:
    """The first language of the intake that is not English, and English."""
    own = [language for language in intake.names if language != "en"]
    return [*own[:1], "en"]


@needs_person
@require_safe
def place(request: PersonRequest, intake: str) -> HttpResponse:
    """The candidate's turn: the part of their page that asks again."""
    own = get_object_or_404(Intake.objects.filter(applications__candidate__person=request.user).distinct(), slug=intake)
    return render(request, "interviews/parts/turn.html", {"intake": own, **queries.turn_of(request.user, own)})

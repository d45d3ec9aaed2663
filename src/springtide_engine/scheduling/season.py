"""A made-up season of interviews of any size, the same for the same seed: what benches and tests plan.

Three weeks that hold Europe's change of the clock, seven sites in four zones, ten divisions, engineers who sit for
their own division, leads and recruiters who sit for all, four languages, one to three rounds in order, panels of
one to three, a fifth of the candidates on one day, some rounds in a room at the site. Where few interviewers meet
many kinds of seat, much cannot be staffed by anybody: that is how small intakes are, and bounds say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from springtide_engine.scheduling.problem import (
    Candidate,
    DayPolicy,
    Interviewer,
    LoadCap,
    Problem,
    QuietHours,
    Room,
    RoundSpec,
    SeatNeed,
    SlotGrid,
    Window,
)

T = TypeVar("T")
MONDAY: Final = date(2026, 3, 16)
WEEKS: Final = 3
SLOT_MINUTES: Final = 15
DAYS: Final = tuple(MONDAY + timedelta(days=7 * week + day) for week in range(WEEKS) for day in range(5))
LUNCH: Final = QuietHours(time(12), time(13))
ROUNDS_HELD: Final = (0.15, 0.45, 0.40)  # candidates with one, two and three rounds
SKILLS: Final = ("tech", "lead", "hr")
SKILL_SHARES: Final = (0.63, 0.25, 0.12)
PANELS: Final = (  # per round: (skills of the seats, share)
    ((("tech",), 0.5), (("tech", "tech"), 0.5)),
    ((("lead",), 0.4), (("lead", "tech"), 0.5), (("lead", "tech", "tech"), 0.1)),
    ((("hr",), 0.85), (("hr", "lead"), 0.15)),
)
ROOM_FEATURES: Final = (frozenset[str](), frozenset({"screen"}), frozenset({"screen", "step-free"}))


@dataclass(frozen=True)
class Site:
    """A place of work: its zone, its share of the season, and the languages candidates there are interviewed in."""

    name: str
    tz: str
    share: float
    languages: tuple[tuple[str, float], ...]


SITES: Final = (
    Site("Hangzhou", "Asia/Shanghai", 0.34, (("zh", 0.92), ("en", 0.08))),
    Site("Beijing", "Asia/Shanghai", 0.20, (("zh", 0.92), ("en", 0.08))),
    Site("Shanghai", "Asia/Shanghai", 0.13, (("zh", 0.88), ("en", 0.12))),
    Site("Shenzhen", "Asia/Shanghai", 0.11, (("zh", 0.92), ("en", 0.08))),
    Site("Singapore", "Asia/Singapore", 0.08, (("en", 0.7), ("zh", 0.3))),
    Site("Paris", "Europe/Paris", 0.07, (("fr", 0.5), ("en", 0.5))),
    Site("Dubai", "Asia/Dubai", 0.07, (("ar", 0.5), ("en", 0.5))),
)
WIDE_SITES: Final = (
    *SITES[:3],
    Site("Kathmandu", "Asia/Kathmandu", 0.08, (("en", 1.0),)),
    Site("Auckland", "Pacific/Auckland", 0.08, (("en", 1.0),)),
    Site("Los Angeles", "America/Los_Angeles", 0.12, (("en", 0.9), ("zh", 0.1))),
    Site("Paris", "Europe/Paris", 0.05, (("fr", 0.5), ("en", 0.5))),
)
"""Around the world: a quarter-hour zone, both sides of the date line, two changes of the clock."""


def make_season(n: int, m: int, seed: int, *, sites: Sequence[Site] = SITES) -> Problem:
    """Make a season of n interviews (rounds) and m interviewers."""
    rng = np.random.default_rng([seed, n, m])
    candidates = _candidates(rng, n, sites, [f"i{number}" for number in range(m)])
    origin = datetime.combine(MONDAY - timedelta(days=1), time(), UTC)
    return Problem(
        grid=SlotGrid(origin, SLOT_MINUTES, 7 * WEEKS * 24 * 60 // SLOT_MINUTES),
        interviewers=tuple(_interviewers(rng, m, sites)),
        candidates=candidates,
        rooms=tuple(_rooms(candidates, sites)),
    )


def _interviewers(rng: np.random.Generator, m: int, sites: Sequence[Site]) -> list[Interviewer]:
    place = rng.choice(len(sites), m, p=_shares(sites))
    skill = rng.choice(len(SKILLS), m, p=SKILL_SHARES)
    division = rng.integers(0, 10, m)
    fluent = rng.random((m, 2))
    per_day, per_week = rng.integers(2, 5, m), rng.integers(6, 11, m)
    comes, off, two = rng.random((m, len(DAYS))) < 0.75, rng.random((m, len(DAYS))) < 0.03, rng.random(m) < 0.5
    begins, lasts = rng.integers(0, 13, (m, len(DAYS))), rng.integers(12, 24, (m, len(DAYS)))  # quarters after 9:00
    lunch = rng.random(m) < 0.3
    row = rng.integers(2, 5, m)
    return [
        Interviewer(
            id=f"i{i}",
            site=sites[place[i]].name,
            tz=sites[place[i]].tz,
            skills=frozenset({SKILLS[skill[i]]}),
            divisions=frozenset({f"d{division[i]}"}),
            languages=_spoken(sites[place[i]], *fluent[i]),
            windows=tuple(
                window
                for day in np.flatnonzero(comes[i])
                for window in _spans(
                    sites[place[i]].tz, int(day), int(begins[i, day]), int(lasts[i, day]), bool(two[i])
                )
            ),
            cap=LoadCap(int(per_day[i]), int(per_week[i]), int(row[i]) if row[i] < 4 else None, SLOT_MINUTES),
            days_off=frozenset(DAYS[day] for day in np.flatnonzero(off[i])),
            quiet=LUNCH if lunch[i] else None,
        )
        for i in range(m)
    ]


def _spoken(site: Site, first: float, second: float) -> frozenset[str]:
    """The site's first language, with luck English, and now and then the site's other one."""
    spoken = {site.languages[0][0]} | ({"en"} if first < 0.55 else set())
    return frozenset(spoken | ({site.languages[-1][0]} if second < 0.2 else set()))


def _spans(tz: str, day: int, begins: int, lasts: int, two: bool) -> list[Window]:
    """One long window, or its two halves with a break of half an hour between them."""
    if two and lasts >= 12:
        return [_window(tz, day, begins, lasts // 2), _window(tz, day, begins + lasts // 2 + 2, lasts // 2)]
    return [_window(tz, day, begins, lasts)]


@cache
def _window(tz: str, day: int, begins: int, lasts: int) -> Window:
    """A window in local time, in quarters of an hour after nine; never over the hour in which a clock changes."""
    start = datetime.combine(DAYS[day], time(9), ZoneInfo(tz)) + timedelta(minutes=SLOT_MINUTES * begins)
    return Window(start, start + timedelta(minutes=SLOT_MINUTES * lasts), tz)


def _candidates(
    rng: np.random.Generator, n: int, sites: Sequence[Site], interviewers: Sequence[str]
) -> tuple[Candidate, ...]:
    held = rng.choice(3, n, p=ROUNDS_HELD) + 1
    held = held[: int(np.searchsorted(np.cumsum(held), n)) + 1]
    held[-1] -= held.sum() - n
    people = held.size
    place = rng.choice(len(sites), people, p=_shares(sites))
    division, dice = rng.integers(0, 10, people), rng.random((people, 7))
    comes = rng.random((people, len(DAYS))) < 0.6
    begins, lasts = rng.integers(0, 9, (people, len(DAYS))), rng.integers(12, 29, (people, len(DAYS)))
    foes = rng.integers(0, max(len(interviewers), 1), (people, 2))
    one_day = dice[:, 1] < 0.2  # a visit: they bring the day with them
    begins[one_day], lasts[one_day] = begins[one_day] // 2, 32
    made = []
    for c in range(people):
        site = sites[place[c]]
        language = _drawn(site.languages, dice[c, 0])
        policy: DayPolicy = "same" if one_day[c] else "any"
        made.append(
            Candidate(
                id=f"c{c}",
                tz=site.tz,
                windows=tuple(
                    _window(site.tz, int(day), int(begins[c, day]), int(lasts[c, day]))
                    for day in np.flatnonzero(comes[c])
                ),
                rounds=tuple(
                    _round(
                        order,
                        _drawn(PANELS[order], dice[c, 2 + order]),
                        f"d{division[c]}",
                        language,
                        site.name,
                        dice[c, 5],
                    )
                    for order in range(held[c])
                ),
                day_policy=policy,
                conflicts=frozenset(interviewers[foe] for foe in foes[c]) if interviewers else frozenset(),
                extra_minutes=SLOT_MINUTES if dice[c, 6] < 0.02 else 0,
                groups=(f"language:{language}", f"site:{site.name}"),
            )
        )
    return tuple(made)


def _round(order: int, skills: tuple[str, ...], division: str, language: str, site: str, onsite: float) -> RoundSpec:
    """The second round is held at the site for a quarter of those who have one, its lead being from there."""
    here = order == 1 and onsite < 0.25
    return _spec(order, skills, division, language, site if here else None, int(onsite * 12) if here else 0)


@cache
def _spec(
    order: int, skills: tuple[str, ...], division: str, language: str, site: str | None, features: int
) -> RoundSpec:
    return RoundSpec(
        id=("first", "second", "last")[order],
        order=order + 1,
        minutes=45 if skills[0] == "hr" else 60,
        seats=tuple(
            SeatNeed(skill, language, division if skill == "tech" else None, site if skill == "lead" else None)
            for skill in skills
        ),
        mode="onsite" if site else "video",
        site=site,
        room_features=ROOM_FEATURES[features],
        gap_min=30,
    )


def _rooms(candidates: Sequence[Candidate], sites: Sequence[Site]) -> list[Room]:
    """So many rooms that a site's rounds fill about a third of their hours; every third has all features."""
    held = [spec.site for candidate in candidates for spec in candidate.rounds if spec.site]
    return [
        Room(
            id=f"{site.name}-{number}",
            site=site.name,
            windows=tuple(_window(site.tz, day, 0, 36) for day in range(len(DAYS))),
            features=ROOM_FEATURES[2 - number % 3],
            turnover_min=SLOT_MINUTES,
        )
        for site in sites
        for number in range(1 + held.count(site.name) // 36)
    ]


def _shares(sites: Sequence[Site]) -> list[float]:
    whole = sum(site.share for site in sites)
    return [site.share / whole for site in sites]


def _drawn(choices: Sequence[tuple[T, float]], dice: float) -> T:
    """The choice that a throw in [0, 1) falls on."""
    for choice, share in choices:
        dice -= share
        if dice < 0:
            return choice
    return choices[-1][0]

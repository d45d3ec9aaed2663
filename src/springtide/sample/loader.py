"""Loads the sample: two intakes with everything that happened in them so far.

Rows are written in bulk, past the doors, because a hundred thousand stories would take hours through them; what the
doors guarantee is checked by `tests/springtide/sample/test_loader.py`, and the journal tells every move.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np
from django.db import transaction

from springtide.applications.models import Application
from springtide.foundation.journal.models import Entry
from springtide.interviews.models import Interview
from springtide.planning.events import plan_changed
from springtide.planning.models import Intake
from springtide.sample.applicants import time_applications, write_applications
from springtide.sample.crew import Crew, gather_crew, give_roles
from springtide.sample.day import ask_for_a_schedule, live_today
from springtide.sample.ground import Ground, announce, lay_ground
from springtide.sample.intake import SampleIntake, earlier_intake, load_intake
from springtide.sample.interns import live_internships
from springtide.sample.interviewers import furnish, seat_interviewers
from springtide.sample.offering import Market, give_seats, winter_seats
from springtide.sample.papers import hand_in
from springtide.sample.past import Past, dated, days
from springtide.sample.people import SamplePerson, people
from springtide.sample.reading import Room, make_releases, note_releases, release_days, screen
from springtide.sample.rubrics import use_rubrics
from springtide.sample.season import lay_season
from springtide.sample.shown import show_candidates, show_mentor
from springtide.sample.sitting import hold_assessment
from springtide.sample.talks import Stage, make_rounds, talk
from springtide.sample.what_ifs import ask_what_if
from springtide.screening.models import Criterion, Decision, Release, Review

CHUNK = 2_500
READ = 15_000  # the readers of the sample came to no more applications than these
EARLIER = 0.13  # share of the applications that belong to the earlier intake
FEWEST_EARLIER, MOST_EARLIER = 240, 1_500
PAPERS = 200  # how many have a résumé
SEED = 1

DATED = (
    (Intake, "created"),
    (Application, "created"),
    (Application, "changed"),
    (Review, "created"),
    (Decision, "decided_at"),
    (Release, "released_at"),
    (Interview, "created"),
)
Tell = Callable[[str, int, int], None]  # words, done, of how many


@dataclass(frozen=True)
class Loaded:
    """What was written."""

    applications: int
    lines: int


@dataclass(frozen=True)
class Scene:
    """One intake while it is being filled."""

    ground: Ground
    room: Room
    stage: Stage
    evaluation: list[Criterion]
    papers: int


def load_sample(*, applications: int, now: datetime, tell: Tell, seed: int = SEED, papers: int = PAPERS) -> Loaded:
    """Write both intakes in one transaction: a load that is cut short leaves nothing behind."""
    earlier = min(max(round(applications * EARLIER), FEWEST_EARLIER), MOST_EARLIER)
    past = Past(now)
    rng = np.random.default_rng([seed, applications])
    with transaction.atomic():
        with dated(*DATED):
            crew = gather_crew(load_intake())
            before = _scene(earlier_intake(), crew, past, rng, applications, papers)
            _fill(before, earlier, 0, seed, past, rng, lambda n: tell("Applications", n, applications))
            past.write()
        tell("Offers of the earlier intake", earlier, applications)
        market = Market(before.ground, crew, past, rng)
        give_seats(market)
        live_internships(market, before.evaluation)
        with dated(*DATED):
            main = _scene(load_intake(), crew, past, rng, applications, papers)
            seat_interviewers(main.ground, crew, past, np.random.default_rng([seed, 5]))
            furnish(main.ground)
            rest = applications - earlier
            _fill(main, rest, earlier, seed, past, rng, lambda n: tell("Applications", earlier + n, applications))
            live_today(main.ground, crew, past, np.random.default_rng([seed, 6]))
            hold_assessment(main.ground, crew, past, rng)
            tell("Journal", applications, applications)
            past.write()
        tell("Offers of this week", applications, applications)
        winter_seats(market)
        past.write()
        # Last, as they are the worker's: the page answers while it computes.
        ask_for_a_schedule(main.ground, crew, past)
        ask_what_if(main.ground, crew, past)
        show_mentor()
        show_candidates()
        for intake in Intake.objects.filter(is_sample=True):
            plan_changed.send(Intake, intake=intake)
    return Loaded(applications, Entry.objects.count())


def _scene(
    planned: SampleIntake, crew: Crew, past: Past, rng: np.random.Generator, applications: int, papers: int
) -> Scene:
    season = lay_season(past.now.date(), planned.head)
    ground = lay_ground(planned, season, crew.lead, past)
    give_roles(crew, ground, season.opens - days(20), past)
    announce(ground, past, crew.lead)
    rubrics = use_rubrics(ground, crew.lead)
    begun = {key for key, phase in season.phases.items() if phase < past.now - days(6)}
    open_divisions = frozenset(key for key, row in ground.divisions.items() if row.phase.slug in begun)
    room = Room(
        ground=ground,
        crew=crew,
        past=past,
        rng=rng,
        rubric=rubrics["screening"],
        criteria=list(rubrics["screening"].criteria.all()),
        releases=make_releases(ground, crew, release_days(ground), past),
        divisions=open_divisions,
        share=min(1.0, READ / applications),
        finished=season.deadline < past.now,
    )
    rounds = make_rounds(ground, rubrics["interview"], crew.lead, past)
    stage = Stage(ground, crew, past, rng, rounds, list(rubrics["interview"].criteria.all()), finished=room.finished)
    evaluation = list(rubrics["evaluation"].criteria.all())
    return Scene(ground, room, stage, evaluation, papers=papers // 6 if room.finished else papers - papers // 6)


def _fill(
    scene: Scene, count: int, first: int, seed: int, past: Past, rng: np.random.Generator, tell: Callable[[int], None]
) -> dict[tuple[int, str], int]:
    """Everybody's application and what became of it so far. Returns interview totals."""
    ground = scene.ground
    totals: dict[tuple[int, str], int] = {}
    done = papers = 0
    for batch in _chunks(people(seed, count, first=first, window=ground.season.window, intake=ground.planned)):
        applicants = write_applications(ground, time_applications(ground, batch, past.now, rng), rng, past)
        papers += hand_in(applicants, scene.papers - papers, ground.scope, past)
        totals |= talk(scene.stage, screen(scene.room, applicants))
        done += len(batch)
        tell(done)
    note_releases(scene.room)
    return totals


def _chunks(told: Iterator[SamplePerson]) -> Iterator[list[SamplePerson]]:
    while batch := list(islice(told, CHUNK)):
        yield batch

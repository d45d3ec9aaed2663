"""`./springtide manage drill DATA`: real postings and résumés walk from import to allocation, through a user's doors.

DATA is the folder with `postings/` and `resumes/files/`. The drill opens a season of its own, prints what happens, and
fails where something does not add up. Only the judgement is stood in for: points come from a seed, nobody reads here.
"""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from springtide.allocation.actions.publishing import publish_run
from springtide.allocation.actions.runs import start_run
from springtide.allocation.models import Run
from springtide.applications.models import Application
from springtide.foundation.accounts.actions import grant_role, open_account
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.queries import verify_chain
from springtide.planning.actions.intakes import move_intake, open_intake
from springtide.planning.actions.parts import add_part
from springtide.planning.models import Division, Intake, Opening, Position, Site
from springtide.screening.actions.assigning import assign_in_bulk
from springtide.screening.actions.deciding import Ground, decide
from springtide.screening.actions.releasing import release_decisions
from springtide.screening.actions.scoring import Found, lock_scores, save_scores
from springtide.screening.models import Decision, Review

SEED = 2026
CHOSEN = "Among the better two thirds of the drill."
NOT_CHOSEN = "Not among the better two thirds of the drill."


def say(words: str) -> None:
    print(words, flush=True)


def hold(right: bool, words: str) -> None:
    if not right:
        raise CommandError(f"FAILED: {words}")
    say(f"  ok: {words}")


def person(name: str, role: str, scope: str) -> Person:
    found = open_account(email=f"{name}@drill.example")
    grant_role(person=found, role=role, scope=scope, by=None)
    return found


def season() -> Intake:
    now = timezone.now()
    intake = open_intake(
        by=None,
        slug="real-input",
        names={"en": "Real input"},
        company={"en": "Drill"},
        zone="Asia/Shanghai",
        opens_at=now - timedelta(days=1),
        shown_deadline=now + timedelta(days=5),
        starts_on=(now + timedelta(days=60)).date(),
        ends_on=(now + timedelta(days=150)).date(),
        graduation_from=date(2025, 11, 1),
        graduation_to=date(2026, 10, 31),
        most_preferences=6,
    )
    intake.phases.update(opens_at=now - timedelta(days=1))
    return move_intake(intake=intake, verb="publish", by=None)


def postings(intake: Intake, data: Path) -> None:
    # Some of the real postings name no place we know, or none at all.
    place = {"slug": "elsewhere", "names": {"en": "Elsewhere"}, "country": "US", "zone": "America/Los_Angeles"}
    add_part(intake=intake, kind=Site, by=None, jurisdiction="us", **place)
    files = {"ai_interns_usa_2026-07.json": 143, "corpus.json": 100}
    for name, rows in files.items():
        before = Position.objects.filter(intake=intake).count()
        words = ["--intake", intake.slug, "--site", "elsewhere", "--publish", "--commit"]
        command(words, data / "postings" / name)
        hold(
            Position.objects.filter(intake=intake).count() - before == rows, f"{rows} postings of {name} are positions"
        )


def command(words: list[str], path: Path) -> None:
    call_command("import_postings", str(path), *words, stdout=io.StringIO())


def resumes(intake: Intake, data: Path) -> None:
    call_command("import_resumes", str(data / "resumes" / "files"), "--intake", intake.slug, "--submit")
    rows = Application.objects.filter(intake=intake)
    hold(rows.count() == 39, "39 résumés are applications")
    hold(rows.filter(state="submitted").count() == 39, "all 39 were sent, each with ranked openings and a receipt")
    read = rows.filter(documents__state="read").count()
    hold(read >= 37, f"the text of {read} of them was read by jobs")


def screening(intake: Intake) -> None:
    chance = Random(SEED)  # noqa: S311 - points that can be repeated, not a secret
    divisions = list(Division.objects.filter(preferences__application__intake=intake).distinct())
    for division in divisions:
        reader = person(f"reader-{division.slug}"[:40], Role.REVIEWER, division.scope)
        recruiter = person(f"recruiter-{division.slug}"[:40], Role.RECRUITER, division.scope)
        assign_in_bulk(division=division, each=1, most=50, by=recruiter, seed=SEED)
        for review in Review.objects.filter(division=division, reviewer=reader, state="assigned"):
            points = {c.pk: Found(chance.randint(1, 5)) for c in review.rubric.criteria.all()}
            lock_scores(review=save_scores(review=review, found=points, note="", version=None, by=reader), by=reader)
        judge(intake, division, recruiter)
    reviews = Review.objects.filter(division__in=divisions, state="locked").count()
    hold(reviews >= 39, f"{reviews} readings in {len(divisions)} divisions are scored and locked")
    approver = person("approver", Role.APPROVER, intake.scope)
    waiting = list(Decision.objects.filter(division__intake=intake, state="pending").values_list("pk", flat=True))
    people = Application.objects.filter(decisions__in=waiting).distinct().count()
    release_decisions(intake=intake, decisions=waiting, shown=len(waiting), typed=people, by=approver)
    states = Application.objects.filter(intake=intake).values_list("state", flat=True)
    left = {state: list(states).count(state) for state in sorted(set(states))}
    hold(set(left) <= {"shortlisted", "rejected"}, f"{len(waiting)} decisions released by a second person: {left}")


def judge(intake: Intake, division: Division, recruiter: Person) -> None:
    """The better two thirds go on, as a recruiter with few seats might decide."""
    totals = Review.objects.filter(division=division, state="locked").order_by("-total", "application")
    ranked = [Application.objects.get(pk=pk) for pk in dict.fromkeys(totals.values_list("application", flat=True))]
    cut = -(-2 * len(ranked) // 3)
    if ranked[:cut]:
        decide(
            applications=ranked[:cut],
            division=division,
            ground=Ground("advance", "Among the better two thirds."),
            by=recruiter,
        )
    if ranked[cut:]:
        ground = Ground("reject", NOT_CHOSEN, Decision.Category.values[0])
        decide(applications=ranked[cut:], division=division, ground=ground, by=recruiter)


def allocation(intake: Intake) -> None:
    lead, approver = person("lead", Role.LEAD, intake.scope), Person.objects.get(email="approver@drill.example")
    run = start_run(intake=intake, name="Drill", with_transfer=True, by=lead)
    run_due()
    run = Run.objects.get(pk=run.pk)
    hold(run.state == "proposed", f"a run proposes seats (input {run.inputs_hash[:12]}, seed {run.seed})")
    people = run.figures["applicants"]
    publish_run(run=run, by=approver, typed=people)
    placed = run.placements.exclude(via="none").count()
    hold(placed > 0, f"the certificate passed, a second person published: {placed} of {people} people have a seat")
    again = start_run(intake=intake, name="Again", with_transfer=True, by=lead)
    run_due()
    hold(Run.objects.get(pk=again.pk).state in ("proposed", "failed"), "a second run leaves the published one as it is")


def walk(data: Path) -> None:
    steps: list[Callable[[Intake], None]] = [
        lambda intake: postings(intake, data),
        lambda intake: resumes(intake, data),
        screening,
        allocation,
    ]
    intake = season()
    for step in steps:
        step(intake)
    seats = sum(Opening.objects.filter(position__intake=intake).values_list("seats", flat=True))
    proof = verify_chain()
    hold(proof.whole, f"the journal is whole: {proof.lines} lines, {seats} seats planned")


class Command(BaseCommand):
    help = "Walks real postings and résumés from import to a published allocation, in a season of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("data", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        walk(options["data"])

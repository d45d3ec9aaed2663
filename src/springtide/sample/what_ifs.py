"""Two questions of the lead to the allocation, so that a comparison and prices can be looked at.

The season's targets speak of all its seats; so early few people are in the market, and no run could meet them.
The what-ifs ask for as much of each floor as those people could fill.
"""

from decimal import Decimal
from math import sqrt

from springtide.allocation.actions import start_run
from springtide.allocation.changes import Changes
from springtide.allocation.models import Run
from springtide.allocation.queries import in_market
from springtide.planning.models import Opening
from springtide.planning.targets import CEILING, COUNT, FLOOR
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, lived

# Of the people in the market some are wanted by nobody.
SEATED = 0.8
STRICTER = Decimal(92)
FEWER = 0.5


def ask_what_if(ground: Ground, crew: Crew, past: Past) -> None:
    """Runs for the worker; each takes it a few seconds."""
    intake = ground.intake
    seats = sum(Opening.objects.filter(position__intake=intake).values_list("seats", flat=True))
    share = SEATED * in_market(intake).count() / max(seats, 1)
    targets = list(intake.targets.all())
    scaled = {t.pk: _safe(float(t.value) * share) for t in targets if (t.kind, t.bound) == (COUNT, FLOOR)}
    cloud = {t.pk: STRICTER for t in targets if t.within.get("division") == "cloud"}
    # A ceiling can always be kept, and one far below what people want always costs: there is a price to look at.
    desks = max((t for t in targets if (t.kind, t.bound) == (COUNT, CEILING)), key=lambda t: t.value)
    fewer = {desks.pk: Decimal(int(float(desks.value) * share * FEWER))}
    questions = (
        ("Who is here so far, stable", Run.Method.STABLE, scaled),
        ("Cloud at 92 % AI, half the desks of Hangzhou", Run.Method.OPTIMUM, scaled | cloud | fewer),
    )
    with lived(past.now):
        for name, method, values in questions:
            changes = Changes(targets=values)
            start_run(intake=intake, name=name, with_transfer=False, by=crew.lead, method=method, changes=changes)


def _safe(expected: float) -> Decimal:
    """A floor two standard deviations below what is expected: who happens to be here differs from day to day, and a
    small group may well lack one."""
    return Decimal(max(int(expected - 2 * sqrt(expected)), 0))

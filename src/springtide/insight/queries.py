"""Counts of a season, each one grouped query, limited to what a person may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from statistics import fmean
from typing import Any

from django.db.models import Avg, Count, Func, IntegerField, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from springtide.allocation.models import Placement
from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.interviews.models import Interview, Scorecard
from springtide.mentoring.models import Evaluation, Internship
from springtide.offers.models import Offer
from springtide.planning.models import Intake
from springtide.planning.queries import cells_for, divisions_for, intake_for
from springtide.planning.targets import Cell
from springtide.screening.models import Decision, Standing

WHOLE = (Role.LEAD, Role.APPROVER, Role.AUDITOR)
SEERS = (*WHOLE, Role.RECRUITER)
QUARTER = 900  # seconds
APPLIED = "internship__offer__application"
SEAT = "internship__offer__opening__position"


@dataclass(frozen=True)
class Sight:
    """What one person may see of an intake: all of it (`divisions` is None), or these divisions (ids)."""

    person: Person
    intake: Intake
    divisions: tuple[int, ...] | None

    def within(self, intake: str, division: str) -> Q:
        """A condition on rows that reach their intake and division by these paths."""
        if self.divisions is None:
            return Q(**{intake: self.intake})
        return Q(**{f"{division}__in": self.divisions})

    @property
    def seats(self) -> Q:
        return self.within("opening__position__intake", "opening__position__division")


def sight_of(person: Person, intake: Intake) -> Sight | None:
    """None where the person holds no role that sees figures."""
    if person.holds(*WHOLE, scope=intake.scope):
        return Sight(person, intake, None)
    divisions = tuple(divisions_for(person, intake, *SEERS).values_list("pk", flat=True))
    return Sight(person, intake, divisions) if divisions else None


def sight_for(person: Person, slug: str) -> Sight:
    """The same, or 404."""
    sight = sight_of(person, intake_for(person, slug))
    if sight is None:
        raise Http404
    return sight


def applications(sight: Sight) -> QuerySet[Application]:
    """All begun: of the intake, or those that rank one of the divisions."""
    rows = Application.objects.filter(intake=sight.intake).order_by()
    if sight.divisions is None:
        return rows
    return rows.filter(pk__in=Preference.objects.filter(division__in=sight.divisions).values("application"))


@dataclass(frozen=True)
class Stage:
    """How many people ever got this far."""

    slug: str
    label: str
    count: int


def stages(sight: Sight) -> list[Stage]:
    """From begun to started, in order. Seven queries."""
    begun, submitted = _begun(sight)
    offers = Offer.objects.filter(sight.seats).aggregate(
        offered=Count("application", distinct=True, filter=Q(sent_at__isnull=False)),
        accepted=Count("application", distinct=True, filter=Q(state__in=["accepted", "reneged"])),
    )
    advanced = Decision.objects.filter(
        sight.within("division__intake", "division"), state="released", verdict=Decision.Verdict.ADVANCE
    )
    held = Interview.objects.filter(sight.within("round__intake", "round__division"), state="held")
    placed = Placement.objects.filter(sight.seats, run__intake=sight.intake, run__state="published").order_by()
    # Whom the reserve list promoted was placed too, though by no run.
    promoted = Offer.objects.filter(sight.seats).exclude(application__in=placed.values("application"))
    running = Internship.objects.filter(_offered(sight), state__in=["running", "finished"])
    return [
        Stage("begun", _("Begun"), begun),
        Stage("submitted", _("Submitted"), submitted),
        Stage("shortlisted", _("Shortlisted"), _people(advanced)),
        Stage("interviewed", _("Interviewed"), _people(held)),
        Stage("placed", _("Placed"), _people(placed) + _people(promoted)),
        Stage("offered", _("Offered"), offers["offered"]),
        Stage("accepted", _("Accepted"), offers["accepted"]),
        Stage("started", _("Started"), running.count()),
    ]


def _begun(sight: Sight) -> tuple[int, int]:
    found = applications(sight).aggregate(begun=Count("pk"), submitted=Count("submitted_at"))
    return found["begun"], found["submitted"]


def _people(rows: QuerySet[Any]) -> int:
    return int(rows.order_by().aggregate(n=Count("application", distinct=True))["n"])


def _offered(sight: Sight) -> Q:
    return sight.within("offer__opening__position__intake", "offer__opening__position__division")


class QuarterHour(Func):
    """Quarter hours since 1970 began: whatever the zone, a day is a whole number of them."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **named: Any) -> Any:
        return self.as_sql(
            compiler, connection, template=f"CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / {QUARTER}", **named
        )

    def as_postgresql(self, compiler: Any, connection: Any, **named: Any) -> Any:
        template = f"FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / {QUARTER})::bigint"
        return self.as_sql(compiler, connection, template=template, **named)


def arrivals(sight: Sight) -> dict[date, int]:
    """Submitted applications by day of the intake's calendar; days without any are left out."""
    rows = (
        applications(sight)
        .filter(submitted_at__isnull=False)
        .values_list(QuarterHour("submitted_at"))
        .annotate(n=Count("pk"))
    )
    found: Counter[date] = Counter()
    for quarter, n in rows:
        found[datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(sight.intake.tz).date()] += n
    return dict(sorted(found.items()))


def sources(sight: Sight) -> list[tuple[str, int]]:
    """(source, applications begun), the largest first; "" is those who came without a campaign."""
    return list(applications(sight).values_list("source").annotate(n=Count("pk")).order_by("-n", "source"))


@dataclass(frozen=True)
class Depth:
    """How deep into the season people are counted: planned seats, offers out, accepted, started."""

    slug: str
    label: str
    cells: list[Cell]

    @property
    def count(self) -> int:
        return sum(cell.count for cell in self.cells)


def depths(sight: Sight) -> list[Depth]:
    """Cells at all four depths."""
    return [Depth("planned", _("Planned seats"), cells_for(sight.person, sight.intake)), *later_depths(sight)]


def later_depths(sight: Sight) -> list[Depth]:
    """Those that planning cannot know. An accepted offer is still an offer out: its seat is promised."""
    offers = Offer.objects.filter(sight.seats, state__in=["sent", "accepted"])
    rows = list(offers.order_by().values_list(*_cell("opening__"), "state").annotate(n=Count("pk")))
    running = Internship.objects.filter(_offered(sight), state__in=["running", "finished"])
    started = running.order_by().values_list(*_cell("offer__opening__")).annotate(n=Count("pk"))
    return [
        Depth("offers", _("Offers out"), _cells((*row[:4], row[5]) for row in rows)),
        Depth("accepted", _("Accepted"), _cells((*row[:4], row[5]) for row in rows if row[4] == "accepted")),
        Depth("started", _("Started"), _cells(started)),
    ]


def _cell(opening: str) -> tuple[str, ...]:
    paths = ("position__division__slug", "site__slug", "position__family__slug", "position__family__is_ai")
    return tuple(f"{opening}{path}" for path in paths)


def _cells(rows: Iterable[tuple[Any, ...]]) -> list[Cell]:
    return [Cell(*row) for row in rows]


@dataclass(frozen=True)
class Pair:
    """What an intern was scored before the offer (0 to 100) and at the end (0 to 100)."""

    before: float
    after: int


def pairs(sight: Sight) -> list[Pair]:
    """Interns with a final evaluation and any score in the division they worked in. Three queries.

    `before` is the mean of the screening score and the interview score, or the one there is.
    """
    finals = Evaluation.objects.filter(
        sight.within(f"{SEAT}__intake", f"{SEAT}__division"), kind=Evaluation.Kind.FINAL
    ).order_by()
    ended = {
        (app, division): total for app, division, total in finals.values_list(APPLIED, f"{SEAT}__division", "total")
    }
    people = finals.values(APPLIED)
    read = Standing.objects.filter(application__in=people, score__isnull=False).order_by()
    heard = Scorecard.objects.filter(state="locked", interview__application__in=people).order_by()
    scored = read.values_list("application", "division").annotate(hundredth=Avg("score") / 100)
    marked = heard.values_list("interview__application", "interview__round__division").annotate(whole=Avg("total"))
    scores: dict[tuple[int, int], list[float]] = {key: [] for key in ended}
    for app, division, score in chain(scored, marked):
        if (app, division) in scores:
            scores[app, division].append(score)
    return [Pair(fmean(scores[key]), total) for key, total in ended.items() if scores[key]]

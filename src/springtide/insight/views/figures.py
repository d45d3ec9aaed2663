"""The figures of a season: each drawn for the page and written out as a table from the same values."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import correlation

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.foundation.ui import charts
from springtide.foundation.ui.drawing import Chart, Dot, Rule, Shape, Text, say
from springtide.insight import queries
from springtide.insight.queries import Depth, Pair, Sight, Stage
from springtide.insight.views.depth_chart import bound_words, depth_chart, value_words, verdict
from springtide.planning.models import Intake, Target
from springtide.planning.queries import targets_for
from springtide.planning.targets import Standing, evaluate_all

MOST_SOURCES = 10
FEWEST_PAIRS = 10
Sheet = Iterator[Sequence[object]]


@dataclass(frozen=True)
class Measured:
    """One target, standing at each depth."""

    target: Target
    standings: list[tuple[Depth, Standing]]

    @property
    def bound(self) -> str:
        return bound_words(self.standings[0][1])

    @property
    def chart(self) -> Chart:
        return depth_chart(self.target.name, self.standings)

    @property
    def marks(self) -> list[tuple[str, str, str]]:
        """(value, tone, verdict in words) at each depth."""
        return [(value_words(s), *verdict(s, depth.slug)) for depth, s in self.standings]


def measured(sight: Sight, depths: Sequence[Depth]) -> list[Measured]:
    """Every target the person sees, at these depths."""
    targets = targets_for(sight.person, sight.intake)
    columns = [evaluate_all(targets, depth.cells) for depth in depths]
    rows = zip(targets, zip(*columns, strict=True), strict=True) if targets else ()
    return [Measured(target, list(zip(depths, row, strict=True))) for target, row in rows]


def funnel(stages: Iterable[Stage]) -> Chart:
    return charts.funnel(_("From application to start"), [(s.label, s.count) for s in stages])


def every_day(found: dict[date, int], intake: Intake) -> list[tuple[date, int]]:
    """From opening (or the first arrival) to today or the last arrival, with the days on which nobody came."""
    if not found:
        return []
    today, closing = (at.astimezone(intake.tz).date() for at in (timezone.now(), intake.real_deadline))
    first = min([intake.opens_at.astimezone(intake.tz).date(), *found])
    last = max([min(today, closing), *found])
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, found.get(day, 0)) for day in days]


def by_day(found: dict[date, int], intake: Intake) -> Chart:
    """Arrivals, with a line at the deadline where it lies inside."""
    points = every_day(found, intake)
    chart = charts.days(_("Applications by day"), points)
    deadline = intake.shown_deadline.astimezone(intake.tz).date()
    if len(points) < 2 or not points[0][0] <= deadline <= points[-1][0]:
        return chart
    x = 100 * (deadline - points[0][0]).days / (points[-1][0] - points[0][0]).days
    mark = Rule(x=x, x2=x, y=20, y2=200, css="chart-mark")
    words = Text(x=x, y=13, text=_("Deadline"), anchor="end" if x > 80 else "middle" if x > 10 else "start")
    return replace(chart, shapes=[*chart.shapes, mark, words])


def source_label(source: str) -> str:
    return {"": _("Came directly"), "import": _("Imported")}.get(source, source)


def by_source(found: Sequence[tuple[str, int]]) -> Chart:
    shown = [(source_label(source), n) for source, n in found[:MOST_SOURCES]]
    rest = sum(n for _source, n in found[MOST_SOURCES:])
    if rest:
        shown.append((_("All others"), rest))
    return charts.bars(_("Where applicants came from"), shown, tone="info")


def foretold(found: Sequence[Pair]) -> Chart | None:
    """Each intern a dot: score before the offer along, final evaluation upwards. None below ten pairs."""
    if len(found) < FEWEST_PAIRS:
        return None
    shapes: list[Shape] = []
    for part in (0, 50, 100):
        y = 16 + 180 * (1 - part / 100)
        shapes += [Rule(x=0, x2=100, y=y, y2=y), Text(x=0, y=y - 4, text=say(part))]
        x = part or 0.5
        anchor = "start" if not part else "end" if part == 100 else "middle"
        shapes.append(Text(x=x, y=216, text=say(part), anchor=anchor))
    for pair in found:
        words = f"{say(pair.before)} → {say(pair.after)}"
        shapes.append(Dot(x=pair.before, y=16 + 180 * (1 - pair.after / 100), words=words))
    rows = [(say(pair.before), say(pair.after)) for pair in sorted(found, key=lambda p: -p.before)]
    head = (_("Score before the offer"), _("Final evaluation"))
    summary = ngettext("%(n)s intern.", "%(n)s interns.", len(found)) % {"n": len(found)}
    return Chart(
        title=_("Score before the offer and final evaluation"),
        summary=summary,
        height=222,
        shapes=shapes,
        head=head,
        rows=rows,
    )


def rank_agreement(found: Sequence[Pair]) -> float | None:
    """Spearman's rank correlation, −1 to 1, ties ranked by their mean; None where one side never varies."""
    before, after = _ranks([p.before for p in found]), _ranks([float(p.after) for p in found])
    if len(set(before)) < 2 or len(set(after)) < 2:
        return None
    return correlation(before, after)


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, v) + bisect_right(ordered, v) + 1) / 2 for v in values]


def funnel_sheet(sight: Sight) -> Sheet:
    yield _("Stage"), _("People")
    yield from ((stage.label, stage.count) for stage in queries.stages(sight))


def days_sheet(sight: Sight) -> Sheet:
    yield _("Day"), _("Applications")
    yield from ((day.isoformat(), n) for day, n in every_day(queries.arrivals(sight), sight.intake))


def sources_sheet(sight: Sight) -> Sheet:
    yield _("Source"), _("Applications")
    yield from queries.sources(sight)


def targets_sheet(sight: Sight) -> Sheet:
    depths = queries.depths(sight)
    yield (
        _("Target"),
        _("Bound"),
        *(label for d in depths for label in (d.label, _("%(depth)s: verdict") % {"depth": d.label})),
    )
    for row in measured(sight, depths):
        yield row.target.name, row.bound, *(word for value, _tone, said in row.marks for word in (value, said))


def loop_sheet(sight: Sight) -> Sheet:
    yield _("Score before the offer"), _("Final evaluation")
    found = queries.pairs(sight)
    yield from ((round(p.before, 2), p.after) for p in found if len(found) >= FEWEST_PAIRS)


SHEETS: dict[str, Callable[[Sight], Sheet]] = {
    "funnel": funnel_sheet,
    "targets": targets_sheet,
    "days": days_sheet,
    "sources": sources_sheet,
    "loop": loop_sheet,
}

"""One target at all depths: a bar for each, the bound as a line across them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from springtide.foundation.ui.charts import nice
from springtide.foundation.ui.drawing import Bar, Chart, Rule, Shape, Text
from springtide.insight.queries import Depth
from springtide.planning.targets import CEILING, FLOOR, SHARE, Standing, number, percent

ROW, BAR = 34, 7


def verdict(standing: Standing, depth: str) -> tuple[str, str]:
    """(tone, words). A floor on a number is not missed while offers still go out: it is on its way."""
    if standing.met is None:
        return "neutral", _("nothing yet")
    if standing.met:
        return "success", _("met")
    if standing.target.bound == FLOOR and standing.target.kind != SHARE and depth != "planned":
        return "info", _("not yet")
    return ("error" if standing.target.bound == CEILING or depth == "planned" else "warning"), _("not met")


def value_words(standing: Standing) -> str:
    """As planning writes it: what misses a bound never looks like it."""
    if standing.value is None:
        return "–"
    if standing.target.kind == SHARE:
        return f"{percent(standing.value, standing.wanted)}\N{NO-BREAK SPACE}%"
    return number(standing.value)


def bound_words(standing: Standing) -> str:
    """“at least 50 %”"""
    words = _("at least %(bound)s") if standing.target.bound == FLOOR else _("at most %(bound)s")
    unit = "\N{NO-BREAK SPACE}%" if standing.target.kind == SHARE else ""
    return words % {"bound": f"{number(standing.wanted)}{unit}"}


def depth_chart(title: str, standings: Sequence[tuple[Depth, Standing]]) -> Chart:
    """`standings`: the same target at each depth, in order."""
    first = standings[0][1]
    values = [float(s.value) for _depth, s in standings if s.value is not None]
    top = 100.0 if first.target.kind == SHARE else nice(max([float(first.wanted), *values]) * 1.1)
    mark = 100 * min(float(first.wanted) / top, 1)
    shapes: list[Shape] = []
    table = []
    for index, (depth, standing) in enumerate(standings):
        y = index * ROW
        tone, words = verdict(standing, depth.slug)
        said = f"{value_words(standing)} · {words}" if standing.value is not None else words
        width = 100 * min(float(standing.value or 0) / top, 1)
        shapes += [
            Text(x=0, y=y + 13, text=depth.label),
            Text(x=100, y=y + 13, text=said, anchor="end", css="chart-value"),
            Bar(x=0, y=y + 20, width=100, height=BAR, css="chart-track"),
        ]
        if width:
            css = f"chart-fill tone-{tone}"
            shapes.append(Bar(x=0, y=y + 20, width=width, height=BAR, css=css, words=f"{depth.label}: {said}"))
        shapes.append(Rule(x=mark, x2=mark, y=y + 17, y2=y + 30, css="chart-mark"))
        table.append((depth.label, value_words(standing), words))
    summary = "; ".join(f"{label}: {value}, {words}" for label, value, words in table)
    return Chart(
        title=f"{title}, {bound_words(first)}",
        summary=summary,
        height=len(standings) * ROW,
        shapes=shapes,
        head=(_("Depth"), bound_words(first), _("Verdict")),
        rows=table,
    )

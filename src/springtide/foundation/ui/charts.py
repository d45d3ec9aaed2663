"""Charts from plain values, drawn on the server: no script, printable, themed, each with its table.

Makers raise ValueError for a value that is no finite number. Values below zero are drawn as nothing, told as they are.
"""

from collections.abc import Sequence
from datetime import date
from math import floor, isfinite, log10

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from springtide.foundation.ui.drawing import TONES, Bar, Chart, Curve, Dot, Rule, Shape, Text, Words, say

ROW = 46
BAR = 10
GROUP = 84  # per cent of the width that grouped bars may fill
FIELD = 180


def bars(title: Words, items: Sequence[tuple[Words, float]], *, unit: str = "", tone: str = "primary") -> Chart:
    """Horizontal bars, the longest filling the width. `items` are (label, value)."""
    top = _top([value for _label, value in items])
    shapes: list[Shape] = []
    for index, (label, value) in enumerate(items):
        shapes += _row(index * ROW, str(label), say(value, unit), _share(value, top))
    table = [(str(label), say(value, unit)) for label, value in items]
    return _chart(title, table, shapes, len(items) * ROW, head=(_("What"), _("How many")), tone=tone)


def funnel(title: Words, stages: Sequence[tuple[Words, float]], *, tone: str = "primary") -> Chart:
    """Bars of a path people go along, each with its share of the stage before. `stages` are (label, count)."""
    top = _top([count for _label, count in stages])
    shapes: list[Shape] = []
    table: list[tuple[str, ...]] = []
    before: float = 0
    for index, (label, count) in enumerate(stages):
        share = say(round(100 * count / before), "%") if before > 0 else "–"
        words = say(count) if index == 0 else f"{say(count)} · {share}"
        shapes += _row(index * ROW, str(label), words, _share(count, top))
        table.append((str(label), say(count), share))
        before = count
    head = (_("Stage"), _("People"), _("Of the stage before"))
    return _chart(title, table, shapes, len(stages) * ROW, head=head, tone=tone)


def stacked(
    title: Words, series: Sequence[Words], rows: Sequence[tuple[Words, Sequence[float]]], *, unit: str = ""
) -> Chart:
    """Bars put together from parts. `series` names the parts, each row is (label, one value for each part)."""
    top = _top([sum(max(v, 0) for v in values) for _label, values in rows])
    shapes: list[Shape] = []
    for index, (label, values) in enumerate(rows):
        y = index * ROW
        shapes += _row(y, str(label), say(sum(values), unit), 0)
        x = 0.0
        for name, value, tone in zip(series, values, _tones(len(series)), strict=True):
            width = _share(value, top)
            words = f"{label} · {name}: {say(value, unit)}"
            shapes.append(Bar(x=x, y=y + 24, width=width, height=BAR, css=f"chart-fill tone-{tone}", words=words))
            x += width
    table = [(str(label), *(say(v, unit) for v in values)) for label, values in rows]
    legend = [(str(name), tone) for name, tone in zip(series, _tones(len(series)), strict=True)]
    return _chart(title, table, shapes, len(rows) * ROW, head=(_("What"), *series), legend=legend)


def grouped(
    title: Words, series: Sequence[Words], rows: Sequence[tuple[Words, Sequence[float]]], *, unit: str = ""
) -> Chart:
    """Bars side by side for comparing. `series` names what is compared, each row is (label, one value for each)."""
    top = _top([value for _label, values in rows for value in values])
    tones, step = _tones(len(series)), BAR + 4
    room = 24 + step * len(series) + 12
    shapes: list[Shape] = []
    for index, (label, values) in enumerate(rows):
        y = index * room
        shapes.append(Text(x=0, y=y + 15, text=str(label)))
        for place, (name, value, tone) in enumerate(zip(series, values, tones, strict=True)):
            at, words = y + 24 + place * step, f"{label} · {name}: {say(value, unit)}"
            # Bars end where their figures begin, so that the longest has room for its own.
            width = _share(value, top) * GROUP / 100
            shapes += [
                Bar(x=0, y=at, width=GROUP, height=BAR, css="chart-track"),
                Bar(x=0, y=at, width=width, height=BAR, css=f"chart-fill tone-{tone}", words=words),
                Text(x=100, y=at + BAR - 1, text=say(value, unit), anchor="end", css="chart-value"),
            ]
    table = [(str(label), *(say(v, unit) for v in values)) for label, values in rows]
    legend = [(str(name), tone) for name, tone in zip(series, tones, strict=True)]
    return _chart(title, table, shapes, len(rows) * room, head=(_("What"), *series), legend=legend)


def days(title: Words, points: Sequence[tuple[date, float]], *, unit: str = "", tone: str = "primary") -> Chart:
    """A line with its area over days. `points` are (day, value) in any order; days left out are bridged by the line."""
    points = sorted(points)
    top = nice(_top([value for _day, value in points]))
    first, last = (points[0][0], points[-1][0]) if points else (None, None)
    span = (last - first).days if first and last else 0

    def x_of(day: date) -> float:
        return 100 * (day - first).days / span if first and span else 50.0

    line = tuple((x_of(day), 20 + FIELD * (1 - _share(value, top) / 100)) for day, value in points)
    shapes: list[Shape] = []
    for part in (0, 0.5, 1):
        y = 20 + FIELD * (1 - part)
        shapes.append(Rule(x=0, x2=100, y=y, y2=y))
        if part:
            shapes.append(Text(x=0, y=y - 5, text=say(top * part, unit)))
    if len(line) > 1:
        shapes += [
            Curve(points=line, height=FIELD + 24, base=FIELD + 20, css="chart-area"),
            Curve(points=line, height=FIELD + 24),
        ]
    if points:
        words = f"{_day(points[-1][0])}: {say(points[-1][1], unit)}"
        shapes.append(Dot(x=line[-1][0], y=line[-1][1], words=words))
    for day, anchor in ((first, "start"), (last, "end")) if span else ((first, "middle"),):
        if day:
            shapes.append(Text(x=x_of(day), y=FIELD + 42, text=_day(day), anchor=anchor))
    table = [(_day(day), say(value, unit)) for day, value in points]
    return _chart(title, table, shapes, FIELD + 48, head=(_("Day"), _("How many")), tone=tone)


def bullet(
    title: Words,
    value: float,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    forecast: tuple[float, float] | None = None,
    whole: float | None = None,
    unit: str = "",
) -> Chart:
    """One figure against its target: a floor, a ceiling or both, with the range it is expected to end in.

    `whole` is the value at the far end of the scale (100 for shares); without it the scale is just wide enough.
    """
    told = [x for x in (value, at_least, at_most, *(forecast or ())) if x is not None]
    top = max(_top(told), whole) if whole else nice(_top(told) * 1.15)
    kept = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    shapes: list[Shape] = [*_row(0, str(title), say(value, unit), _share(value, top))]
    table = [(_("Now"), say(value, unit))]
    if forecast:
        low, high = (_share(x, top) for x in forecast)
        shapes.append(Bar(x=low, y=21, width=max(high - low, 0.5), height=BAR + 6, css="chart-range"))
        table.append((_("Expected between"), f"{say(forecast[0], unit)} – {say(forecast[1], unit)}"))
    for limit, words in ((at_least, _("at least %(limit)s")), (at_most, _("at most %(limit)s"))):
        if limit is None:
            continue
        x = _share(limit, top)
        label = words % {"limit": say(limit, unit)}
        anchor = "start" if x < 20 else "end" if x > 80 else "middle"
        shapes += [Rule(x=x, x2=x, y=18, y2=40, css="chart-mark"), Text(x=x, y=54, text=label, anchor=anchor)]
        table.append((_("Target"), label))
    table.append((_("Verdict"), _("met") if kept else _("not met")))
    return _chart(title, table, shapes, 60, head=(_("What"), _("Figure")), tone="success" if kept else "error")


def nice(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50 … at or above a value, 1 for nothing."""
    if value <= 0:
        return 1
    unit = 10.0 ** floor(log10(value))
    return next(step * unit for step in (1, 2, 2.5, 5, 10) if value <= step * unit * (1 + 1e-9))


def _row(y: float, label: str, words: str, width: float) -> list[Shape]:
    bar = [Bar(x=0, y=y + 24, width=width, height=BAR, words=f"{label}: {words}")] if width > 0 else []
    return [
        Text(x=0, y=y + 15, text=label),
        Text(x=100, y=y + 15, text=words, anchor="end", css="chart-value"),
        Bar(x=0, y=y + 24, width=100, height=BAR, css="chart-track"),
        *bar,
    ]


def _chart(
    title: Words,
    table: Sequence[Sequence[str]],
    shapes: Sequence[Shape],
    height: float,
    *,
    head: Sequence[Words],
    legend: Sequence[tuple[str, str]] = (),
    tone: str = "primary",
) -> Chart:
    summary = "; ".join(": ".join(row[:2]) for row in table[:12]) or _("No figures yet.")
    return Chart(
        title=title, summary=summary, height=height, shapes=shapes, head=head, rows=table, legend=legend, tone=tone
    )


def _top(values: Sequence[float]) -> float:
    if not all(isfinite(v) for v in values):
        raise ValueError("A chart shows finite numbers only.")
    return max([*values, 0])


def _share(value: float, top: float) -> float:
    if not isfinite(value):
        raise ValueError("A chart shows finite numbers only.")
    return 100 * min(max(value, 0) / top, 1) if top > 0 else 0.0


def _tones(count: int) -> list[str]:
    return [TONES[i % len(TONES)] for i in range(count)]


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")

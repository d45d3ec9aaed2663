"""What charts are drawn with: shapes with x in per cent of the width and y in pixels.

So a chart fills any width while its words keep their size, and is mirrored for right-to-left readers by turning x.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import formats
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

Words = str | Promise
TONES = ("primary", "secondary", "accent", "info", "warning", "success", "error")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A rectangle; `words` is what a pointer resting on it reads."""

    x: float
    y: float
    width: float
    height: float
    css: str = "chart-fill"
    words: str = ""
    kind: str = "bar"

    def mirrored(self) -> "Bar":
        return replace(self, x=100 - self.x - self.width)


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words on the baseline y; `anchor` is start, middle or end in reading direction."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    css: str = ""
    kind: str = "text"

    def mirrored(self) -> "Text":
        return replace(self, x=100 - self.x)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A straight line, upright or level."""

    x: float
    y: float
    x2: float
    y2: float
    css: str = "chart-grid"
    kind: str = "rule"

    def mirrored(self) -> "Rule":
        return replace(self, x=100 - self.x, x2=100 - self.x2)


@dataclass(frozen=True, kw_only=True)
class Dot:
    x: float
    y: float
    css: str = "chart-dot"
    words: str = ""
    kind: str = "dot"

    def mirrored(self) -> "Dot":
        return replace(self, x=100 - self.x)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line through points (x %, y px) in a field of `height` pixels; with `base` the area down to it is filled."""

    points: tuple[tuple[float, float], ...]
    height: float
    base: float | None = None
    css: str = "chart-line"
    kind: str = "curve"

    @property
    def path(self) -> str:
        line = "L".join(f"{_short(x)} {_short(y)}" for x, y in self.points)
        if self.base is None:
            return f"M{line}"
        first, last = self.points[0][0], self.points[-1][0]
        return f"M{_short(first)} {_short(self.base)}L{line}L{_short(last)} {_short(self.base)}Z"

    def mirrored(self) -> "Curve":
        return replace(self, points=tuple((100 - x, y) for x, y in self.points))


Shape = Bar | Text | Rule | Dot | Curve


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing with its words: write {{ chart }} in a template. `rows` is the table below it, headed by `head`."""

    title: Words
    summary: str
    height: float
    shapes: Sequence[Shape]
    head: Sequence[Words]
    rows: Sequence[Sequence[str]]
    legend: Sequence[tuple[str, str]] = ()
    tone: str = "primary"

    def drawn(self) -> Iterator[Shape]:
        """Yield the shapes as the reader's direction wants them."""
        mirror = get_language_bidi()
        for shape in self.shapes:
            yield shape.mirrored() if mirror else shape

    def __str__(self) -> SafeString:
        return render_to_string("ui/chart.html", {"chart": self})

    __html__ = __str__


def say(value: float, unit: str = "") -> str:
    """Write a number as the reader's language does; parts of one are kept to one decimal, per cent is set apart."""
    whole = float(value).is_integer()
    number = formats.number_format(int(value) if whole else round(value, 1), use_l10n=True, force_grouping=True)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

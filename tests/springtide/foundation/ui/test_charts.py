"""Charts: right lengths, honest about nothing, mirrored for Arabic, deaf to markup in names."""

from datetime import date
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from springtide.foundation.ui import charts
from springtide.foundation.ui.drawing import Bar, Chart, Curve, Dot, Rule, Text


def fills(chart: Chart) -> list[Bar]:
    return [s for s in chart.shapes if isinstance(s, Bar) and s.css.startswith("chart-fill")]


def test_the_longest_bar_fills_the_width_and_the_others_keep_their_share() -> None:
    chart = charts.bars("Seats", [("Hangzhou", 200), ("Paris", 50), ("Dubai", 0)])
    assert [bar.width for bar in fills(chart)] == [100, 25]
    assert chart.rows == [("Hangzhou", "200"), ("Paris", "50"), ("Dubai", "0")]


@pytest.mark.parametrize("values", [[], [("Paris", 0)], [("Paris", 0), ("Dubai", 0)]])
def test_nothing_is_drawn_as_nothing(values: list[tuple[str, float]]) -> None:
    chart = charts.bars("Seats", values)
    assert fills(chart) == []
    assert ("No figures yet." in str(chart)) == (not values)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        charts.bars("Seats", [("Paris", bad), ("Dubai", 1)])
    with pytest.raises(ValueError, match="finite"):
        charts.bullet("Share", 1, at_least=bad)


def test_a_funnel_tells_each_stage_by_the_one_before() -> None:
    chart = charts.funnel("Path", [("Submitted", 1000), ("Screened", 400), ("Offered", 0), ("Accepted", 0)])
    assert [row[2] for row in chart.rows] == ["–", "40\xa0%", "0\xa0%", "–"]


def test_stacked_parts_lie_end_to_end_and_add_up() -> None:
    chart = charts.stacked("Seats", ["AI", "Other"], [("Cloud", [80, 20]), ("Gaode", [20, 30])])
    cloud, gaode = fills(chart)[:2], fills(chart)[2:]
    assert [(bar.x, bar.width) for bar in cloud] == [(0, 80), (80, 20)]
    assert [(bar.x, bar.width) for bar in gaode] == [(0, 20), (20, 30)]
    assert chart.rows[0] == ("Cloud", "80", "20")


def test_grouped_bars_share_one_scale_and_stand_below_each_other() -> None:
    chart = charts.grouped("Ranks", ["Now", "What if"], [("First", [40, 80]), ("Second", [20, 0])])
    bars = fills(chart)
    assert [bar.width for bar in bars] == [charts.GROUP / 2, charts.GROUP, charts.GROUP / 4, 0]
    assert len({bar.y for bar in bars}) == 4 and {bar.x for bar in bars} == {0}
    assert chart.rows == [("First", "40", "80"), ("Second", "20", "0")]
    assert [name for name, _tone in chart.legend] == ["Now", "What if"]


def test_days_stand_at_their_distance_even_where_some_are_missing() -> None:
    chart = charts.days("Sent", [(date(2026, 3, 11), 50), (date(2026, 3, 1), 10), (date(2026, 3, 2), 20)])
    line = next(s for s in chart.shapes if isinstance(s, Curve) and s.base is None)
    assert [x for x, _y in line.points] == pytest.approx([0, 10, 100])
    # 50 is the top of the scale, 10 a fifth of it: in a field 180 high that begins at 20.
    assert [y for _x, y in line.points] == pytest.approx([164, 128, 20])


def test_a_single_day_is_a_dot_in_the_middle() -> None:
    chart = charts.days("Sent", [(date(2026, 3, 1), 7)])
    assert [s.x for s in chart.shapes if isinstance(s, Dot)] == [50]
    assert not [s for s in chart.shapes if isinstance(s, Curve)]


@pytest.mark.parametrize(
    ("value", "limits", "verdict"),
    [
        (53, {"at_least": 50}, "met"),
        (50, {"at_least": 50}, "met"),
        (49.9, {"at_least": 50}, "not met"),
        (15, {"at_most": 15}, "met"),
        (15.1, {"at_most": 15}, "not met"),
        (40, {"at_least": 30, "at_most": 50}, "met"),
        (0, {}, "met"),
    ],
)
def test_a_bullet_says_whether_the_target_is_met(value: float, limits: dict[str, float], verdict: str) -> None:
    chart = charts.bullet("AI share", value, whole=100, unit="%", **limits)
    assert chart.rows[-1] == ("Verdict", verdict)
    assert chart.tone == ("success" if verdict == "met" else "error")
    assert [s.x for s in chart.shapes if isinstance(s, Rule)] == list(limits.values())


def test_right_to_left_turns_the_drawing_round() -> None:
    chart = charts.bars("Seats", [("Hangzhou", 4), ("Paris", 1)])
    with override("ar"):
        turned = [s for s in chart.drawn() if isinstance(s, Bar) and s.css == "chart-fill"]
        labels = [s.x for s in chart.drawn() if isinstance(s, Text) and s.anchor == "start"]
        drawn = str(chart)
    assert [(bar.x, bar.width) for bar in turned] == [(0, 100), (75, 25)]
    assert labels == [100, 100]
    assert 'x="75.00%"' in drawn  # and not 75,00%, which no browser draws


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    html = str(charts.bars('<script>alert("x")</script>', [("<img onerror=x>", 3)]))
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;img onerror=x&gt;" in html


def test_a_chart_can_be_read_without_being_seen() -> None:
    html = str(charts.bars("Seats by city", [("Hangzhou", 1610)]))
    assert 'role="img" aria-label="Seats by city. Hangzhou: 1,610"' in html
    assert '<th scope="row">Hangzhou</th><td class="num">1,610</td>' in html


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_a_nice_top_holds_the_value_and_wastes_less_than_three_fifths(value: float) -> None:
    top = charts.nice(value)
    assert value <= top * (1 + 1e-9)
    assert top <= value * 2.5 * (1 + 1e-9)


@given(st.lists(st.floats(min_value=-1e9, max_value=1e9), min_size=1, max_size=30))
def test_nothing_is_ever_drawn_outside_the_field(values: list[float]) -> None:
    chart = charts.bars("Any", [(str(i), v) for i, v in enumerate(values)])
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 + 1e-9 for bar in fills(chart))
    tops = [bar.y for bar in chart.shapes if isinstance(bar, Bar) and bar.css == "chart-track"]
    assert all(a < b for a, b in pairwise(tops))

"""Points to totals, exactly: whole numbers only, so that every machine gets the same one."""

from collections.abc import Iterable, Sequence

HIGHEST = 5


def half_up(numerator: int, denominator: int) -> int:
    """Numerator over denominator (both ≥ 0), rounded to the nearest whole number, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def weighted_total(scored: Iterable[tuple[int, int]]) -> int:
    """0 to 100 from (points 1 to 5, weight ≥ 1) of every criterion: 100 · Σ w(p−1) / (4 · Σ w), rounded half up.

    Raises ValueError where there is no criterion, or points or weight out of range.
    """
    pairs = list(scored)
    if not pairs or any(not 1 <= points <= HIGHEST or weight < 1 for points, weight in pairs):
        raise ValueError("a total needs points from 1 to 5 and a weight for every criterion")
    won = sum(weight * (points - 1) for points, weight in pairs)
    return half_up(100 * won, (HIGHEST - 1) * sum(weight for _points, weight in pairs))


def mean_score(totals: Sequence[int]) -> int | None:
    """Mean of locked totals times 100: 0 to 10,000. None where nobody has locked."""
    return half_up(100 * sum(totals), len(totals)) if totals else None


def spread(totals: Sequence[int]) -> int | None:
    """Highest less lowest total."""
    return max(totals) - min(totals) if totals else None

"""Random small markets for hypothesis."""

import itertools

from hypothesis import strategies as st

from springtide_engine.matching import Caps, Market


@st.composite
def small_markets(draw: st.DrawFn, people: int = 6, places: int = 4, top_score: int = 3) -> Market:
    """Few scores, so that ties abound; some pairs unscored, some positions without seats."""
    m = draw(st.integers(1, places))
    score = st.one_of(st.none(), st.integers(0, top_score), st.integers(0, top_score))
    choices = draw(
        st.lists(
            st.permutations(range(m)).flatmap(
                lambda order: st.integers(0, m).flatmap(
                    lambda length: st.tuples(*(st.tuples(st.just(place), score) for place in order[:length]))
                )
            ),
            max_size=people,
        )
    )
    capacities = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    return Market.from_lists(choices, capacities)


def as_lists(market: Market) -> list[list[tuple[int, int | None]]]:
    """Undo Market.from_lists."""
    scores = [int(s) if ok else None for s, ok in zip(market.scores, market.acceptable, strict=True)]
    pairs = list(zip(market.positions.tolist(), scores, strict=True))
    bounds = market.offsets.tolist()
    return [pairs[start:end] for start, end in itertools.pairwise(bounds)]


@st.composite
def laminar_caps(draw: st.DrawFn, places: int) -> Caps:
    """Groups within groups: each one holds whole ones of those before, and positions that lie in none yet."""
    blocks = [[place] for place in range(places)]
    groups = []
    for number in range(draw(st.integers(0, 5))):
        picked = draw(st.sets(st.integers(0, len(blocks) - 1), min_size=1))
        members = sorted(place for index in picked for place in blocks[index])
        blocks = [block for index, block in enumerate(blocks) if index not in picked] + [members]
        groups.append((members, draw(st.integers(0, 4)), f"group {number}"))
    return Caps.of(draw(st.permutations(groups)))

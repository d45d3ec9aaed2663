"""Points, readings and words: what is decided without a database."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.screening.rules.sharing import share_out
from springtide.screening.rules.totals import mean_score, spread, weighted_total
from springtide.screening.rules.words import personal_words


@pytest.mark.parametrize(
    ("scored", "total"),
    [
        ([(1, 3), (1, 1)], 0),
        ([(5, 3), (5, 1)], 100),
        ([(3, 1)], 50),
        ([(5, 3), (1, 1)], 75),
        ([(2, 1), (1, 1)], 13),  # 12.5 goes up
        ([(4, 1), (1, 2), (1, 3)], 13),  # 12.5 again, by other weights
        ([(2, 1), (1, 2)], 8),  # 8.33 goes down
    ],
)
def test_a_total_is_exact_and_halves_go_up(scored, total):
    assert weighted_total(scored) == total


@pytest.mark.parametrize("scored", [[], [(0, 1)], [(6, 1)], [(3, 0)]])
def test_blank_and_out_of_range_are_no_total(scored):
    with pytest.raises(ValueError, match="1 to 5"):
        weighted_total(scored)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 10)), min_size=1, max_size=10), st.data())
def test_one_point_more_never_costs(scored, data):
    place = data.draw(st.integers(0, len(scored) - 1))
    points, weight = scored[place]
    better = [*scored[:place], (min(points + 1, 5), weight), *scored[place + 1 :]]
    assert 0 <= weighted_total(scored) <= weighted_total(better) <= 100


def test_several_totals_have_a_mean_and_a_spread():
    assert (mean_score([]), spread([])) == (None, None)
    assert (mean_score([70]), spread([70])) == (7000, 0)
    assert (mean_score([70, 71, 71]), spread([70, 71, 75])) == (7067, 5)


@given(
    st.integers(0, 40),
    st.lists(st.integers(0, 6), min_size=1, max_size=8),
    st.integers(1, 3),
    st.integers(1, 12),
    st.integers(0, 99),
    st.data(),
)
def test_readings_are_shared_fairly(people, loads, each, most, seed, data):
    applications, reviewers = list(range(people)), dict(enumerate(loads))
    barred = {a: frozenset(data.draw(st.sets(st.sampled_from(sorted(reviewers)), max_size=2))) for a in applications}
    pairs = share_out(applications, reviewers, each=each, most=most, barred=barred, seed=seed)
    given_out = Counter(reviewer for _application, reviewer in pairs)
    assert len(set(pairs)) == len(pairs), "nobody reads the same application twice"
    assert not [pair for pair in pairs if pair[1] in barred[pair[0]]], "conflicts are kept"
    assert all(loads[r] + n <= max(most, loads[r]) for r, n in given_out.items()), "the limit holds"
    assert max(Counter(a for a, _r in pairs).values(), default=0) <= each
    assert pairs == share_out(applications, reviewers, each=each, most=most, barred=barred, seed=seed)


def test_without_conflicts_the_load_is_level_and_nobody_is_left_out():
    pairs = share_out(range(31), {1: 0, 2: 0, 3: 0, 4: 5}, each=2, most=100, barred={}, seed=7)
    load = Counter({4: 5}) + Counter(reviewer for _a, reviewer in pairs)
    assert max(load.values()) - min(load.values()) <= 1
    assert set(Counter(a for a, _r in pairs).values()) == {2}


def test_pairs_of_readers_mix_so_that_scores_can_be_compared():
    pairs = share_out(range(60), dict.fromkeys(range(4), 0), each=2, most=100, barred={}, seed=7)
    teams = {frozenset(r for a, r in pairs if a == application) for application in range(60)}
    assert len(teams) >= 5, "of the six possible teams"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Too old for this, and pregnant", ["pregnant", "too old"]),
        ("她怀孕了", ["怀孕"]),
        ("Grossesse, étrangère", ["grossesse", "etrangere"]),
        ("Old code base, young project, clear result", []),
    ],
)
def test_words_about_the_person_are_found(text, found):
    assert personal_words(text) == found

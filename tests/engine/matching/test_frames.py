"""Tables in, tables out: ids of any kind, rows in any order, faults told with table and row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import InvalidMarket, deferred_acceptance, from_frames

pytestmark = pytest.mark.engine
APPLICATIONS = {
    "applicant": ["li", "li", "ana", "ben"],
    "choice": [2, 1, 1, 1],
    "position": ["cloud", "maps", "maps", "cloud"],
    "score": [70.5, 80.25, None, 60.0],
}
POSITIONS = {"position": ["maps", "cloud"], "seats": [1, 1], "city": ["Beijing", "Hangzhou"]}
CANDIDATES = {"applicant": ["zoe", "li", "ana", "ben"], "school": ["A", "B", "B", "C"]}


def read(applications=None, positions=None, candidates=CANDIDATES, **more):
    return from_frames(
        APPLICATIONS | (applications or {}), POSITIONS | (positions or {}), candidates, **({"decimals": 2} | more)
    )


def test_rows_become_lists_in_the_order_of_choices_and_ids_come_back():
    tables = read()
    market = tables.market
    assert market.offsets.tolist() == [0, 0, 2, 3, 4]
    assert market.positions.tolist() == [0, 1, 0, 1]
    assert market.scores.tolist() == [8025, 7050, 0, 6000]
    assert market.acceptable.tolist() == [True, True, False, True]
    assert tables.traits.positions["city"].tolist() == ["Beijing", "Hangzhou"]
    assert list(tables.traits.applicants) == ["school"]
    columns = deferred_acceptance(market, seed=1).to_columns(tables.applicant_ids, tables.position_ids)
    assert columns["applicant"].tolist() == ["zoe", "li", "ana", "ben"]
    assert columns["position"].tolist() == ["", "maps", "", "cloud"]
    assert columns["choice"].tolist() == [0, 1, 0, 1]


def test_without_candidates_the_people_are_those_who_apply():
    assert read(candidates=None).applicant_ids.tolist() == ["li", "ana", "ben"]


@given(st.permutations(range(4)), st.permutations(range(4)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_decides_nothing(rows, people):
    tied = {name: [APPLICATIONS[name][row] for row in rows] for name in APPLICATIONS} | {"score": [5] * 4}
    candidates = {name: [CANDIDATES[name][row] for row in people] for name in CANDIDATES}
    tables = read(tied, candidates=candidates)
    columns = deferred_acceptance(tables.market, seed=3).to_columns(tables.applicant_ids, tables.position_ids)
    seats = dict(zip(columns["applicant"].tolist(), columns["position"].tolist(), strict=True))
    first = read({"score": [5] * 4})
    expected = deferred_acceptance(first.market, seed=3).to_columns(first.applicant_ids, first.position_ids)
    assert seats == dict(zip(expected["applicant"].tolist(), expected["position"].tolist(), strict=True))


@pytest.mark.parametrize("shift", [0, 7, 10**12, -50])
def test_numbers_as_ids_of_any_size_are_found(shift):
    ids = np.array([3, 900, 5], dtype=np.int64) + shift
    tables = from_frames(
        {"applicant": ids[[2, 0, 1, 2]], "choice": [1, 1, 1, 2], "position": ids[[0, 0, 1, 1]], "score": [1, 2, 3, 4]},
        {"position": ids[:2], "seats": [1, 1]},
    )
    assert tables.applicant_ids.tolist() == sorted(ids.tolist())
    assert tables.market.positions.tolist() == [0, 0, 1, 1]
    assert tables.market.scores.tolist() == [2, 1, 4, 3]
    assert tables.market.tickets.tolist() == sorted(ids.tolist())
    result = deferred_acceptance(tables.market, seed=0).to_columns(tables.applicant_ids, tables.position_ids)
    assert result["position"].tolist() == [3 + shift, 900 + shift, -1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"position": ["cloud", "maps", "mars", "cloud"]}, "applications row 2: there is no position mars"),
        ({"applicant": ["li", "li", "ana", "eve"]}, "applications row 3: there is no applicant eve"),
        ({"position": ["maps", "maps", "maps", "cloud"]}, "applications row 0: applicant 1 chose position 0 twice"),
        ({"choice": [1, 1, 1, 1]}, "applications row 1: the same person has two rows with choice 1"),
        ({"choice": [1.5, 1, 1, 1]}, "applications row 0: choice is 1.5"),
        ({"choice": [float("nan"), 1, 1, 1]}, "applications row 0: choice is nan"),
        ({"choice": ["a", "b", "c", "d"]}, "choice must be whole numbers"),
        ({"score": [1.005, 2, 3, 4]}, "applications row 0: score 1.005 with 2 decimals"),
        ({"score": [1, 2, float("inf"), 4]}, "applications row 2: score inf with 2 decimals"),
        ({"score": [1, "two", 3, 4]}, "score must be numbers"),
        ({"score": ["one", None, 3, 4]}, "score must be numbers"),
    ],
)
def test_rows_that_make_no_sense_are_named(change, words):
    with pytest.raises(InvalidMarket) as caught:
        read({name: np.array(values, dtype=object) if name == "score" else values for name, values in change.items()})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"positions": {"seats": [1, -1]}}, "position 1 has -1 seats"),
        ({"positions": {"position": ["maps", "maps"]}}, "positions row 1: position maps stands in an earlier row"),
        ({"candidates": {"applicant": ["li", "ana", "ben", "li"]}}, "candidates row 3: applicant li stands in an"),
        ({"candidates": CANDIDATES | {"ticket": [1, 2, 3, 1]}}, "ticket 1 of applicant 3 belongs to somebody before"),
        ({"score": "points"}, "applications has no column 'points'; there are applicant, choice, position, score"),
    ],
)
def test_the_other_tables_are_read_with_the_same_care(tables, words):
    with pytest.raises(InvalidMarket, match=words):
        read(**tables)


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [1, 0, 2, 3], [2, 3, 0, 1], [0, 2, 1, 3], [3, 2, 1, 0]])
@pytest.mark.parametrize("ids", [[0, 1], [1, 0], [5, 6], [0, 2], [-1, 0], [10**12, 3]])
@pytest.mark.parametrize("dtype", [np.int64, np.float64])
def test_rows_in_order_are_read_as_any_others(order, ids, dtype):
    rows = [(7, 1, ids[1], 11), (7, 2, ids[0], 12), (9, 1, ids[0], 13), (9, 4, ids[1], 14)]
    columns = np.array([rows[row] for row in order], dtype=np.int64).T
    table = dict(zip(("applicant", "choice", "position", "score"), columns, strict=True))
    tables = from_frames(table | {"choice": columns[1].astype(dtype)}, {"position": np.array(ids), "seats": [1, 2]})
    assert tables.applicant_ids.tolist() == tables.market.tickets.tolist() == [7, 9]
    assert tables.market.offsets.tolist() == [0, 2, 4]
    assert tables.market.positions.tolist() == [1, 0, 0, 1]
    assert tables.market.scores.tolist() == [11, 12, 13, 14]


@pytest.mark.parametrize("wanted", [-1, 2, 7, 10**9 + 1, "maps"])
@pytest.mark.parametrize("ids", [[0, 1], [0, 10**9]])
def test_a_position_off_either_end_is_unknown(wanted, ids):
    table = {"applicant": [1, 1], "choice": [1, 2], "position": [0, wanted], "score": [1, 1]}
    with pytest.raises(InvalidMarket, match=f"applications row 1: there is no position {wanted}"):
        from_frames({k: np.array(v) for k, v in table.items()}, {"position": np.array(ids), "seats": [1, 2]})


def test_people_without_applications_and_nobody_at_all_are_fine():
    nothing = {name: [] for name in APPLICATIONS}
    tables = from_frames(nothing | {"choice": np.zeros(0, int)}, POSITIONS, CANDIDATES)
    assert (tables.market.applicants, tables.market.positions.size) == (4, 0)


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_any_table_that_gives_columns_by_name_will_do(library):
    module = pytest.importorskip(library, reason=f"{library} is not installed here")
    frame = module.table if library == "pyarrow" else module.DataFrame
    tables = from_frames(frame(APPLICATIONS), frame(POSITIONS), frame(CANDIDATES), decimals=2)
    plain = read()
    for name in ("offsets", "positions", "scores", "acceptable", "capacities", "tickets"):
        assert getattr(tables.market, name).tolist() == getattr(plain.market, name).tolist()
    assert sorted(tables.traits.positions) == ["city"]

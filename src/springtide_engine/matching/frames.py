"""From tables with ids to a market and back: any table that gives columns by name (polars, pandas, arrow, dict)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Fault, Integers, InvalidMarket, Market, Positions, refuse, repeated
from springtide_engine.matching.traits import Traits

Column = npt.NDArray[Any]
MISSING = frozenset({"None", "nan", "NaN", "<NA>", "NaT"})


@dataclass(frozen=True, eq=False)
class Tables:
    """A market read from tables. Row i of `applicant_ids` (n) is applicant i, row p of `position_ids` (m) position p.

    `traits` holds every further column of positions and candidates, in the same order.
    """

    market: Market
    traits: Traits
    applicant_ids: Column
    position_ids: Column


def from_frames(
    applications: Any,
    positions: Any,
    candidates: Any = None,
    *,
    applicant: str = "applicant",
    position: str = "position",
    choice: str = "choice",
    score: str = "score",
    seats: str = "seats",
    ticket: str = "ticket",
    decimals: int = 0,
) -> Tables:
    """Read one row a choice, one a position, and (if given) one a candidate; the other words name the columns.

    `choice` ranks a person's rows, the lowest first. A missing score means that the position did not accept
    them. Scores with so many `decimals` become whole. Without `candidates`, the people are those who apply;
    with them, also those who apply nowhere. Tickets of the lottery come from the column `ticket`, else from the
    ids, and so do not hang on the order of rows. Whole numbers as ids are read fastest.
    Raises InvalidMarket naming table and row.
    """
    place_ids = _column(positions, position, "positions")
    refuse(_twice(place_ids, "positions", position))
    asked = _column(applications, applicant, "applications")
    wishes = _column(applications, choice, "applications")
    wanted = _column(applications, position, "applications")
    order = None
    offsets = _bounds(asked, wishes) if candidates is None else None
    if offsets is not None:  # they stand as the market wants them
        people = asked[offsets[:-1]]
    else:
        people = _people(asked) if candidates is None else _column(candidates, applicant, "candidates")
        refuse(_twice(people, "candidates", applicant))
        owners = _locate(people, asked)
        refuse(_unknown(owners, asked, applicant))
        offsets = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=people.size))))
        order = _order(owners, wishes, choice)
    places = _locate(place_ids, wanted)
    refuse(_unknown(places, wanted, position))
    scores, accepted = _scores(_column(applications, score, "applications"), score, decimals)
    if order is not None:
        places, scores, accepted = places[order], scores[order], accepted[order]
    has_tickets = candidates is not None and ticket in _names(candidates)
    try:
        market = Market(
            offsets=offsets,
            positions=places,
            scores=scores,
            acceptable=accepted,
            capacities=_column(positions, seats, "positions"),
            tickets=_column(candidates, ticket, "candidates") if has_tickets else _tickets(people),
        )
    except InvalidMarket as invalid:
        raise InvalidMarket([_at_its_row(fault, order) for fault in invalid.faults]) from None
    traits = Traits(
        positions=_further(positions, "positions", {position, seats}),
        applicants={} if candidates is None else _further(candidates, "candidates", {applicant, ticket}),
    )
    return Tables(market, traits, people, place_ids)


def _names(table: Any) -> list[str]:
    for names in ("column_names", "columns"):  # an arrow table keeps its arrays under `columns`, its names apart
        if hasattr(table, names):
            return list(getattr(table, names))
    return list(table.keys())


def _column(table: Any, name: str, where: str) -> Column:
    if name not in (names := _names(table)):
        raise InvalidMarket([Fault(where, None, f"{where} has no column {name!r}; there are {', '.join(names)}")])
    values: Column = np.asarray(table[name]).view()
    values.setflags(write=False)
    return values


def _further(table: Any, where: str, used: set[str]) -> dict[str, Column]:
    return {name: _column(table, name, where) for name in _names(table) if name not in used}


def _bounds(asked: Column, choices: Column) -> Integers | None:
    """Where each person's rows begin, and the end, if people stand by number and each one's choices in order."""
    if asked.dtype.kind not in "iu" or choices.dtype.kind not in "iu" or not (asked[1:] >= asked[:-1]).all():
        return None
    starts = np.flatnonzero(np.concatenate(([asked.size > 0], asked[1:] != asked[:-1])))
    later = choices[1:] > choices[:-1]
    later[starts[1:] - 1] = True
    return np.concatenate((starts, [asked.size])) if later.all() else None


def _people(asked: Column) -> Column:
    """Everybody once: numbers ascending, other ids as they first appear."""
    if asked.dtype.kind not in "iu":
        return np.array(list(dict.fromkeys(asked.tolist())), dtype=asked.dtype)
    return np.unique(asked)


def _locate(ids: Column, wanted: Column) -> Positions:
    """Where each wanted id stands among `ids`; -1 where it does not."""
    if not (ids.dtype.kind in "iu" and wanted.dtype.kind in "iu" and ids.size and wanted.size):
        rows = {name: row for row, name in enumerate(ids.tolist())}
        return np.fromiter((rows.get(name, -1) for name in wanted.tolist()), dtype=np.int32, count=wanted.size)
    low, high = int(ids.min()), int(ids.max())
    if high - low > 4 * (ids.size + wanted.size):
        order = np.argsort(ids)
        near = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), ids.size - 1)]
        return np.where(ids[near] == wanted, near, -1).astype(np.int32)
    if low == 0 <= wanted.min() and wanted.max() <= high == ids.size - 1 and (ids[1:] > ids[:-1]).all():
        return wanted.astype(np.int32, copy=False)  # ids that are row numbers
    table = np.full(high - low + 2, -1, dtype=np.int32)
    table[ids.astype(np.int64) - low] = np.arange(ids.size, dtype=np.int32)
    if int(wanted.min()) < low or int(wanted.max()) > high:
        wanted = np.where((wanted < low) | (wanted > high), high + 1, wanted)
    found: Positions = table[wanted - wanted.dtype.type(low)] if low else table[wanted]
    return found


def _twice(ids: Column, where: str, name: str) -> Iterator[Fault]:
    rows: Iterable[int] = repeated(ids) if ids.dtype.kind in "iu" else _seen(ids.tolist())
    for row in rows:
        yield Fault(where, int(row), f"{where} row {row}: {name} {ids[row]!s} stands in an earlier row")


def _seen(values: list[Any]) -> Iterator[int]:
    before = set()
    for row, value in enumerate(values):
        if value in before:
            yield row
        before.add(value)


def _unknown(found: Positions, wanted: Column, name: str) -> Iterator[Fault]:
    for row in np.flatnonzero(found < 0):
        yield Fault("applications", int(row), f"applications row {row}: there is no {name} {wanted[row]!s}")


def _order(owners: Positions, choices: Column, name: str) -> Integers | None:
    """The rows person by person, in the order of their choices; None where they stand so."""
    for row in np.flatnonzero(choices != np.rint(choices)) if choices.dtype.kind == "f" else ():
        raise InvalidMarket([Fault("applications", int(row), f"applications row {row}: {name} is {choices[row]}")])
    if choices.dtype.kind not in "iuf":
        raise InvalidMarket([Fault("applications", None, f"applications: {name} must be whole numbers")])
    same, later = owners[1:] == owners[:-1], choices[1:] > choices[:-1]
    if ((owners[1:] > owners[:-1]) | (same & later)).all():
        return None
    order = np.lexsort((choices, owners))
    owners, choices = owners[order], choices[order]
    equal = np.flatnonzero((owners[1:] == owners[:-1]) & (choices[1:] == choices[:-1])) + 1
    refuse(
        Fault("applications", row, f"applications row {row}: the same person has two rows with {name} {value}")
        for row, value in zip(order[equal].tolist(), choices[equal].tolist(), strict=True)
    )
    return order


def _scores(values: Column, name: str, decimals: int) -> tuple[Column, npt.NDArray[np.bool_]]:
    if values.dtype.kind == "O":
        missing = np.array([str(value) in MISSING for value in values], dtype=np.bool_)
        try:
            values = np.where(missing, np.nan, values).astype(np.float64)
        except (TypeError, ValueError):
            raise InvalidMarket([Fault("applications", None, f"applications: {name} must be numbers")]) from None
    if values.dtype.kind != "f":
        return values if not decimals else values * np.int64(10**decimals), np.ones(values.size, dtype=np.bool_)
    accepted = ~np.isnan(values)
    scaled = np.where(accepted, values, 0) * 10.0**decimals
    far = ~(np.abs(scaled) < 2.0**62)  # infinity too
    whole = np.rint(np.where(far, 0, scaled))
    far |= np.abs(scaled - whole) > 1e-6
    refuse(
        Fault("applications", int(row), f"applications row {row}: {name} {values[row]} with {decimals} decimals")
        for row in np.flatnonzero(far)
    )
    return whole.astype(np.int64), accepted


def _tickets(people: Column) -> Column:
    """Lasting numbers from ids: the number itself, or 64 bits of the hash of the text."""
    if people.dtype.kind in "iu":
        return people
    texts = (hashlib.blake2b(str(name).encode(), digest_size=8).digest() for name in people.tolist())
    return np.fromiter((int.from_bytes(text, "little", signed=True) for text in texts), np.int64, people.size)


def _at_its_row(fault: Fault, order: Integers | None) -> Fault:
    """A fault of the market told with the table and row it came from."""
    if fault.field == "capacities" or fault.row is None:
        return replace(fault, field="positions")
    if fault.field == "tickets":
        return replace(fault, field="candidates")
    row = fault.row if order is None else int(order[fault.row])
    return Fault("applications", row, f"applications row {row}: {fault.text}")

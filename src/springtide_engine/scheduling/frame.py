"""The problem as arrays: what the compiled loops read, and what its numbers stand for."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.problem import Booking, Candidate, Interviewer, Problem, Room, RoundSpec, SeatNeed
from springtide_engine.scheduling.times import Clock, Interval

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
UNLIMITED: Final = 1 << 30
ANY, SAME, DIFFERENT = 0, 1, 2


class Frame(NamedTuple):
    """The fixed side. N rounds ("tasks"), C candidates, P interviewers in rows of W words of 64 bits, R rooms, T
    slots, L distinct lengths, G kinds of seat, K kinds of room, B calendars.

    `spans`: [minutes of a slot, T]. `able` (L, T, W): who could sit from a slot on were there no other interview;
    `room_able` (L, T, R) likewise. `pools` (G, W): who may fill a kind of seat, all of them
    between two words, `pool_span` (G, 2); `room_kinds` (K, R) likewise.
    `starts[first[n] : first[n + 1]]`: slots at which task n is possible in itself. `needs` (N, 3): kinds of seat,
    -1 is none; `room_need` (N). `length` (N) counts in L, `minutes` (N) are what it stands for.
    `tasks[c] : tasks[c + 1]` are the candidate's rounds in order. `barred` (C, W): conflicts. `days`,
    `weeks` (B, T): by calendar, from 0.
    `limits` (P, 4): a day, a week, in a row, buffer minutes. `fixed` (N): 1 where pinned.
    """

    spans: Integers
    able: Words
    pools: Words
    pool_span: Integers
    room_able: Bytes
    room_kinds: Bytes
    turnover: Integers
    first: Integers
    starts: Integers
    needs: Integers
    room_need: Integers
    length: Integers
    lengths: Integers
    minutes: Integers
    gap: Integers
    owner: Integers
    tasks: Integers
    day_policy: Integers
    barred: Words
    days: Integers
    weeks: Integers
    person_calendar: Integers
    candidate_calendar: Integers
    limits: Integers
    fixed: Integers


@dataclass(frozen=True)
class About:
    """The free time of a person or room (minutes, merged, in order) and the number of the calendar."""

    free: tuple[Interval, ...]
    calendar: int


@dataclass(frozen=True, eq=False)
class Normal:
    """The frame with the names of its rows. `member` (C, labels): who is in which group; `offered` (P) minutes;
    `about` by id of person and room; `pinned`: (task, start in minutes, people, room or -1)."""

    problem: Problem
    clock: Clock
    interviewers: tuple[Interviewer, ...]
    candidates: tuple[Candidate, ...]
    rooms: tuple[Room, ...]
    rounds: tuple[tuple[int, RoundSpec], ...]
    seats: tuple[SeatNeed, ...]
    groups: tuple[str, ...]
    member: Bytes
    offered: Integers
    about: dict[str, About]
    room_about: tuple[About, ...]
    pinned: tuple[tuple[int, Booking], ...]
    frame: Frame

    def possible(self) -> npt.NDArray[np.bool_]:
        """(N) which tasks could be booked were there no others, pinned ones included."""
        return (np.diff(self.frame.first) > 0) | (self.frame.fixed > 0)

    def task(self, candidate: int, round_id: str) -> int:
        """Number of a candidate's round. Raises KeyError."""
        for task in range(self.frame.tasks[candidate], self.frame.tasks[candidate + 1]):
            if self.rounds[task][1].id == round_id:
                return task
        raise KeyError(round_id)


def pack(flags: npt.NDArray[Any]) -> Words:
    """(..., n) flags to (..., ceil(n / 64)) words, flag k in bit k % 64 of word k // 64; at least one word."""
    wide = max(-(-flags.shape[-1] // 64), 1) * 64
    padded = np.zeros((*flags.shape[:-1], wide), dtype=np.uint8)
    padded[..., : flags.shape[-1]] = flags
    return np.packbits(padded, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def unpack(rows: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.int64]:
    """(n, W) words to (n, size) ones and zeros."""
    flags = np.unpackbits(np.ascontiguousarray(rows.astype("<u8")).view(np.uint8), axis=-1, bitorder="little")
    return flags[:, :size].astype(np.int64)

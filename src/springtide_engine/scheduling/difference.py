"""What changed from one schedule to another, round by round."""

from dataclasses import dataclass

from springtide_engine.scheduling.problem import Booking
from springtide_engine.scheduling.schedule import Schedule

Change = tuple[Booking, Booking]


@dataclass(frozen=True)
class Difference:
    """Bookings before and after, in order of candidate and round. `moved`: another start or length, whoever sits
    there; `repanelled`: the same time with other people, other seats or another room."""

    moved: tuple[Change, ...]
    repanelled: tuple[Change, ...]
    lost: tuple[Booking, ...]
    added: tuple[Booking, ...]

    def inverted(self) -> "Difference":
        """The way back: `diff(a, b).inverted() == diff(b, a)`."""
        turned = [tuple((after, before) for before, after in pairs) for pairs in (self.moved, self.repanelled)]
        return Difference(turned[0], turned[1], lost=self.added, added=self.lost)


def diff(old: Schedule, new: Schedule) -> Difference:
    """Compare by candidate and round; what is pinned in one only is no change."""
    before, after = ({(one.candidate, one.round): one for one in each.bookings} for each in (old, new))
    both = [(before[key], after[key]) for key in sorted(before.keys() & after.keys())]
    moved = [(a, b) for a, b in both if (a.start, a.minutes) != (b.start, b.minutes)]
    stayed = [(a, b) for a, b in both if (a.start, a.minutes) == (b.start, b.minutes)]
    return Difference(
        moved=tuple(moved),
        repanelled=tuple((a, b) for a, b in stayed if (a.interviewers, a.room) != (b.interviewers, b.room)),
        lost=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
    )

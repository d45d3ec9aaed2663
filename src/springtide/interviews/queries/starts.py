"""When a whole panel can meet a candidate: the starts that are open for booking."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils import timezone

from springtide.interviews.diary import Diary
from springtide.interviews.models import Accommodation, Interview, Interviewer, Room, Round
from springtide.interviews.queries.availability import (
    burdens,
    diaries,
    interviewers_in,
    interviewers_of,
    profiles_of,
    room_diaries,
)
from springtide.interviews.seating import Skilled, form_panel
from springtide.interviews.times import QUARTER, Window, floor_quarter, in_daytime, merged
from springtide.screening.models import Review

LIVE = ("invited", "booked", "held")
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where (ids of people, in the order of the round's seats), and in which room, if in one."""

    panel: tuple[int, ...]
    room: int | None = None


class Calendars:
    """The calendars of everybody who could take part in one interview, read once in a fixed number of queries.

    A start is open when the candidate is free, the rounds before and after leave room, a whole panel can be formed,
    and, on site, a room is free.
    """

    def __init__(self, interview: Interview) -> None:
        self.interview, self.round = interview, interview.round
        self.length = timedelta(minutes=minutes_of(interview))
        candidate = interview.application.candidate.person
        self.zone = ZoneInfo(candidate.time_zone or self.round.intake.zone)
        self.others = list(
            Interview.objects.filter(
                application=interview.application_id, round__division=self.round.division_id, state__in=LIVE
            )
            .exclude(pk=interview.pk)
            .select_related("round")
            .prefetch_related("panelists")
        )
        self.sitting = tuple(panelist.person_id for panelist in interview.panelists.all())
        own, every = self._fellows(candidate.pk)
        profiles = profiles_of(every | {candidate.pk}, self.round.intake)
        self.able = self._able(own, every, profiles)
        self.pool = frozenset[int]().union(*self.able)
        found = diaries([*self.pool, candidate.pk], self.round.intake, profiles, but=interview)
        self.own = found.pop(candidate.pk)
        self.diaries = found
        loads = burdens(self.pool)
        self.order = sorted(self.pool, key=lambda pk: (pk not in self.sitting, loads.get(pk, 0), pk))
        self.rooms = self._rooms()

    def _fellows(self, candidate: int) -> tuple[set[int], set[int]]:
        """Interviewers of the division, and all whom some seat may have: nobody twice for one candidate, nobody who
        stepped back from reading them."""
        own = set(interviewers_of(self.round.division).values_list("pk", flat=True))
        every = set(own)
        if not all(need.own for need in self.round.needs):
            every |= set(interviewers_in(self.round.intake).values_list("pk", flat=True))
        reviews = Review.objects.filter(application=self.interview.application_id).exclude(recusal="")
        met = {panelist.person_id for other in self.others for panelist in other.panelists.all()}
        return own, every - {candidate, *met, *reviews.values_list("reviewer", flat=True)}

    def _able(self, own: set[int], every: set[int], profiles: Mapping[int, Interviewer]) -> list[frozenset[int]]:
        """For each seat, who could take it: skills, language, division, site."""
        bring = {pk: profiles[pk].brings(own=pk in own) if pk in profiles else Skilled(own=pk in own) for pk in every}
        if self.round.is_onsite:
            here = {pk for pk, profile in profiles.items() if profile.site_id == self.interview.site_id}
            bring = {pk: brought for pk, brought in bring.items() if pk in here}
        needs = self.round.needs
        return [frozenset(pk for pk, brought in bring.items() if brought.fits(need)) for need in needs]

    def _rooms(self) -> dict[int, Diary]:
        if not self.round.is_onsite:
            return {}
        rows = Room.objects.filter(site=self.interview.site_id).select_related("site").order_by("name")
        return room_diaries([row for row in rows if row.has(self.round.room_features)], but=self.interview)

    def starts(self, after: datetime) -> Iterator[tuple[datetime, Seating]]:
        """Open starts on the quarter hour, after `after`, in order of time, each with the panel it would have."""
        known = (window for diary in self.diaries.values() for window in diary.windows)
        for window in merged(known):
            start = floor_quarter(max(window.start, after))
            while start + self.length <= window.end:
                found = self.seating(start) if start > after else None
                if found:
                    yield start, found
                start += QUARTER

    def open_starts(self, after: datetime, most: int | None) -> dict[datetime, Seating]:
        """The first `most` of them."""
        return dict(islice(self.starts(after), most))

    def seating(self, start: datetime) -> Seating | None:
        """The panel and room of this start, those who have least first; None where it is not open."""
        talk = Window(start, start + self.length)
        if not self._suits_candidate(talk):
            return None
        room = next((pk for pk, diary in self.rooms.items() if diary.is_free(talk)), None)
        if self.round.is_onsite and room is None:
            return None
        panel = form_panel(self.able, (pk for pk in self.order if self.diaries[pk].takes(talk)))
        return Seating(panel, room) if panel else None

    def allows(self, start: datetime, seating: Seating) -> bool:
        """True where exactly this panel and room can have this start."""
        talk, panel = Window(start, start + self.length), seating.panel
        fits = len(panel) == len(set(panel)) == len(self.able) and all(
            pk in able and self.diaries[pk].takes(talk) for pk, able in zip(panel, self.able, strict=True)
        )
        placed = self.rooms[seating.room].is_free(talk) if seating.room in self.rooms else not self.round.is_onsite
        return fits and placed and self._suits_candidate(talk)

    def substitutes(self, seat: int) -> Sequence[int]:
        """Who could take this seat (1, 2, 3) at the time it is booked for, instead of who sits there."""
        starts_at, ends_at = self.interview.starts_at, self.interview.ends_at
        if starts_at is None or ends_at is None:
            return []
        able = self.able[seat - 1] - set(self.sitting)
        return [pk for pk in self.order if pk in able and self.diaries[pk].takes(Window(starts_at, ends_at))]

    def _suits_candidate(self, talk: Window) -> bool:
        free = self.own.is_free(talk) if self.own.windows else self.own.meets_nothing(talk)
        return free and in_daytime(talk, self.zone) and self._is_in_order(talk)

    def _is_in_order(self, talk: Window) -> bool:
        """After the rounds before and before those after, with the gaps and on the days that are asked for."""
        day = talk.start.astimezone(self.zone).date()
        return self.limits.holds(talk) and all((day == other) == same for other, same in self.days)

    @property
    def waits_for(self) -> Round | None:
        """The round before this one that has no time yet: it is chosen first."""
        return next((o.round for o in self.others if o.starts_at is None and o.round.place < self.round.place), None)

    @cached_property
    def limits(self) -> Window:
        """From the end of the rounds before to the beginning of those after. Empty while one before has no time."""
        earliest, latest = FIRST, LAST
        for other in self.others:
            earlier = other.round.place < self.round.place
            if other.starts_at is None or other.ends_at is None:
                latest = FIRST if earlier else latest
            elif earlier:
                earliest = max(earliest, other.ends_at + timedelta(minutes=self.round.gap_minutes))
            else:
                latest = min(latest, other.starts_at - timedelta(minutes=other.round.gap_minutes))
        return Window(earliest, latest)

    @cached_property
    def days(self) -> list[tuple[date, bool]]:
        """Days of the rounds next to this one, each with whether it has to be the same day or another one."""
        timed = sorted((o for o in self.others if o.starts_at), key=lambda other: other.round.place)
        before = [(other, self.round) for other in timed if other.round.place < self.round.place][-1:]
        after = [(other, other.round) for other in timed if other.round.place > self.round.place][:1]
        return [
            (other.starts_at.astimezone(self.zone).date(), asks.day_policy == Round.DayPolicy.SAME)
            for other, asks in before + after
            if other.starts_at and asks.day_policy != Round.DayPolicy.ANY
        ]


def extra_minutes(interview: Interview) -> int:
    """More time for this applicant, for recruiters' eyes."""
    rows = Accommodation.objects.filter(application=interview.application_id)
    return rows.values_list("extra_minutes", flat=True).first() or 0


def minutes_of(interview: Interview) -> int:
    """How long it will last: the round's minutes, and more for those who were given more."""
    return interview.round.minutes + extra_minutes(interview)


def open_starts(
    interview: Interview, *, after: datetime | None = None, most: int | None = None
) -> dict[datetime, Seating]:
    """Start → the panel it would have, in order of time; the first `most` after `after` (now)."""
    return Calendars(interview).open_starts(after or timezone.now(), most)

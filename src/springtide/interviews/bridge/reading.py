"""From rows to a problem of the engine. See docs/flow/schedules.md for what is read and why."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from springtide.interviews.bridge.packing import Reading
from springtide.interviews.models import Interview, Interviewer, Room
from springtide.interviews.queries import schedules as rows
from springtide.interviews.queries.availability import (
    BACK,
    closed_days,
    closings_of,
    free_windows,
    load_of,
    profiles_of,
)
from springtide.interviews.times import EVENING, MORNING, Window, without
from springtide.interviews.weekly import Weekly
from springtide.planning.models import Intake
from springtide_engine import scheduling as engine
from springtide_engine.scheduling.problem import DayPolicy

QUARTER = 15
NIGHT = engine.QuietHours(EVENING, MORNING)
Key = tuple[int, int]  # application, division: one candidate of the engine


@dataclass(frozen=True)
class Ground:
    """What a run reads: the intake between two instants. Booked interviews are pinned; where `movable`, those to come
    are not, but for the `frozen`, and nobody who waits for a time gets one. `shared`: people whom several divisions
    invite get alternating days for each."""

    intake: Intake
    begins: datetime
    ends: datetime
    movable: bool = False
    shared: bool = True
    frozen: frozenset[int] = field(default_factory=frozenset)

    @cached_property
    def interviews(self) -> list[Interview]:
        return list(rows.to_schedule(self.intake, self.begins, self.ends, waiting=not self.movable))

    @cached_property
    def groups(self) -> dict[Key, list[Interview]]:
        """The interviews of each applicant in each division, in order of their rounds."""
        found: dict[Key, list[Interview]] = defaultdict(list)
        for interview in sorted(self.interviews, key=lambda one: (one.round.place, one.pk)):
            found[interview.application_id, interview.round.division_id].append(interview)
        return found

    @cached_property
    def grid(self) -> engine.SlotGrid:
        origin = (self.begins - BACK).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return engine.SlotGrid(origin, QUARTER, -((origin - self.ends) // timedelta(minutes=QUARTER)))

    def read(self) -> Reading:
        sequences = {one.pk: one.sequence for one in self.interviews}
        now = timezone.now()
        running = (
            one for one in self.interviews if one.starts_at and one.ends_at and one.starts_at <= now < one.ends_at
        )
        return Reading(self.problem(), self.standing(), sequences, tuple(str(one.pk) for one in running))

    def standing(self) -> tuple[engine.Booking, ...]:
        """Bookings that are not pinned."""
        return tuple(self.booking(one) for one in self.interviews if one.starts_at and not self.is_pinned(one))

    def problem(self) -> engine.Problem:
        """Everything, in a fixed number of queries for any number of people."""
        return engine.Problem(
            grid=self.grid,
            interviewers=tuple(_interviewers(self)),
            candidates=tuple(_candidates(self)),
            rooms=tuple(_rooms(self)),
            pinned=tuple(self.booking(one, pinned=True) for one in self.interviews if self.is_pinned(one)),
        )

    def is_pinned(self, interview: Interview) -> bool:
        if interview.starts_at is None:
            return False
        moves = self.movable and interview.state == "booked" and interview.starts_at >= self.begins
        return not moves or interview.pk in self.frozen

    def booking(self, interview: Interview, *, pinned: bool = False) -> engine.Booking:
        """A booked interview as the engine knows it."""
        assert interview.starts_at and interview.ends_at  # noqa: S101 - asked for booked ones only
        return engine.Booking(
            candidate=_name(interview),
            round=str(interview.pk),
            start=interview.starts_at.astimezone(UTC),
            minutes=(interview.ends_at - interview.starts_at) // timedelta(minutes=1),
            interviewers=tuple(str(one.person_id) for one in interview.panelists.all()),
            room=str(interview.room_id) if interview.room_id else None,
            pinned=pinned,
        )


def _name(interview: Interview) -> str:
    return f"{interview.application_id}-{interview.round.division_id}"


def _interviewers(ground: Ground) -> Iterator[engine.Interviewer]:
    """Everybody with the role, and whoever sits on a panel that stands; nobody who is interviewed here."""
    divisions = rows.interviewing(ground.intake)
    seated = {one.person_id for interview in ground.interviews for one in interview.panelists.all()}
    candidates = {interview.application.candidate.person_id for interview in ground.interviews}
    people = (set(divisions) - candidates) | seated
    profiles = profiles_of(people, ground.intake)
    countries = {pk: row.site.country for pk, row in profiles.items() if row.site}
    windows = free_windows(people, ground.intake, ground.begins, ground.ends, countries)
    taken = rows.busy_elsewhere(people, ground.intake, ground.begins, ground.ends)
    for pk in sorted(people):
        free = without(windows.get(pk, []), taken.get(pk, []))
        yield _interviewer(ground, pk, profiles.get(pk), divisions.get(pk, frozenset()), free)


def _interviewer(
    ground: Ground, pk: int, profile: Interviewer | None, divisions: frozenset[str], free: Sequence[Window]
) -> engine.Interviewer:
    """ "" stands for a seat that asks for no skill or language: everybody brings it."""
    load = load_of(profile)
    zone = profile.zone if profile else ground.intake.zone
    skills = {skill.casefold() for skill in profile.skills} if profile else set()
    return engine.Interviewer(
        id=str(pk),
        site=profile.site.slug if profile and profile.site else "",
        tz=zone,
        skills=frozenset(skills | {""}),
        divisions=divisions,
        languages=frozenset([*(profile.languages if profile else ()), ""]),
        windows=tuple(engine.Window(one.start, one.end, zone) for one in free),
        cap=engine.LoadCap(load.per_day, load.per_week, load.in_a_row, load.buffer // timedelta(minutes=1)),
    )


def _rooms(ground: Ground) -> Iterator[engine.Room]:
    found = list(Room.objects.filter(intake=ground.intake).select_related("site").order_by("pk"))
    shut = closings_of(found, ground.begins)
    for room in found:
        hours = Weekly(
            frozenset(room.weekdays),
            room.opens,
            room.closes,
            room.site.zone,
            ground.begins.date() - timedelta(1),
            ground.ends.date() + timedelta(1),
        )
        closed = closed_days(room.site.country, ground.begins, ground.ends)
        windows = without(hours.windows(ground.begins, ground.ends, closed), shut[room.pk])
        yield engine.Room(
            id=str(room.pk),
            site=room.site.slug,
            windows=tuple(engine.Window(one.start, one.end, room.site.zone) for one in windows),
            features=frozenset(feature.casefold() for feature in room.features),
        )


def _candidates(ground: Ground) -> Iterator[engine.Candidate]:
    applications = {application for application, _division in ground.groups}
    people = {one.application_id: one.application.candidate.person for one in ground.interviews}
    declared = free_windows([p.pk for p in people.values()], ground.intake, ground.begins, ground.ends, {})
    taken = rows.busy_elsewhere([p.pk for p in people.values()], ground.intake, ground.begins, ground.ends)
    sites, recused = rows.first_sites(applications), rows.recused_from(applications)
    met = rows.met_before(applications, ground.begins - BACK)
    shares = _shares(ground)
    for key, interviews in sorted(ground.groups.items()):
        person = people[key[0]]
        zone = person.time_zone or ground.intake.zone
        whole = [Window(ground.begins, ground.ends)]
        free = [_clipped(one, ground) for one in declared.get(person.pk, [])] or whole
        busy = [*taken.get(person.pk, []), *_elsewhere(ground, key)]
        share, of = shares.get(key, (0, 1)) if ground.shared else (0, 1)
        windows = _share(without(free, busy), ZoneInfo(zone), share, of)
        yield engine.Candidate(
            id=f"{key[0]}-{key[1]}",
            tz=zone,
            windows=tuple(engine.Window(one.start, one.end, zone) for one in windows),
            rounds=tuple(_round(one, place) for place, one in enumerate(interviews)),
            day_policy=_day_policy(interviews),
            conflicts=frozenset(str(pk) for pk in recused[key[0]] | met[key] | {person.pk}),
            extra_minutes=_extra(interviews[0]),
            quiet=NIGHT,
            groups=tuple(_labels(interviews, sites.get(key, ""))),
        )


def _clipped(window: Window, ground: Ground) -> Window:
    return Window(max(window.start, ground.begins), min(window.end, ground.ends))


def _shares(ground: Ground) -> dict[Key, tuple[int, int]]:
    """Which part of their days each division gets, for people whom several of them invite at once."""
    waiting: dict[int, list[Key]] = defaultdict(list)
    for key, interviews in sorted(ground.groups.items()):
        if not all(ground.is_pinned(one) for one in interviews):
            waiting[key[0]].append(key)
    return {key: (place, len(keys)) for keys in waiting.values() for place, key in enumerate(keys) if len(keys) > 1}


def _share(windows: Sequence[Window], zone: ZoneInfo, share: int, of: int) -> list[Window]:
    """The days whose place among the person's free days leaves `share` when divided by `of`."""
    if of == 1:
        return list(windows)
    pieces = [piece for window in windows for piece in _by_day(window, zone)]
    days = sorted({piece.start.astimezone(zone).date() for piece in pieces})
    own = set(days[share::of])
    return [piece for piece in pieces if piece.start.astimezone(zone).date() in own]


def _by_day(window: Window, zone: ZoneInfo) -> Iterator[Window]:
    start = window.start
    while start < window.end:
        tomorrow = start.astimezone(zone).date() + timedelta(days=1)
        end = min(datetime.combine(tomorrow, time(), zone).astimezone(UTC), window.end)
        yield Window(start, end)
        start = end


def _elsewhere(ground: Ground, key: Key) -> list[Window]:
    """The person's interviews in other divisions that keep their time."""
    others = (ones for other, ones in ground.groups.items() if other[0] == key[0] and other != key)
    return [Window(one.starts_at, one.ends_at) for ones in others for one in ones if one.starts_at and one.ends_at]


def _round(interview: Interview, order: int) -> engine.RoundSpec:
    chosen = interview.round
    site = interview.site.slug if interview.site else None
    return engine.RoundSpec(
        id=str(interview.pk),
        order=order,
        minutes=chosen.minutes,
        seats=tuple(
            engine.SeatNeed(
                need.skill.casefold(),
                need.language,
                chosen.division.slug if need.own else None,
                site if chosen.is_onsite else None,
            )
            for need in chosen.needs
        ),
        mode="onsite" if chosen.is_onsite else "video",
        site=(site or "") if chosen.is_onsite else None,
        room_features=frozenset(f.casefold() for f in chosen.room_features) if chosen.is_onsite else frozenset(),
        gap_min=chosen.gap_minutes,
    )


def _day_policy(interviews: Sequence[Interview]) -> DayPolicy:
    """The engine knows one policy a candidate; the strictest of the later rounds holds."""
    asked = {str(interview.round.day_policy) for interview in interviews[1:]}
    return "same" if "same" in asked else "different" if "different" in asked else "any"


def _extra(interview: Interview) -> int:
    found = getattr(interview.application, "accommodation", None)
    return found.extra_minutes if found is not None else 0


def _labels(interviews: Collection[Interview], site: str) -> list[str]:
    """The groups by which cover is counted: languages their panels need, and the site they want most."""
    languages = {need.language for interview in interviews for need in interview.round.needs if need.language}
    own = next((one.site.slug for one in interviews if one.site), site)
    return [*(f"language:{language}" for language in sorted(languages)), *([f"site:{own}"] if own else [])]

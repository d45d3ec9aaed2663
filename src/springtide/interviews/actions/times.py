"""Who interviews and when: profiles, single windows, weekly times, calendar files, more time for one applicant."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.verdicts import Refused, may
from springtide.interviews import rules
from springtide.interviews.ics import read_windows
from springtide.interviews.models import Accommodation, AwayTime, FreeTime, Interview, Interviewer, WeeklyTime
from springtide.interviews.queries import weekly
from springtide.interviews.repeats import BadCalendar
from springtide.planning.models import Division, Intake

IMPORTED_AHEAD = timedelta(days=180)
Kept = FreeTime | AwayTime | WeeklyTime
MOST_TYPED = 300  # rows of a kind that somebody keeps: every booking near them reads them all


@transaction.atomic
def keep_profile(
    *, person: Person, intake: Intake, by: Person, divisions: Sequence[Division], **values: Any
) -> Interviewer:
    """Say what somebody brings and how much is asked of them: they themselves, or a recruiter of one of `divisions`,
    those for which they interview."""
    own = person.pk == by.pk or any(rules.recruits(by, division.scope) for division in divisions)
    may(own, _("Only the interviewer or their recruiter may do this."), status=403).require()
    site = values.get("site")
    may(site is None or site.intake_id == intake.pk, _("This belongs to another season.")).require()
    made, _new = Interviewer.objects.update_or_create(person=person, intake=intake, defaults=values)
    limits = {name: values[name] for name in ("per_day", "per_week", "in_a_row", "buffer_minutes") if name in values}
    record("interviews.keep_profile", by=by, about=made, scope=intake.scope, **limits)
    return made


@transaction.atomic
def add_free_time(*, person: Person, intake: Intake, starts_at: datetime, ends_at: datetime, zone: str) -> FreeTime:
    """Say when one is free. Windows may overlap: together they mean the same as one."""
    rules.is_window(starts_at, ends_at).require()
    _require_room(FreeTime.objects.filter(imported=False), person, intake)
    made = FreeTime.objects.create(person=person, intake=intake, starts_at=starts_at, ends_at=ends_at, zone=zone)
    record("interviews.add_free_time", by=person, about=made, scope=intake.scope)
    return made


@transaction.atomic
def add_away_time(*, person: Person, intake: Intake, starts_at: datetime, ends_at: datetime, zone: str) -> AwayTime:
    """Say when one cannot, whatever else one declared. What is booked stays booked."""
    rules.is_absence(starts_at, ends_at).require()
    _require_room(AwayTime.objects.filter(imported=False), person, intake)
    made = AwayTime.objects.create(person=person, intake=intake, starts_at=starts_at, ends_at=ends_at, zone=zone)
    record("interviews.add_away_time", by=person, about=made, scope=intake.scope)
    return made


@transaction.atomic
def add_weekly_time(
    *,
    person: Person,
    intake: Intake,
    weekdays: Sequence[int],
    begins: time,
    ends: time,
    first_on: date,
    last_on: date,
    zone: str,
    except_on: Sequence[date] = (),
) -> WeeklyTime:
    """Say when one is free every week. Refused where the clocks change inside one of the hours, naming the day."""
    rules.is_weekly(begins, ends, first_on, last_on).require()
    may(bool(weekdays), _("Tick at least one day.")).require()
    _require_room(WeeklyTime.objects.all(), person, intake)
    made = WeeklyTime(
        person=person,
        intake=intake,
        weekdays=sorted(set(weekdays)),
        begins=begins,
        ends=ends,
        first_on=first_on,
        last_on=last_on,
        zone=zone,
        except_on=[day.isoformat() for day in except_on],
    )
    broken = weekly(made).broken_on()
    words = _("On %(day)s the clocks change: one of these hours does not exist or exists twice. Except that day.")
    may(broken is None, words % {"day": date_format(broken) if broken else ""}).require()
    made.save()
    record("interviews.add_weekly_time", by=person, about=made, scope=intake.scope)
    return made


def _require_room(typed: QuerySet[Any], person: Person, intake: Intake) -> None:
    told = typed.filter(person=person, intake=intake).count()
    may(told < MOST_TYPED, _("You have told as many times as one person can. Remove some first.")).require()


@transaction.atomic
def remove_time(*, kept: Kept, by: Person) -> None:
    """Take a window, an absence or a weekly time back. What is booked in it stays booked."""
    may(kept.person_id == by.pk, _("This is somebody else's time."), status=403).require()
    record("interviews.remove_time", by=by, about=kept, scope=kept.intake.scope)
    kept.delete()


@transaction.atomic
def import_calendar(*, person: Person, intake: Intake, file: bytes, kind: str, zone: str) -> int:
    """Read a calendar file whose events are times away ("away") or free times ("free"); returns how many windows.

    It replaces what the last file of this kind brought. Raises Refused with what cannot be read; nothing is kept then.
    """
    now = timezone.now()
    try:
        windows = read_windows(file, ZoneInfo(zone), now, now + IMPORTED_AHEAD, transparent=kind == "free")
    except BadCalendar as bad:
        raise Refused(str(bad)) from bad
    table: type[FreeTime] | type[AwayTime] = FreeTime if kind == "free" else AwayTime
    mine = {"person": person, "intake": intake, "imported": True}
    table.objects.filter(**mine).delete()
    rows = [table(starts_at=window.start, ends_at=window.end, zone=zone, **mine) for window in windows]
    table.objects.bulk_create(rows)  # type: ignore[arg-type]
    record("interviews.import_calendar", by=person, about=intake, scope=intake.scope, kind=kind, windows=len(rows))
    return len(rows)


@transaction.atomic
def give_extra_time(*, interview: Interview, minutes: int, by: Person) -> None:
    """Make the interviews of this applicant longer; 0 ends it. Why is written nowhere, and the journal's line hangs on
    the interview, whose history is for recruiters. What is booked keeps its length until it is moved."""
    scope = interview.round.division.scope
    rules.recruits(by, scope).require()
    may(0 <= minutes <= 120, _("Extra time is at most 120 minutes.")).require()
    rows = Accommodation.objects.filter(application=interview.application_id)
    if minutes:
        rows.update_or_create(application=interview.application, defaults={"extra_minutes": minutes})
    else:
        rows.delete()
    record("interviews.give_extra_time", by=by, about=interview, scope=scope)

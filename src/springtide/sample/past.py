"""The moment the sample is laid around, and the history that is written for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, PastLine, record_past


@dataclass
class Past:
    """What happened before `now`, in any order; the journal gets it in order of time."""

    now: datetime
    lines: list[PastLine] = field(default_factory=list)

    def note(
        self, at: datetime, verb: str, about: models.Model | None, *, by: Person | None, scope: str, **data: Any
    ) -> None:
        """One journal line; never later than now."""
        self.lines.append(PastLine(min(at, self.now), by.pk if by else None, Line(verb, about, scope, data)))

    def write(self) -> None:
        """Write the journal: what was noted since the last time."""
        self.lines.sort(key=attrgetter("at"))
        record_past(self.lines)
        self.lines.clear()


def moment(day: date, hour: float, zone: str) -> datetime:
    """A time of day on a day in a zone."""
    whole, minutes = divmod(round(hour * 60), 60)
    return datetime.combine(day, time(whole, minutes), ZoneInfo(zone))


def days(number: float) -> timedelta:
    return timedelta(days=number)


@contextmanager
def dated(*columns: tuple[type[models.Model], str]) -> Iterator[None]:
    """Let these columns, which fill themselves with the present, hold the moments of a history instead."""
    found = [cast("models.DateTimeField[Any, Any]", model._meta.get_field(name)) for model, name in columns]
    kept = [(column, column.auto_now, column.auto_now_add) for column in found]
    try:
        for column in found:
            column.auto_now = column.auto_now_add = False
        yield
    finally:
        for column, now, now_add in kept:
            column.auto_now, column.auto_now_add = now, now_add


@contextmanager
def lived(at: datetime) -> Iterator[None]:
    """Let the doors of the product act as they would have at a moment of the history."""
    clock = vars(timezone)
    present = clock["now"]
    clock["now"] = lambda: at
    try:
        yield
    finally:
        clock["now"] = present

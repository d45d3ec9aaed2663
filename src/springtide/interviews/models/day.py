"""The interview day: who is there, where each interview stands, and the public screen of the waiting room."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from springtide.applications.models import Application
from springtide.foundation.steps.moves import State
from springtide.interviews import states
from springtide.interviews.models.talks import Interview
from springtide.planning.models import Intake, Site

AFTERWARDS = timedelta(hours=6)  # the last talks of a day end after it


class Board(models.Model):
    """The interviews that begin at one site on one day of its calendar; without a site those by video.

    `token` is the address of the public screen, None while there is none.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="boards")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="boards")
    day = models.DateField()
    token = models.CharField(max_length=43, null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="one_board_per_day"),
            models.UniqueConstraint(fields=["intake", "day"], condition=Q(site=None), name="one_video_board_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.site or self.intake}, {self.day}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.zone) if self.site is not None else self.intake.tz

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The instants at which the day begins and ends on the clock of the place: 23 to 25 hours apart."""
        begin, end = (datetime.combine(self.day + timedelta(days=n), time(), self.zone) for n in (0, 1))
        return begin.astimezone(UTC), end.astimezone(UTC)

    @property
    def is_on(self) -> bool:
        """True on the day itself and until the last talks have ended."""
        begin, end = self.span
        return begin <= timezone.now() < end + AFTERWARDS


class Arrival(models.Model):
    """Somebody came. The number is drawn, so it tells nobody's name and no order; it stays theirs for the day."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="arrivals")
    application = models.ForeignKey(Application, models.CASCADE, related_name="arrivals")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "application"], name="one_number_each"),
            models.UniqueConstraint(fields=["board", "number"], name="number_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Attendance(models.Model):
    """Where one interview stands on its day, and since when."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="attendances")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="attendances")
    arrival = models.ForeignKey(Arrival, models.CASCADE, null=True, related_name="attendances")
    state = models.CharField(max_length=10, choices=states.ATTENDANCE.choices(), default="expected")
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "interview"], name="one_attendance_per_day"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "called", "talking", "ended"]) | Q(arrival__isnull=False),
                name="there_means_number",
            ),
        ]
        indexes = [models.Index(fields=["board", "state"])]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.state}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.ATTENDANCE.state(self.state)


class DayStep(models.Model):
    """One move of an attendance, with what it replaced, so that the last one can be taken back."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10)
    source = models.CharField(max_length=10, choices=states.ATTENDANCE.choices())
    source_since = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.attendance_id}: {self.verb}"

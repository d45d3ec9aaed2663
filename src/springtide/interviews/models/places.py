"""Rooms: booked like people, never twice."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.interviews.models.talks import Interview
from springtide.planning.models import Intake, Site


class Room(models.Model):
    """A room at a site, open on some weekdays (0 is Monday) between two hours of the site's clock."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rooms")
    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms", verbose_name=_("site"))
    name = models.CharField(max_length=80)
    features = models.JSONField(_("features"), default=list, blank=True)
    weekdays = models.JSONField(_("weekdays"), default=list)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="room_name"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="room_hours_forward"),
        ]

    def __str__(self) -> str:
        return self.name

    def has(self, features: list[str]) -> bool:
        """True where everything that is asked for is there; capitals do not matter."""
        return {f.casefold() for f in features} <= {f.casefold() for f in self.features}


class RoomSlot(models.Model):
    """A quarter of an hour that a room has given to an interview."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="room_slots")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "starts_at"], name="room_once")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts_at}"

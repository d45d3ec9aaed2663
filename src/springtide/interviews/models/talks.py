"""Interviews with their panels and the quarter hours they take. All instants are UTC; zones appear at the edge."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.foundation.steps.moves import State
from springtide.interviews import states
from springtide.interviews.models.rounds import Round
from springtide.planning.models import Site

SLOT_MINUTES = 15


def new_uid() -> str:
    return secrets.token_hex(16)


class Interview(models.Model):
    """One conversation with a panel. `uid` and `sequence` identify it in everybody's calendar."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    round = models.ForeignKey(Round, models.PROTECT, related_name="interviews")
    panel = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Panelist", related_name="interviews")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey("Room", models.PROTECT, null=True, blank=True, related_name="interviews")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    link = models.URLField(_("video link"), blank=True)
    state = models.CharField(max_length=10, choices=states.INTERVIEW.choices(), default="invited")
    uid = models.CharField(max_length=40, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(default=0)
    moves = models.PositiveSmallIntegerField(default=0)  # by the candidate, since the last invitation
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="one_interview_per_round"),
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="booked_means_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.round}: {self.application}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.INTERVIEW.state(self.state)

    @property
    def minutes(self) -> int:
        """How long it lasts: as booked, which holds any time that was added; before that, as the round says."""
        if self.starts_at and self.ends_at:
            return int((self.ends_at - self.starts_at).total_seconds() // 60)
        return self.round.minutes

    @property
    def candidate_zone(self) -> str:
        """The clock the candidate lives by, as far as we know."""
        return self.application.candidate.person.time_zone or self.round.intake.zone


class Panelist(models.Model):
    """Somebody on the panel of an interview, in a seat of its round (1, 2, 3)."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="panelists")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panelists")
    seat = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["interview", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "seat"], name="one_panelist_a_seat"),
            models.UniqueConstraint(fields=["interview", "person"], name="one_seat_a_panelist"),
            models.CheckConstraint(condition=Q(seat__range=(1, 3)), name="seat_of_a_panel"),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.person_id}"


class BusySlot(models.Model):
    """A quarter of an hour that a person has given to an interview.

    The unique constraint is what makes double booking impossible, whatever the code above it does.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy_slots")
    starts_at = models.DateTimeField()
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="busy_slots")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "starts_at"], name="busy_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"

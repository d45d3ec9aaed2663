"""Waves of offers, the seats that acceptances take, and the reserve list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from springtide.allocation.models import Run
from springtide.applications.models import Application
from springtide.foundation.files.models import StoredFile
from springtide.foundation.steps.moves import State
from springtide.offers import states
from springtide.planning.models import Intake, Opening


class Wave(models.Model):
    """Offers that go out together, released by a second person."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="waves")
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="waves")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=states.WAVE.choices(), default="draft")
    answer_by = models.DateTimeField(_("answer by"))
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="wave_number")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.number}"

    @property
    def status(self) -> State:
        return states.WAVE.state(self.state)


class Offer(models.Model):
    """One seat offered to one candidate. `wave` is empty where the reserve list promoted itself."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="offers")
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="offers")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="offers")
    state = models.CharField(max_length=10, choices=states.OFFER.choices(), default="prepared")
    answer_by = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    letter = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("reason"), max_length=500, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=states.STANDING),
                name="one_standing_offer",
            )
        ]
        indexes = [models.Index(fields=["opening", "state"]), models.Index(fields=["state", "answer_by"])]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.opening_id}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.OFFER.state(self.state)


class TakenSeat(models.Model):
    """A numbered seat of an opening, taken by an accepted offer: the constraint behind the lock."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="taken_seats")
    number = models.PositiveIntegerField()
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="seat")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="seat_taken_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.opening_id} #{self.number}"


class Reserve(models.Model):
    """A candidate waits for a seat of an opening, in the order of the published run."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PROMOTED = "promoted", _("offered a seat")
        GONE = "gone", _("no longer waiting")

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="reserves")
    application = models.ForeignKey(Application, models.CASCADE, related_name="reserves")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["opening", "place"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "application"], name="reserve_once"),
            models.UniqueConstraint(fields=["opening", "place"], name="reserve_place"),
        ]
        indexes = [models.Index(fields=["opening", "state", "place"])]

    def __str__(self) -> str:
        return f"{self.opening_id} {self.place}: {self.application_id}"

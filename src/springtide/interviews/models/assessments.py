"""Assessments, their sittings, and what became of whoever sat. All instants are UTC."""

import secrets
from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.foundation.steps.moves import State
from springtide.interviews import states
from springtide.planning.models import Division, Family, Intake
from springtide.planning.words import named, validate_words, validate_zone

MOST_SEATS = 100_000


def new_reference() -> str:
    """By which calendars and the provider know an attempt: says nothing about the person."""
    return secrets.token_hex(16)


class Assessment(models.Model):
    """A test that divisions of an intake share. `families` empty: for all. `mark`, in percent, decides nothing."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="assessments")
    names = models.JSONField(_("name"), validators=[validate_words])
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    provider = models.CharField(_("provider"), max_length=40)
    divisions = models.ManyToManyField(Division, verbose_name=_("divisions"), related_name="assessments")
    families = models.ManyToManyField(Family, verbose_name=_("job families"), related_name="assessments", blank=True)
    mark = models.PositiveSmallIntegerField(
        _("mark in percent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(mark=None) | Q(mark__lte=100), name="mark_in_percent")]

    def __str__(self) -> str:
        return named(self.names)


class Sitting(models.Model):
    """A window in which an assessment is sat, by at most `seats` people. `zone` is the one it was typed in.

    `makeup_of`: only for those who missed that sitting.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="sittings")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    seats = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)])
    makeup_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="makeups")
    state = models.CharField(max_length=10, choices=states.SITTING.choices(), default="open")

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sitting_forward"),
            models.CheckConstraint(condition=Q(seats__range=(1, MOST_SEATS)), name="sitting_has_seats"),
        ]
        indexes = [models.Index(fields=["assessment", "starts_at"]), models.Index(fields=["ends_at"])]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def status(self) -> State:
        return states.SITTING.state(self.state)

    def runs_at(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


class Attempt(models.Model):
    """One application sits one assessment for one division.

    `seat` is numbered within the sitting: the unique constraint is what makes overselling impossible. `sequence` counts
    changes of the sitting, for calendars and the provider; `version` is that of the last event of the provider that was
    applied. `shared`: the candidate lets the result count for other divisions.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="attempts")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="attempts")
    division = models.ForeignKey(Division, models.PROTECT, related_name="attempts")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, related_name="attempts")
    seat = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=states.ATTEMPT.choices(), default="invited")
    shared = models.BooleanField(default=False)
    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    sequence = models.PositiveIntegerField(default=0)
    handed_to = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "assessment", "division"], name="one_attempt_each"),
            models.UniqueConstraint(fields=["sitting", "seat"], name="sitting_seat_once"),
            models.UniqueConstraint(
                fields=["handed_to", "external_id"], condition=~Q(external_id=""), name="external_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=states.SEATED) | Q(sitting__isnull=False, seat__gte=1), name="booked_means_seat"
            ),
        ]
        indexes = [models.Index(fields=["assessment", "division", "state"]), models.Index(fields=["sitting", "state"])]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.application}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.ATTEMPT.state(self.state)


class Result(models.Model):
    """What the provider found: points of a maximum. `parts`: [{"name": …, "points": …, "out_of": …}, …]."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="result")
    points = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    parts = models.JSONField(default=list)
    finished_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(out_of__gte=1, points__lte=F("out_of")), name="points_of_a_maximum")
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.out_of}"

    @property
    def percent(self) -> int:
        """Rounded down, so that nobody seems to reach a mark they missed."""
        return self.points * 100 // self.out_of


class Delivery(models.Model):
    """A message of a provider that was taken, with the answer it got: the same message again gets the same answer."""

    provider = models.CharField(max_length=40)
    message = models.CharField(max_length=100)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="deliveries")
    answer = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "message"], name="message_taken_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.message}: {self.answer}"

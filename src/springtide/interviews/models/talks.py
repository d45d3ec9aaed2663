"""Rounds, free time, interviews and scorecards. All instants are UTC; zones are rendered at the edge."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.foundation.steps.moves import State
from springtide.interviews import states
from springtide.planning.models import Division, Intake, Site
from springtide.planning.words import named, validate_words
from springtide.screening.models import Criterion, Rubric

SLOT_MINUTES = 15


def new_uid() -> str:
    return secrets.token_hex(16)


class Round(models.Model):
    """One round of interviews of a division."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rounds")
    division = models.ForeignKey(Division, models.CASCADE, related_name="rounds")
    names = models.JSONField(_("name"), validators=[validate_words])
    place = models.PositiveSmallIntegerField(_("order"), default=1)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=45, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="rounds")

    class Meta:
        ordering = ["division", "place"]
        constraints = [models.UniqueConstraint(fields=["division", "place"], name="round_place")]

    def __str__(self) -> str:
        return named(self.names)


class FreeTime(models.Model):
    """A window in which a person can interview, or be interviewed. `zone` is the one it was typed in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="free_times")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="free_times")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    zone = models.CharField(_("time zone"), max_length=64)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="free_time_forward")]
        indexes = [models.Index(fields=["person", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class Interview(models.Model):
    """One conversation. `uid` and `sequence` identify it in everybody's calendar."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    round = models.ForeignKey(Round, models.PROTECT, related_name="interviews")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="interviews")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    link = models.URLField(_("video link"), blank=True)
    state = models.CharField(max_length=10, choices=states.INTERVIEW.choices(), default="invited")
    uid = models.CharField(max_length=40, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="one_interview_per_round"),
            models.CheckConstraint(
                condition=~Q(state="booked")
                | Q(starts_at__isnull=False, ends_at__isnull=False, interviewer__isnull=False),
                name="booked_means_time",
            ),
        ]
        indexes = [
            models.Index(fields=["interviewer", "state", "starts_at"]),
            models.Index(fields=["state", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.application}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.INTERVIEW.state(self.state)

    @property
    def candidate_zone(self) -> str:
        """The clock the candidate lives by, as far as we know."""
        return self.application.candidate.person.time_zone or self.round.intake.zone


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


class Scorecard(models.Model):
    """What one interviewer found, by anchored questions. Locked before anybody compares."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="scorecards")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scorecards")
    state = models.CharField(max_length=10, choices=states.SCORECARD.choices(), default="open")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    total = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "interviewer"], name="one_scorecard_each")]

    def __str__(self) -> str:
        return f"{self.interview_id} by {self.interviewer_id}"


class Mark(models.Model):
    """Points for one question of a scorecard."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    evidence = models.CharField(_("what was said"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="question_marked_once"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="mark_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"

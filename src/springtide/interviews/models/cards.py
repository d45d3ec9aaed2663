"""What was heard: scorecards with their marks, and the debrief that follows when all are locked."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from springtide.interviews import states
from springtide.interviews.models.talks import Interview
from springtide.screening.models import Criterion


class Scorecard(models.Model):
    """What one panelist found, by anchored questions. Locked before anybody compares."""

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


class Debrief(models.Model):
    """The panel compared what it found. From here on no scorecard changes.

    `reason` is why a recruiter opened it although a scorecard was missing; "" where all were locked.
    """

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="debrief")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.interview_id}"

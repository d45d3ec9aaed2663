"""Rubrics, reviews with scores, and decisions that wait to be released together."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.planning.models import Division, Intake
from springtide.planning.words import named, validate_words
from springtide.screening import states

HIGHEST_POINTS = 5


class Rubric(models.Model):
    """What is looked at, the same for everybody: for résumés (`screening`) or for an interview round."""

    class Use(models.TextChoices):
        SCREENING = "screening", _("reading applications")
        INTERVIEW = "interview", _("interviews")
        EVALUATION = "evaluation", _("evaluating interns")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rubrics")
    names = models.JSONField(_("name"), validators=[validate_words])
    use = models.CharField(max_length=12, choices=Use.choices, default=Use.SCREENING)

    def __str__(self) -> str:
        return named(self.names)


class Criterion(models.Model):
    """One thing to judge, 1 to 5, each point anchored in words. `anchors`: {"1": {"en": …}, "3": …, "5": …}."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    names = models.JSONField(_("name"), validators=[validate_words])
    anchors = models.JSONField(_("anchors"), default=dict)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return named(self.names)


class Review(models.Model):
    """One reviewer reads one application for one division. `total` (0–100) exists once it is locked."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    division = models.ForeignKey(Division, models.PROTECT, related_name="reviews")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=states.REVIEW.choices(), default="assigned")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    total = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    created = models.DateTimeField(auto_now_add=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "division", "reviewer"], name="one_review_each"),
            models.CheckConstraint(
                condition=~models.Q(state="locked") | models.Q(total__isnull=False), name="locked_means_total"
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"]),
            models.Index(fields=["division", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} by {self.reviewer_id}"


class Score(models.Model):
    """Points for one criterion, with the passage of the résumé that speaks for them. No score is not zero."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_POINTS)])
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_scored_once"),
            models.CheckConstraint(condition=models.Q(points__range=(1, HIGHEST_POINTS)), name="points_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class Release(models.Model):
    """Decisions made known together, by somebody who made none of them."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="releases")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.released_at:%Y-%m-%d %H:%M}"


class Decision(models.Model):
    """A named person's verdict on one application for one division. Unknown to the candidate until released."""

    class Verdict(models.TextChoices):
        ADVANCE = "advance", _("Shortlist")
        REJECT = "reject", _("Reject")

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    state = models.CharField(max_length=10, choices=states.DECISION.choices(), default="pending")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(auto_now_add=True)
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="decisions")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "division"],
                condition=~models.Q(state="dropped"),
                name="one_standing_decision",
            )
        ]
        indexes = [models.Index(fields=["division", "state"])]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.verdict}"

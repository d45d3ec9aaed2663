"""Rubrics, reviews with scores, and decisions that wait to be released together."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.foundation.steps.moves import State
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
    use = models.CharField(_("used for"), max_length=12, choices=Use.choices, default=Use.SCREENING)
    state = models.CharField(max_length=10, choices=states.RUBRIC.choices(), default="draft")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["use", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake"], condition=models.Q(state="current", use="screening"), name="one_screening_rubric"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self.names)

    @property
    def status(self) -> State:
        return states.RUBRIC.state(self.state)


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
        return self.name

    @property
    def name(self) -> str:
        return named(self.names)

    @property
    def anchor_words(self) -> list[tuple[int, str]]:
        """(points, words in the reader's language) for 1 to 5; "" where a point lies between two anchors."""
        return [(n, named(self.anchors.get(str(n), {}))) for n in range(1, HIGHEST_POINTS + 1)]


class Review(models.Model):
    """One reviewer reads one application for one division. `total` (0–100) exists once it is locked."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    division = models.ForeignKey(Division, models.PROTECT, related_name="reviews")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=states.REVIEW.choices(), default="assigned")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    recusal = models.CharField(_("why you hand it back"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    total = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    created = models.DateTimeField(auto_now_add=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "division", "reviewer"], name="one_review_each"),
            models.CheckConstraint(
                condition=models.Q(state="locked", total__range=(0, 100))
                | (~models.Q(state="locked") & models.Q(total__isnull=True)),
                name="locked_means_total",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"]),
            models.Index(fields=["division", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} by {self.reviewer_id}"

    @property
    def status(self) -> State:
        return states.REVIEW.state(self.state)


class Score(models.Model):
    """Points for one criterion, with the passage of the résumé that speaks for them.

    Points are null while only evidence has been typed: blank is not zero.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_POINTS)]
    )
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
    advanced = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.released_at:%Y-%m-%d %H:%M}"


class Standing(models.Model):
    """Where one application stands before one division that it ranks: what a queue of 100,000 is read from.

    Computed from reviews and decisions by `actions.standing`, which alone writes it. `score` (0–10,000) is the
    mean of locked totals times 100, `spread` the highest total less the lowest; both null until one is locked.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="standings")
    division = models.ForeignKey(Division, models.CASCADE, related_name="standings")
    stage = models.CharField(max_length=10, choices=states.Stage.choices, default=states.Stage.UNASSIGNED)
    score = models.PositiveSmallIntegerField(null=True)
    spread = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "division"], name="one_standing_per_division")]
        indexes = [
            models.Index(fields=["division", "stage", "id"]),
            models.Index(fields=["division", "stage", "-score", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} before {self.division_id}: {self.stage}"

    @property
    def mean(self) -> float | None:
        """The score as people read it, 0 to 100."""
        return None if self.score is None else self.score / 100


class Decision(models.Model):
    """A named person's verdict on one application for one division. Unknown to the candidate until released."""

    class Verdict(models.TextChoices):
        ADVANCE = "advance", _("Shortlist")
        REJECT = "reject", _("Reject")

    class Category(models.TextChoices):
        """What a rejected candidate is told; the reason in words stays with staff."""

        SKILLS = "skills", _("a required skill was not shown")
        OTHERS = "others", _("others showed stronger evidence for this work")
        DATES = "dates", _("dates, graduation or right to work do not fit")
        SEATS = "seats", _("the seats are filled")

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    category = models.CharField(_("what the candidate is told"), max_length=8, choices=Category.choices, blank=True)
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
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="reject") | ~models.Q(category=""), name="rejection_has_category"
            ),
            models.CheckConstraint(
                condition=models.Q(state="dropped")
                | models.Q(release__isnull=False, state="released")
                | models.Q(release__isnull=True, state="pending"),
                name="released_means_release",
            ),
        ]
        # All that a release page counts is in the index: 100,000 decisions are counted without reading them.
        indexes = [models.Index(fields=["division", "state", "verdict", "decided_by", "application"])]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.verdict}"

    @property
    def status(self) -> State:
        return states.DECISION.state(self.state)

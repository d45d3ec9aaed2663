"""Interns, their mentors, tasks before arrival, check-ins, evaluations and return offers."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Candidate
from springtide.foundation.steps.moves import State
from springtide.mentoring import states
from springtide.offers.models import Offer
from springtide.planning.models import Division, Intake, Site
from springtide.planning.words import named
from springtide.screening.models import Criterion


class Mentor(models.Model):
    """Somebody who looks after interns of a division at a site, never more than `most` (law: three in France)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentor_posts")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="mentors")
    division = models.ForeignKey(Division, models.CASCADE, related_name="mentors")
    site = models.ForeignKey(Site, models.CASCADE, related_name="mentors")
    most = models.PositiveSmallIntegerField(
        _("most interns at a time"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "division", "site"], name="mentor_once")]

    def __str__(self) -> str:
        return str(self.person)


class Internship(models.Model):
    """One accepted offer, lived. `mentor` is empty while nobody has room: the lead's page says so."""

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="internship")
    mentor = models.ForeignKey(Mentor, models.PROTECT, null=True, related_name="internships")
    state = models.CharField(max_length=10, choices=states.INTERNSHIP.choices(), default="preparing")
    starts_on = models.DateField()
    ends_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="internship_forward")]
        indexes = [models.Index(fields=["mentor", "state"])]

    def __str__(self) -> str:
        return f"{self.offer_id}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.INTERNSHIP.state(self.state)

    @property
    def candidate(self) -> Candidate:
        return self.offer.application.candidate

    @property
    def division(self) -> Division:
        return self.offer.opening.position.division

    @property
    def tasks_all(self) -> int:
        """Reads `tasks`, as `tasks_done` does: prefetch them for a list."""
        return len(self.tasks.all())

    @property
    def tasks_done(self) -> int:
        return sum(task.done_at is not None for task in self.tasks.all())

    @property
    def mentor_person_id(self) -> int | None:
        return self.mentor.person_id if self.mentor else None


class Task(models.Model):
    """Something to do before arrival. `names`: words by language; `country` rules decide which appear."""

    internship = models.ForeignKey(Internship, models.CASCADE, related_name="tasks")
    slug = models.SlugField(max_length=60)
    names = models.JSONField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["internship", "slug"], name="task_once")]

    def __str__(self) -> str:
        return named(self.names)


class CheckIn(models.Model):
    """A talk between mentor and intern, noted."""

    internship = models.ForeignKey(Internship, models.CASCADE, related_name="check_ins")
    held_on = models.DateField(_("held on"))
    note = models.TextField(_("what was said and agreed"), max_length=4000)
    going_well = models.PositiveSmallIntegerField(
        _("how it is going, 1 to 5"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.internship_id} {self.held_on}"


class Evaluation(models.Model):
    """The mentor's judgement by anchored criteria. Once sent it stays as it is."""

    class Kind(models.TextChoices):
        MIDTERM = "midterm", _("mid-term")
        FINAL = "final", _("final")

    internship = models.ForeignKey(Internship, models.CASCADE, related_name="evaluations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    summary = models.TextField(_("summary"), max_length=4000)
    total = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["internship", "kind"], name="one_evaluation_each")]

    def __str__(self) -> str:
        return f"{self.internship_id} {self.kind}"


class Grade(models.Model):
    """Points for one criterion of an evaluation."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="grades")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="criterion_graded_once"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="grade_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class ReturnOffer(models.Model):
    """Whether an intern is asked to come back: the mentor recommends, somebody else decides."""

    internship = models.OneToOneField(Internship, models.CASCADE, related_name="return_offer")
    state = models.CharField(max_length=16, choices=states.RETURN_OFFER.choices())
    reason = models.TextField(_("reason"), max_length=4000)
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(auto_now_add=True)
    decision_reason = models.TextField(_("reason for the decision"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.internship_id} {self.state}"

    @property
    def status(self) -> State:
        return states.RETURN_OFFER.state(self.state)

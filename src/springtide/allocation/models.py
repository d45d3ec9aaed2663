"""Runs and the placements they propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.allocation import states
from springtide.applications.models import Application
from springtide.foundation.jobs.models import Job
from springtide.foundation.steps.moves import State
from springtide.planning.models import Intake, Opening


class Run(models.Model):
    """One computation over a snapshot of preferences, scores and seats.

    `inputs_hash` and `seed` make it repeatable byte for byte; `certificate` is what the independent checks
    found, one a stage; `figures` are what the page shows (placed, unplaced, ranks obtained, cells).
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=states.RUN.choices(), default="queued")
    name = models.CharField(_("name"), max_length=120)
    seed = models.PositiveIntegerField(_("lottery seed"))
    with_transfer = models.BooleanField(_("place consenting people in openings they did not rank"), default=True)
    inputs_hash = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    certificate = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> State:
        return states.RUN.state(self.state)

    @property
    def proven(self) -> bool:
        """Every check of other code passed, and there was one."""
        return bool(self.certificate) and all(check["passed"] for check in self.certificate.values())


class Snapshot(models.Model):
    """What a run read, kept: arrays packed by `bridge.snapshot`. A table of its own, so that lists never load it."""

    run = models.OneToOneField(Run, models.CASCADE, primary_key=True, related_name="snapshot")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.run_id}"


class Placement(models.Model):
    """What one run proposes for one application, and why. `reasons`: one mapping a choice, see `words.choice`."""

    class Via(models.TextChoices):
        PREFERENCE = "preference", _("a ranked opening")
        TRANSFER = "transfer", _("a transfer the candidate agreed to")
        NONE = "none", _("no seat")

    run = models.ForeignKey(Run, models.CASCADE, related_name="placements")
    application = models.ForeignKey(Application, models.CASCADE, related_name="placements")
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, related_name="placements")
    via = models.CharField(max_length=10, choices=Via.choices)
    rank = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveIntegerField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="one_placement_per_run"),
            models.CheckConstraint(
                condition=models.Q(via="none", opening__isnull=True) | models.Q(opening__isnull=False),
                name="placed_means_opening",
            ),
        ]
        indexes = [models.Index(fields=["run", "opening"])]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.opening_id}"

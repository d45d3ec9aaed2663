"""Runs, pins and the placements that runs propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.allocation import states
from springtide.applications.models import Application
from springtide.foundation.jobs.models import Job
from springtide.foundation.steps.moves import State
from springtide.planning.models import Intake, Opening


class Run(models.Model):
    """One computation over a snapshot of preferences, scores, seats, targets and pins, by one method.

    `inputs_hash` and `seed` make it repeatable byte for byte; `certificate` is what the independent checks
    found, one a stage; `figures` are what the page shows (see `bridge.figures`). `changes` says what a what-if
    changed (see `changes.Changes`); the database itself refuses to have a what-if published.
    """

    class Method(models.TextChoices):
        STABLE = "stable", _("Stable")
        TARGETS = "targets", _("Stable within targets")
        OPTIMUM = "optimum", _("Greatest utility under the targets")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=states.RUN.choices(), default="queued")
    name = models.CharField(_("name"), max_length=120)
    seed = models.PositiveIntegerField(_("lottery seed"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.STABLE)
    with_transfer = models.BooleanField(_("place consenting people in openings they did not rank"), default=True)
    what_if = models.BooleanField(default=False)
    changes = models.JSONField(default=dict)
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what_if=False) | ~models.Q(state="published"), name="what_if_is_never_published"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seeks_targets(self) -> bool:
        """True where the method reads the targets; a stable run only measures them."""
        return self.method != self.Method.STABLE

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


class Pin(models.Model):
    """One person seated by hand, with the reason. Never deleted: one that no longer holds is ended."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="pins")
    application = models.ForeignKey(Application, models.CASCADE, related_name="pins")
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="pins")
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(ended__isnull=True), name="one_pin_per_person"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="pin_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.opening_id}"


class Placement(models.Model):
    """What one run proposes for one application, and why. `reasons`: one mapping a choice, see `words.for_staff`."""

    class Via(models.TextChoices):
        PIN = "pin", _("a pin by hand")
        PREFERENCE = "preference", _("a ranked opening")
        TRANSFER = "transfer", _("a transfer the candidate agreed to")
        NONE = "none", _("no seat")

    run = models.ForeignKey(Run, models.CASCADE, related_name="placements")
    application = models.ForeignKey(Application, models.CASCADE, related_name="placements")
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, related_name="placements")
    via = models.CharField(max_length=10, choices=Via.choices)
    pin = models.ForeignKey(Pin, models.PROTECT, null=True, related_name="placements")
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
            models.CheckConstraint(
                condition=models.Q(via="pin", pin__isnull=False) | (~models.Q(via="pin") & models.Q(pin__isnull=True)),
                name="pinned_means_pin",
            ),
        ]
        indexes = [models.Index(fields=["run", "opening"])]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.opening_id}"

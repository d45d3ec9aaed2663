"""Schedule runs, what they read and propose, and rooms that are closed for a while."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.foundation.jobs.models import Job
from springtide.foundation.steps.moves import State
from springtide.interviews import states
from springtide.interviews.models.places import Room
from springtide.interviews.models.talks import Interview
from springtide.planning.models import Intake


class ScheduleRun(models.Model):
    """One computation of times for many interviews: all that have none, or those that a drop-out touches.

    `inputs_hash` and `seed` make it repeatable; `figures` are what the page shows. A repair names whom or what it is
    about (`person` or `room`, away from `away_from` to `away_until`), and whether bystanders may be moved.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        REPAIR = "repair", _("Repair")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="schedule_runs")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PLAN)
    state = models.CharField(max_length=10, choices=states.SCHEDULE.choices(), default="queued")
    name = models.CharField(_("name"), max_length=120)
    begins_at = models.DateTimeField(_("first start"))
    ends_at = models.DateTimeField(_("everything ends by"))
    seed = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    away_from = models.DateTimeField(null=True)
    away_until = models.DateTimeField(null=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    with_bystanders = models.BooleanField(default=False)
    inputs_hash = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    figures = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="schedule_forward"),
            models.CheckConstraint(
                condition=Q(kind="plan") | Q(person__isnull=False) | Q(room__isnull=False), name="repair_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> State:
        return states.SCHEDULE.state(self.state)

    @property
    def is_repair(self) -> bool:
        return self.kind == self.Kind.REPAIR


class ScheduleDetails(models.Model):
    """What a run read (`problem`, packed by `bridge.packing`) and its long tables, which lists of runs never load.

    `loads`: one mapping an interviewer. `shortfall`: cells and seats that nobody can fill, see `words`.
    """

    run = models.OneToOneField(ScheduleRun, models.CASCADE, primary_key=True, related_name="details")
    problem = models.BinaryField()
    loads = models.JSONField(default=list)
    shortfall = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.run_id}"


class Proposal(models.Model):
    """What a run proposes for one interview. `panel`: ids of people in the order of the seats.

    `reason` and `seats` (of those that stand in the way) say why a round has no time. `sequence` is the interview's
    when the run read it; a repair keeps what was before.
    """

    class Change(models.TextChoices):
        NEW = "new", _("gets a time")
        UNPLACED = "unplaced", _("no time found")
        REPANELLED = "repanelled", _("same time, other panel or room")
        MOVED = "moved", _("other time")
        BYSTANDER = "bystander", _("moves to make room for others")
        LOST = "lost", _("loses its time")

    run = models.ForeignKey(ScheduleRun, models.CASCADE, related_name="proposals")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="proposals")
    change = models.CharField(max_length=10, choices=Change.choices)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    panel = models.JSONField(default=list)
    room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    old_starts_at = models.DateTimeField(null=True)
    old_ends_at = models.DateTimeField(null=True)
    old_panel = models.JSONField(default=list)
    old_room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, blank=True)
    seats = models.JSONField(default=list)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "interview"], name="one_proposal_per_run"),
            models.CheckConstraint(
                condition=Q(change__in=["unplaced", "lost"]) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="proposed_means_time",
            ),
        ]
        indexes = [models.Index(fields=["run", "change", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.change}"


class Asked(models.Model):
    """A bystander who was asked whether they would move for others, and what they said (None: nothing yet)."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="asked")
    agrees = models.BooleanField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.agrees}"


class RoomClosing(models.Model):
    """A room that cannot be used for a while."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="closings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closing_forward")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts_at:%Y-%m-%d %H:%M}"

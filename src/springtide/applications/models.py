"""Candidates and their applications."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.applications import states
from springtide.foundation.files.models import StoredFile
from springtide.foundation.steps.moves import State
from springtide.planning.models import Division, Intake, Opening


def new_receipt() -> str:
    """Ten characters that are easy to read out and hard to guess: ST-7Q2M-9KXC-4W."""
    letters = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _n in range(10))
    return f"ST-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class DegreeLevel(models.TextChoices):
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    ENGINEER = "engineer", _("Engineering degree")
    PHD = "phd", _("Doctorate")
    ASSOCIATE = "associate", _("Associate or diploma")


class Candidate(models.Model):
    """A person who applies: once, across intakes."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="candidate")
    name = models.CharField(_("full name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    phone_typed = models.CharField(max_length=60, blank=True)
    country = models.CharField(_("country of residence"), max_length=2, blank=True)
    words = models.TextField(default="", editable=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or str(self.person)


class Application(models.Model):
    """One candidate in one intake. `version` counts saves: two tabs cannot overwrite each other."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="applications")
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=12, choices=states.APPLICATION.choices(), default="draft")
    version = models.PositiveIntegerField(default=1)
    school = models.CharField(_("university"), max_length=200, blank=True)
    degree = models.CharField(_("degree you will hold"), max_length=20, choices=DegreeLevel.choices, blank=True)
    field = models.CharField(_("field of study"), max_length=200, blank=True)
    graduation = models.DateField(_("expected graduation"), null=True, blank=True)
    work_countries = models.JSONField(_("countries where you may work"), default=list, blank=True)
    motivation = models.TextField(_("why this internship"), max_length=4000, blank=True)
    transfer = models.BooleanField(_("I agree to be placed in an opening I did not rank"), default=False)
    resume = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=60, blank=True)
    notice_version = models.CharField(max_length=20, blank=True)
    receipt = models.CharField(max_length=20, null=True, unique=True)
    submit_key = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True)
    in_grace = models.BooleanField(default=False)
    eligible = models.BooleanField(null=True)
    findings = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "intake"], name="one_application_per_intake"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(receipt__isnull=False),
                name="sent_means_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "state", "-submitted_at"]),
            models.Index(fields=["intake", "submitted_at"]),
            models.Index(fields=["intake", "source"]),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.intake}"

    @property
    def status(self) -> State:
        """Its state with both wordings."""
        return states.APPLICATION.state(self.state)


class Preference(models.Model):
    """One ranked opening; rank 1 is the dearest. A withdrawn preference is deleted and the rest move up.

    `division` repeats the opening's: "applicants of my division" must be one index look-up at 100,000 rows.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="preferences")
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="preferences")
    division = models.ForeignKey(Division, models.PROTECT, related_name="preferences")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "opening"], name="opening_ranked_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="one_opening_per_rank"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="rank_from_one"),
        ]
        indexes = [models.Index(fields=["division", "application"])]

    def __str__(self) -> str:
        return f"{self.rank}. {self.opening_id}"


class Document(models.Model):
    """What a job read out of a résumé: text, pages as pictures, what looks like name and education.

    `hidden` is text that nobody can see on the page (white on white, tiny): told to the reviewer, used for nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being read")
        READ = "read", _("read")
        UNREAD = "unread", _("text could not be read")

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="document")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    hidden = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    profile = models.JSONField(default=dict)
    previews = models.ManyToManyField(StoredFile, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.file} ({self.state})"


class Contest(models.Model):
    """A candidate disagrees with what was found about eligibility; a person answers."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="contests")
    statement = models.TextField(_("why you think this is wrong"), max_length=2000)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.application_id}: {self.statement[:40]}"

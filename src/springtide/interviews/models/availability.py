"""Who interviews, and when people are free. All instants are UTC; wall-clock hours keep their zone beside them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from springtide.applications.models import Application
from springtide.interviews.seating import Skilled
from springtide.planning.models import Intake, Site
from springtide.planning.words import validate_zone


class Interviewer(models.Model):
    """What somebody brings to panels of one intake, and how much is asked of them.

    Which divisions they interview for is said by their role. Who has no profile brings no skill and no language and
    has the limits below.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviewer_profiles")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="interviewers")
    skills = models.JSONField(_("skills"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    per_day = models.PositiveSmallIntegerField(_("most in a day"), default=4, validators=[MaxValueValidator(20)])
    per_week = models.PositiveSmallIntegerField(_("most in a week"), default=12, validators=[MaxValueValidator(100)])
    in_a_row = models.PositiveSmallIntegerField(
        _("most in a row"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("minutes between two"), default=15, validators=[MaxValueValidator(240)]
    )
    link = models.URLField(_("video room"), blank=True)

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "intake"], name="one_interviewer_profile")]

    def __str__(self) -> str:
        return str(self.person)

    def brings(self, *, own: bool) -> Skilled:
        """As plain values; `own`: whether they hold the role over the division that asks."""
        skills = frozenset(skill.casefold() for skill in self.skills)
        return Skilled(skills, frozenset(self.languages), own)


class Span(models.Model):
    """From one instant up to, not including, another."""

    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    zone = models.CharField(_("time zone"), max_length=64)
    imported = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class FreeTime(Span):
    """A window in which a person can interview, or be interviewed. `zone` is the one it was typed in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="free_times")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="free_times")

    class Meta(Span.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="free_time_forward")]
        indexes = [models.Index(fields=["person", "starts_at"])]


class AwayTime(Span):
    """When somebody cannot, whatever else they declared: typed, or a busy event of their own calendar."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="away_times")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="away_times")

    class Meta(Span.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="away_time_forward")]
        indexes = [models.Index(fields=["person", "starts_at"])]


class WeeklyTime(models.Model):
    """Free every week: on some weekdays (0 is Monday), from a first to a last day, but for a few days.

    Public holidays of the person's site fall out by themselves.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="weekly_times")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="weekly_times")
    weekdays = models.JSONField(_("weekdays"), default=list)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    except_on = models.JSONField(_("but not on"), default=list, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])

    class Meta:
        ordering = ["first_on", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="weekly_time_forward"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="weekly_days_forward"),
        ]
        indexes = [models.Index(fields=["person", "last_on"])]

    def __str__(self) -> str:
        return f"{self.weekdays} {self.begins:%H:%M}–{self.ends:%H:%M}"


class Accommodation(models.Model):
    """More time for one applicant. Minutes and nothing else: why is nobody's business here. Recruiters see it."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="accommodation")
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), validators=[MaxValueValidator(120)])

    def __str__(self) -> str:
        return f"{self.application_id}: +{self.extra_minutes}"


class CalendarFeed(models.Model):
    """The address under which a person's own calendar reads their interviews. Only the digest of its token is kept."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person_id}"

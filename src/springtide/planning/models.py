"""What a season offers: an intake, its divisions, sites and families, its positions and their openings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from springtide.planning import states
from springtide.planning.words import named, validate_country, validate_words, validate_zone

MOST_SEATS = 100_000


class Intake(models.Model):
    """One season. `names` and every other `names` column: {"en": …, "zh-hans": …, "fr": …, "ar": …}."""

    slug = models.SlugField(_("short name in addresses"), max_length=50, unique=True)
    names = models.JSONField(_("name"), validators=[validate_words])
    company = models.JSONField(_("company"), validators=[validate_words])
    about = models.JSONField(_("about"), default=dict, blank=True)
    state = models.CharField(max_length=12, choices=states.INTAKE.choices(), default="draft")
    zone = models.CharField(_("time zone of the calendar"), max_length=64, validators=[validate_zone])
    opens_at = models.DateTimeField(_("opens"))
    shown_deadline = models.DateTimeField(_("deadline shown to candidates"))
    grace_minutes = models.PositiveSmallIntegerField(_("grace, in minutes"), default=10)
    starts_on = models.DateField(_("internships start"))
    ends_on = models.DateField(_("internships end"))
    graduation_from = models.DateField(_("graduating from"))
    graduation_to = models.DateField(_("graduating until"))
    most_preferences = models.PositiveSmallIntegerField(
        _("openings a candidate may rank"), default=6, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    transfer_offered = models.BooleanField(pgettext_lazy("调剂", "candidates may agree to a transfer"), default=True)
    answer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=5)
    is_sample = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_deadline__gt=models.F("opens_at")), name="deadline_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(graduation_to__gte=models.F("graduation_from")), name="graduation_window"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self.names)

    @property
    def company_name(self) -> str:
        return named(self.company)

    @property
    def about_text(self) -> str:
        """Markdown: what this intake is, in the reader's language."""
        return named(self.about) if self.about else ""

    @property
    def scope(self) -> str:
        return self.slug

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def real_deadline(self) -> datetime:
        """One deadline is shown, a slightly later one is enforced."""
        return self.shown_deadline + timedelta(minutes=self.grace_minutes)

    def takes_applications(self, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.state == "published" and self.opens_at <= at <= self.real_deadline


class Named(models.Model):
    """Something of an intake with a short name for addresses and names in several languages."""

    slug = models.SlugField(_("short name in addresses"), max_length=50)
    names = models.JSONField(_("name"), validators=[validate_words])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return named(self.names)


class Phase(Named):
    """A group of divisions that opens together."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="phases")
    opens_at = models.DateTimeField(_("opens"))

    class Meta:
        ordering = ["opens_at", "slug"]
        constraints = [models.UniqueConstraint(fields=["intake", "slug"], name="phase_slug")]


class Division(Named):
    """A business unit: it publishes positions and sees its own applicants only."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="divisions")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="divisions")

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["intake", "slug"], name="division_slug")]

    @property
    def scope(self) -> str:
        return f"{self.intake.slug}/{self.slug}"


class Site(Named):
    """A place of work: its zone and its law."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="sites")
    country = models.CharField(_("country (two letters)"), max_length=2, validators=[validate_country])
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    jurisdiction = models.CharField(_("law that applies"), max_length=20)
    staff = models.PositiveIntegerField(_("employees at the site"), default=0)

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["intake", "slug"], name="site_slug")]


class Family(Named):
    """A kind of job. Whether it counts as AI is said here, with the reason."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="families")
    is_ai = models.BooleanField(_("counts as AI"), default=False)
    reasons = models.JSONField(_("reason"), default=dict, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "families"
        constraints = [models.UniqueConstraint(fields=["intake", "slug"], name="family_slug")]

    @property
    def reason(self) -> str:
        return named(self.reasons)


class Position(models.Model):
    """A piece of work in one division and family, described in several languages."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="positions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="positions")
    family = models.ForeignKey(Family, models.PROTECT, related_name="positions")
    slug = models.SlugField(_("short name in addresses"), max_length=90)
    state = models.CharField(max_length=12, choices=states.POSITION.choices(), default="draft")
    required_skills = models.JSONField(_("required skills"), default=list, blank=True)
    wished_skills = models.JSONField(_("wished skills"), default=list, blank=True)
    # Where an import found it (see imports.postings.key): the same posting twice is one position.
    import_key = models.CharField(max_length=64, default="", blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "slug"], name="position_slug"),
            models.UniqueConstraint(
                fields=["intake", "import_key"], condition=~models.Q(import_key=""), name="position_imported_once"
            ),
        ]
        indexes = [models.Index(fields=["intake", "state", "division"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language where there is one. Reads `texts`: prefetch them for a list."""
        return named({text.language: text.title for text in self.texts.all()}) or self.slug

    @property
    def seats(self) -> int:
        """At all sites. Reads `openings`: prefetch them for a list."""
        return sum(opening.seats for opening in self.openings.all())

    @property
    def description(self) -> str:
        """Markdown."""
        return named({text.language: text.description for text in self.texts.all()})


class PositionText(models.Model):
    """Title and description in one language; `words` feeds the search (see `foundation.text.search`)."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=20_000)
    words = models.TextField(default="", editable=False)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["position", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return self.title


class Opening(models.Model):
    """Seats of a position at a site: what a candidate ranks."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="openings")
    site = models.ForeignKey(Site, models.PROTECT, related_name="openings")
    seats = models.PositiveIntegerField(_("seats"), validators=[MaxValueValidator(MOST_SEATS)])

    class Meta:
        ordering = ["position", "site"]
        constraints = [
            models.UniqueConstraint(fields=["position", "site"], name="one_opening_per_site"),
            models.CheckConstraint(condition=models.Q(seats__lte=MOST_SEATS), name="seats_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.site}"


class Target(models.Model):
    """A floor or ceiling on seats, as a count or a share, over a scope.

    `of` and `within` are filters over cells: {"division": slug, "site": slug, "family": slug, "ai": true},
    every key optional. A count looks at `of`; a share is `of` and `within` together over `within`.
    `value`: seats for a count, percent for a share.
    """

    class Kind(models.TextChoices):
        COUNT = "count", _("number of seats")
        SHARE = "share", _("share in percent")

    class Bound(models.TextChoices):
        FLOOR = "floor", _("at least")
        CEILING = "ceiling", _("at most")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="targets")
    names = models.JSONField(_("name"), validators=[validate_words])
    kind = models.CharField(_("measure"), max_length=8, choices=Kind.choices)
    bound = models.CharField(_("bound"), max_length=8, choices=Bound.choices)
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])
    of = models.JSONField(default=dict, blank=True)
    within = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0) & (~models.Q(kind="share") | models.Q(value__lte=100)),
                name="target_value_in_range",
            )
        ]

    def __str__(self) -> str:
        return named(self.names)

    @property
    def name(self) -> str:
        return named(self.names)

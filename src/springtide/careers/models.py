"""What the careers site says beside the positions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.planning.models import Intake
from springtide.planning.words import named, validate_words


class Announcement(models.Model):
    """News of an intake, in several languages. `bodies`: Markdown by language."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="announcements")
    slug = models.SlugField(max_length=80)
    titles = models.JSONField(_("title"), validators=[validate_words])
    bodies = models.JSONField(_("text"), default=dict)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["intake", "slug"], name="announcement_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return named(self.titles)

    @property
    def body(self) -> str:
        return named(self.bodies)

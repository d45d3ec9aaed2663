"""What was done, by whom, to what: rows that are only ever added, each holding the hash of the one before."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Entry(models.Model):
    """One line of the journal."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    verb = models.CharField(max_length=60)
    about_type = models.CharField(max_length=40)
    about_id = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=120, blank=True)
    data = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"]),
            models.Index(fields=["verb", "at"]),
            models.Index(fields=["scope", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"

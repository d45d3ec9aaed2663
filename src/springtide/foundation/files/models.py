"""Files that people hand in: outside the web root, under names of our own."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """Bytes in the data folder at `path`; `name` is only ever shown."""

    path = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="files")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

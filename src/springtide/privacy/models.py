"""What the regular check of the journal found."""

from django.db import models


class JournalCheck(models.Model):
    """One recomputation of the whole chain. Note `head` outside: a journal cut at its end no longer holds it."""

    at = models.DateTimeField(auto_now_add=True)
    lines = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    broken_at = models.BigIntegerField(null=True)
    anchor_found = models.BooleanField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.lines}"

    @property
    def whole(self) -> bool:
        return self.broken_at is None and self.anchor_found

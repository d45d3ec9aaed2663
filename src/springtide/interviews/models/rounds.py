"""What a division's interviews are made of: rounds with the seats of their panels."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.interviews.seating import MOST_SEATS, SeatNeed
from springtide.planning.models import Division, Family, Intake
from springtide.planning.words import named, validate_words
from springtide.screening.models import Rubric


def one_seat() -> list[dict[str, object]]:
    """A panel of one from the own division: what a round was before it had a panel."""
    return [SeatNeed().row()]


def validate_seats(rows: object) -> None:
    right = isinstance(rows, list) and 1 <= len(rows) <= MOST_SEATS
    if not right or any(not isinstance(row, dict) or SeatNeed.of(row).row() != row for row in rows):  # type: ignore[attr-defined]
        raise ValidationError(_("A panel has one to three seats."))


class Round(models.Model):
    """One round of interviews of a division, for all its families or for some of them."""

    class Mode(models.TextChoices):
        VIDEO = "video", _("Video call")
        ONSITE = "onsite", _("On site, in a room")

    class DayPolicy(models.TextChoices):
        ANY = "any", _("Any day")
        SAME = "same", _("The same day as the round before")
        DIFFERENT = "different", _("Another day than the round before")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rounds")
    division = models.ForeignKey(Division, models.CASCADE, related_name="rounds")
    families = models.ManyToManyField(Family, blank=True, related_name="rounds", verbose_name=_("job families"))
    names = models.JSONField(_("name"), validators=[validate_words])
    place = models.PositiveSmallIntegerField(_("order"), default=1)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=45, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="rounds")
    seats = models.JSONField(_("seats of the panel"), default=one_seat, validators=[validate_seats])
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.VIDEO)
    room_features = models.JSONField(_("what the room needs"), default=list, blank=True)
    day_policy = models.CharField(_("day"), max_length=10, choices=DayPolicy.choices, default=DayPolicy.ANY)
    gap_minutes = models.PositiveSmallIntegerField(
        _("minutes after the round before"), default=30, validators=[MaxValueValidator(1440)]
    )
    most_moves = models.PositiveSmallIntegerField(
        _("how often a candidate may move it"), default=3, validators=[MaxValueValidator(20)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("hours of notice a candidate gives"), default=2, validators=[MaxValueValidator(168)]
    )

    class Meta:
        ordering = ["division", "place"]
        constraints = [models.UniqueConstraint(fields=["division", "place"], name="round_place")]

    def __str__(self) -> str:
        return named(self.names)

    @property
    def needs(self) -> tuple[SeatNeed, ...]:
        """The seats of its panel, in order; seat numbers count from 1."""
        return tuple(SeatNeed.of(row) for row in self.seats)

    @property
    def is_onsite(self) -> bool:
        return self.mode == self.Mode.ONSITE

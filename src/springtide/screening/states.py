"""The moves of a rubric, a review and a decision; the stages of an application before one division."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State


class Stage(TextChoices):
    """Computed, never assigned: see `actions.standing`."""

    UNASSIGNED = "unassigned", _("Nobody reads it yet")
    READING = "reading", _("Being read")
    SCORED = "scored", _("Scored")
    DECIDED = "decided", _("Decided, not released")
    RELEASED = "released", _("Released")


RUBRIC = Moves(
    states=(
        State("draft", _("Draft"), tone="neutral"),
        State("current", _("In use"), tone="success"),
        State("retired", _("No longer used"), tone="neutral"),
    ),
    moves=(
        Move("choose", ("draft", "retired"), "current", _("intake lead"), _("Use from now on")),
        Move("retire", ("current",), "retired", _("intake lead"), _("Replace by another")),
    ),
)

REVIEW = Moves(
    states=(
        State("assigned", _("To be read"), tone="info"),
        State("locked", _("Scored and locked"), tone="success"),
        State("recused", _("Handed back"), tone="neutral"),
    ),
    moves=(
        Move("lock", ("assigned",), "locked", _("reviewer"), _("Lock the scores")),
        Move("recuse", ("assigned",), "recused", _("reviewer"), _("Hand back because of a conflict of interest")),
    ),
)

DECISION = Moves(
    states=(
        State("pending", _("Waiting for release"), tone="warning"),
        State("released", _("Released"), tone="success"),
        State("dropped", _("Taken back"), tone="neutral"),
    ),
    moves=(
        Move("release", ("pending",), "released", _("approver"), _("Release")),
        Move("drop", ("pending",), "dropped", _("recruiter or approver"), _("Take back")),
        Move("lapse", ("pending", "released"), "dropped", _("candidate"), _("Withdraw the application")),
    ),
)

# How lines of the journal about an application read.
VERBS = {
    "assign": _("Given to a reviewer"),
    "lock": _("Scores locked"),
    "recuse": _("Handed back by a reviewer"),
    "decide": _("Decided, waiting for release"),
    "drop": _("Decision taken back"),
    "lapse": _("Decision lapsed with the withdrawal"),
    "release": _("Decision released"),
}

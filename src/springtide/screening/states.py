"""The moves of a review and of a decision."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

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
    ),
)

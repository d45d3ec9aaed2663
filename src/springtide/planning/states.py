"""The moves of an intake and of a position."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

INTAKE = Moves(
    states=(
        State("draft", _("Being planned"), tone="neutral"),
        State("published", _("Published"), tone="success"),
        State("archived", _("Archived"), tone="neutral"),
    ),
    moves=(
        Move("publish", ("draft",), "published", _("intake lead"), _("Publish")),
        Move("unpublish", ("published",), "draft", _("intake lead"), _("Take back to planning")),
        Move("archive", ("published",), "archived", _("intake lead"), _("Archive")),
    ),
)

POSITION = Moves(
    states=(
        State("draft", _("Draft"), tone="neutral"),
        State("published", _("Published"), tone="success"),
        State("closed", _("Closed"), tone="warning"),
    ),
    moves=(
        Move("publish", ("draft", "closed"), "published", _("recruiter of the division"), _("Publish")),
        Move("close", ("published",), "closed", _("recruiter of the division"), _("Close to applicants")),
    ),
)

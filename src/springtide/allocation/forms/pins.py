"""One seat for one person, with the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from springtide.allocation.rules import LONGEST_REASON
from springtide.planning.forms.fields import TextField
from springtide.planning.models import Opening


class PinForm(forms.Form):
    """`ranked` are the person's own openings, `others` those a transfer could lead to; both ready to be named."""

    opening = forms.TypedChoiceField(label=gettext_lazy("Opening"), coerce=int)
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Whoever publishes reads it, and it stays in the journal."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, ranked: list[Opening], others: list[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {opening.pk: opening for opening in (*ranked, *others)}
        groups = [(_("On their list"), ranked), (_("Elsewhere, by transfer"), others)]
        choices = [(words, [(row.pk, f"{row.position.title} · {row.site}") for row in rows]) for words, rows in groups]
        self.fields["opening"].choices = [("", _("Choose an opening")), *(group for group in choices if group[1])]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Opening:
        return self.known[self.cleaned_data["opening"]]

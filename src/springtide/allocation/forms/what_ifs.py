"""What would be if: the season's seats, targets and preference rules, each with a field that holds what is so now."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from springtide.allocation.changes import INTERVIEWS, Changes, Wish
from springtide.allocation.forms.runs import RunForm
from springtide.allocation.rules import MOST_SEATS, value_possible
from springtide.planning.forms.fields import LineField
from springtide.planning.forms.targets import TargetForm
from springtide.planning.models import Intake, Target

ROWS, MORE, MOST_ROWS = 3, 3, 30


class AddedTarget(TargetForm):
    """One target more, named in one language: it lives in this run only. Everything may stay empty."""

    names = LineField(label=pgettext_lazy("of a thing, not of a person", "Name"), max_length=120, required=False)  # type: ignore[assignment]
    value = forms.DecimalField(label=gettext_lazy("Value"), min_value=0, max_digits=9, decimal_places=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("bound", "kind"):
            self.fields[name].required = False

    def wish(self) -> Wish | None:
        if self.cleaned_data.get("value") is None:
            return None
        name = self.cleaned_data["names"] or _("Added target")
        return Wish(**self.values() | {"key": "+1", "names": {"en": name}})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        value = data.get("value")
        if value is None and data.get("names") and "value" not in self.errors:
            self.add_error("value", _("Give the value of the added target, or leave its name empty."))
        if value is not None:
            verdict = value_possible(data.get("kind", ""), value)
            if not verdict and "value" not in self.errors:
                self.add_error("value", str(verdict.reason))
            for name in ("bound", "kind"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose one."))
        return data


class WhatIfForm(RunForm):
    """`openings` {"position/site": (id, seats)}: what a row of seats may name. `rows` of seats are shown."""

    longest = forms.IntegerField(label=gettext_lazy("Choices of each list that count"), min_value=1, required=False)
    interviews = forms.IntegerField(
        label=gettext_lazy("Weight of interviews, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Screening weighs the rest."),
    )

    def __init__(
        self, *args: Any, intake: Intake, targets: list[Target], openings: Mapping[str, tuple[int, int]], rows: int
    ) -> None:
        super().__init__(*args)
        self.intake, self.targets, self.openings, self.rows = intake, targets, openings, rows
        self.fields["longest"].initial = intake.most_preferences
        self.fields["longest"].widget.attrs["max"] = intake.most_preferences
        self.fields["interviews"].initial = INTERVIEWS
        for number in range(rows):
            self.fields[f"opening_{number}"] = LineField(label=_("Opening"), required=False, max_length=150)
            self.fields[f"opening_{number}"].widget.attrs["list"] = "openings"
            self.fields[f"seats_{number}"] = forms.IntegerField(
                label=_("Seats"), required=False, min_value=0, max_value=MOST_SEATS
            )
        for target in targets:
            self.fields[f"value_{target.pk}"] = forms.DecimalField(
                label=target.name,
                min_value=0,
                max_digits=9,
                decimal_places=2,
                initial=target.value.normalize().__format__("f"),
                required=False,
            )
            self.fields[f"leave_{target.pk}"] = forms.BooleanField(label=_("Leave out"), required=False)
        self.added = AddedTarget(self.data if self.is_bound else None, intake=intake, prefix="added")

    def seat_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[f"opening_{number}"], self[f"seats_{number}"]) for number in range(self.rows))

    def target_rows(self) -> Iterator[tuple[Target, forms.BoundField, forms.BoundField]]:
        return ((t, self[f"value_{t.pk}"], self[f"leave_{t.pk}"]) for t in self.targets)

    def is_valid(self) -> bool:
        """The added target is a form of its own; both are asked, so that every error is shown at once."""
        own, added = super().is_valid(), self.added.is_valid()
        return own and added

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named: set[str] = set()
        for number in range(self.rows):
            self._check_row(number, data, named)
        for target in self.targets:
            value = data.get(f"value_{target.pk}")
            verdict = value_possible(target.kind, value)
            if not verdict:
                self.add_error(f"value_{target.pk}", str(verdict.reason))
        if not self.errors and self.added.is_valid() and not self.changes().told() and not self.other_transfer():
            raise forms.ValidationError(_("Nothing is changed yet: change seats, targets or preference rules."))
        return data

    def _check_row(self, number: int, data: Mapping[str, Any], named: set[str]) -> None:
        opening, seats = data.get(f"opening_{number}"), data.get(f"seats_{number}")
        if not opening:
            if seats is not None:
                self.add_error(f"opening_{number}", _("Choose the opening that these seats belong to."))
        elif opening not in self.openings:
            self.add_error(f"opening_{number}", _("This is no opening of the intake. Choose one from the list."))
        elif opening in named:
            self.add_error(f"opening_{number}", _("This opening stands in a row above already."))
        elif seats is None:
            self.add_error(f"seats_{number}", _("Say how many seats it would have."))
        named.add(opening or "")

    def other_transfer(self) -> bool:
        """Transfers are switched off, where the season has them: that is a change of the preference rules too."""
        return self.intake.transfer_offered and not self.cleaned_data.get("with_transfer")

    def changes(self) -> Changes:
        """Only what differs from the season."""
        data = self.cleaned_data
        rows = ((str(data.get(f"opening_{number}")), data.get(f"seats_{number}")) for number in range(self.rows))
        wanted = {self.openings[name]: seats for name, seats in rows if name in self.openings and seats is not None}
        longest, interviews = data.get("longest"), data.get("interviews")
        wish = self.added.wish()
        return Changes(
            seats={pk: seats for (pk, before), seats in wanted.items() if seats != before},
            targets={t.pk: value for t in self.targets if (value := self._value(t)) != t.value},
            added=() if wish is None else (wish,),
            longest=longest if longest is not None and longest < self.intake.most_preferences else None,
            interviews=interviews if interviews not in (None, INTERVIEWS) else None,
        )

    def _value(self, target: Target) -> Decimal | None:
        """What the form asks of a target; None leaves it out. An empty field is the season's value."""
        if self.cleaned_data.get(f"leave_{target.pk}"):
            return None
        value: Decimal | None = self.cleaned_data.get(f"value_{target.pk}")
        return target.value if value is None else value


def row_count(data: Mapping[str, Any]) -> int:
    """How many rows of seats to show: as many as were, and some more where they are asked for."""
    shown = str(data.get("rows", ""))
    rows = min(int(shown), MOST_ROWS) if shown.isdecimal() and len(shown) < 5 else ROWS
    return min(rows + MORE, MOST_ROWS) if "more" in data else max(rows, ROWS)

"""Forms for rounds and the seats of their panels, for rooms, and for what interviewers bring."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from springtide.interviews.forms.times import ClockField, WeekdaysField, ZoneField
from springtide.interviews.models import Interviewer, Room, Round
from springtide.interviews.seating import MOST_SEATS, SeatNeed
from springtide.planning.models import Division, Family, Intake, Site
from springtide.planning.words import split_skills
from springtide.screening.models import Rubric

LANGUAGES = [("", _("any language")), *settings.LANGUAGES]
FROM = [("own", _("from the division")), ("any", _("from any division"))]
NO_SEAT = ("", pgettext_lazy("seat of a panel", "no such seat"))


class SkillsField(forms.CharField):
    """Words divided by commas, as a list."""

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, max_length=500, **named)

    def clean(self, value: Any) -> Any:
        return split_skills(super().clean(value))[:20]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class RoundForm(forms.Form):
    division = forms.ModelChoiceField(Division.objects.none(), label=_("Division"))
    name_en = forms.CharField(label=_("Name (English)"), max_length=120)
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=120, required=False)
    families = forms.ModelMultipleChoiceField(
        Family.objects.none(),
        label=_("Job families"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all."),
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=240, initial=45)
    rubric = forms.ModelChoiceField(Rubric.objects.none(), label=_("Questions"))
    mode = forms.ChoiceField(label=_("Mode"), choices=Round.Mode.choices)
    room_features = SkillsField(
        label=_("What the room needs"), help_text=_("On site only; divided by commas. For example: screen, whiteboard.")
    )
    day_policy = forms.ChoiceField(label=_("Day"), choices=Round.DayPolicy.choices)
    gap_minutes = forms.IntegerField(label=_("Minutes after the round before"), min_value=0, max_value=1440, initial=30)
    most_moves = forms.IntegerField(label=_("How often a candidate may move it"), min_value=0, max_value=20, initial=3)
    notice_hours = forms.IntegerField(
        label=_("Hours of notice a candidate gives"), min_value=0, max_value=168, initial=2
    )

    def __init__(self, *args: Any, intake: Intake, divisions: QuerySet[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, QuerySet[Any]] = {
            "division": divisions,
            "rubric": Rubric.objects.filter(intake=intake),
            "families": Family.objects.filter(intake=intake),
        }
        for name, rows in chosen.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for seat in range(1, MOST_SEATS + 1):
            self.fields[f"seat{seat}_from"] = forms.ChoiceField(
                label=_("Who"), choices=FROM if seat == 1 else [NO_SEAT, *FROM], required=seat == 1
            )
            self.fields[f"seat{seat}_skill"] = forms.CharField(label=_("Skill"), max_length=80, required=False)
            self.fields[f"seat{seat}_language"] = forms.ChoiceField(
                label=_("Language"), choices=LANGUAGES, required=False
            )

    def plain(self) -> list[forms.BoundField]:
        """The fields of one line each: neither seats nor families."""
        return [field for field in self if not field.name.startswith(("seat", "families"))]

    def seat_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each seat."""
        return [
            [self[f"seat{seat}_{part}"] for part in ("from", "skill", "language")] for seat in range(1, MOST_SEATS + 1)
        ]

    def values(self) -> dict[str, Any]:
        """What an action takes."""
        data = self.cleaned_data
        chinese = data["name_zh"]
        names = {"en": data["name_en"], **({"zh-hans": chinese} if chinese else {})}
        seats = [
            SeatNeed(data[f"seat{seat}_skill"].strip(), data[f"seat{seat}_language"], data[f"seat{seat}_from"] == "own")
            for seat in range(1, MOST_SEATS + 1)
            if data[f"seat{seat}_from"]
        ]
        kept = ("minutes", "rubric", "families", "mode", "room_features")
        limits = ("day_policy", "gap_minutes", "most_moves", "notice_hours")
        return {"names": names, "seats": seats} | {name: data[name] for name in kept + limits}

    @staticmethod
    def initial_of(chosen: Round) -> dict[str, Any]:
        names = chosen.names
        seats = {
            f"seat{number}_{part}": value
            for number, need in enumerate(chosen.needs, 1)
            for part, value in (
                ("from", "own" if need.own else "any"),
                ("skill", need.skill),
                ("language", need.language),
            )
        }
        same = ("division", "minutes", "rubric", "mode", "room_features", "day_policy", "gap_minutes")
        limits = ("most_moves", "notice_hours")
        values = {name: getattr(chosen, name) for name in same + limits}
        told = {"name_en": names.get("en", ""), "name_zh": names.get("zh-hans", "")}
        return values | told | {"families": list(chosen.families.values_list("pk", flat=True))} | seats


class RoomForm(forms.Form):
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"))
    name = forms.CharField(label=pgettext_lazy("of a room", "Name"), max_length=80)
    features = SkillsField(
        label=_("What is there"), help_text=_("Divided by commas. For example: screen, whiteboard, step-free access.")
    )
    weekdays = WeekdaysField(initial=[0, 1, 2, 3, 4])
    opens = ClockField(label=_("Opens"), initial="09:00")
    closes = ClockField(label=_("Closes"), initial="18:00", help_text=_("On the clock of the site."))

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.filter(intake=intake)  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, room: Room) -> dict[str, Any]:
        return {name: getattr(room, name) for name in cls.base_fields}


class InterviewerForm(forms.Form):
    """What somebody brings, and how much is asked of them."""

    skills = SkillsField(label=_("Skills"), help_text=_("Divided by commas; rounds ask for them by these words."))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=_("Site"),
        required=False,
        help_text=_("Where you meet people on site. Its public holidays are yours."),
    )
    zone = ZoneField()
    per_day = forms.IntegerField(label=_("Most interviews in a day"), min_value=0, max_value=20, initial=4)
    per_week = forms.IntegerField(label=_("Most interviews in a week"), min_value=0, max_value=100, initial=12)
    in_a_row = forms.IntegerField(label=_("Most in a row"), min_value=1, max_value=20, initial=3)
    buffer_minutes = forms.IntegerField(label=_("Minutes between two"), min_value=0, max_value=240, initial=15)
    link = forms.URLField(
        label=_("Your video room"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Candidates are sent this address."),
    )

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.filter(intake=intake)  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, profile: Interviewer) -> dict[str, Any]:
        return {name: getattr(profile, name) for name in cls.base_fields}


class ExtraTimeForm(forms.Form):
    """More minutes for one applicant."""

    extra_minutes = forms.IntegerField(
        label=_("Extra minutes"), min_value=0, max_value=120, help_text=_("Minutes only, never the reason. 0 ends it.")
    )


class PanelistForm(forms.Form):
    """Somebody else in a seat; whether they are free is the action's question."""

    seat = forms.IntegerField(min_value=1, max_value=MOST_SEATS)
    person = forms.IntegerField(min_value=1, max_value=2**63 - 1)

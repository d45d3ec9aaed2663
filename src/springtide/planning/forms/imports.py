"""A file of postings and the say-so that goes with it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from springtide.planning.models import MOST_SEATS, Intake


class ChoicesForm(forms.Form):
    """What the file does not say."""

    division = forms.ChoiceField(
        label=gettext_lazy("Division"),
        required=False,
        help_text=gettext_lazy("Without a choice each company or division that the file names becomes one."),
    )
    site = forms.ChoiceField(
        label=gettext_lazy("Site for unknown places"),
        required=False,
        help_text=gettext_lazy("Without a choice a place we do not know is a problem to mend."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats where none are told"), min_value=0, max_value=MOST_SEATS, initial=1
    )
    publish = forms.BooleanField(label=gettext_lazy("Publish at once, not as drafts"), required=False)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("division", intake.divisions.all()), ("site", intake.sites.all())):
            choices = [("", "–"), *((row.slug, row.name) for row in rows)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class UploadForm(ChoicesForm):
    """`file` is cut at the site's limit while it arrives."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,.txt,text/csv,application/json"}),
        help_text=gettext_lazy("CSV or JSON. You see what it would do before anything is written."),
        error_messages={"empty": gettext_lazy("The file is empty. Choose the file again.")},
    )
    field_order = ("file",)

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if getattr(file, "over_limit", False):
            limit = filesizeformat(settings.UPLOAD_LIMIT)
            raise ValidationError(_("This file is too large. Please choose one under %(limit)s.") % {"limit": limit})
        return file

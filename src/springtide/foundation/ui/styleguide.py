"""What the styleguide shows: every component with plain, invented values."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from springtide.foundation.ui import charts
from springtide.foundation.ui.drawing import Chart


class SpecimenForm(forms.Form):
    """One field of every kind, with help and with errors."""

    name = forms.CharField(label=_("Full name"), help_text=_("As on your passport or identity card."))
    email = forms.EmailField(label=_("E-mail address"))
    degree = forms.ChoiceField(label=_("Degree"), choices=[("", "…"), ("b", _("Bachelor")), ("m", _("Master"))])
    essay = forms.CharField(label=_("Why this team?"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    transfer = forms.ChoiceField(
        label=_("May we place you in an opening you did not rank?"),
        choices=[("yes", _("Yes, show me other openings")), ("no", _("No, only those I ranked"))],
        widget=forms.RadioSelect,
    )
    resume = forms.FileField(label=_("Résumé"), help_text=_("PDF, up to 5 MB."), required=False)
    consent = forms.BooleanField(label=_("I have read the privacy notice."))


def specimens(request: HttpRequest) -> dict[str, Any]:
    """Return the context of ui/styleguide.html."""
    unbound = SpecimenForm(auto_id="new_%s")
    refused = SpecimenForm({"name": "Li Na", "email": "li.na@", "degree": "m", "essay": "Because"})
    return {
        "form": unbound,
        "refused": refused,
        "page": Paginator(range(1, 312), 10).get_page(request.GET.get("page", 4)),
        "deadline": datetime(2027, 3, 31, 21, 59, 59, tzinfo=UTC),
        "tones": ["", "primary", "secondary", "accent", "info", "success", "warning", "error"],
        "steps": [_("Profile"), _("Preferences"), _("Documents"), _("Review")],
        "charts": specimen_charts(),
        "ranking": [
            "Qwen models · Hangzhou",
            "Cloud databases · Beijing",
            "Maps and navigation · Paris",
            "机器学习平台 · 上海",
        ],
        "now": timezone.now(),
        "soon": timezone.now() + timedelta(hours=30),
        "rows": [
            ("Amira Ben Salah", "ENSI Tunis", _("Reviewed"), "info", "4.6"),
            ("陈思远", "Tongji University", _("Interview"), "primary", "4.4"),
            ("Élodie Marchand", "INSA Lyon", _("Matched"), "secondary", "4.2"),
            ("يوسف الحداد", "École Polytechnique", _("Offer"), "warning", "4.1"),
            ("Noah Tremblay", "McGill", _("Accepted"), "success", "3.9"),
        ],
    }


def specimen_charts() -> list[Chart]:
    """Return one chart of each kind."""
    arrivals = [3, 8, 12, 9, 15, 21, 18, 26, 24, 31, 29, 37, 52, 88]
    return [
        charts.days(_("Applications a day"), [(date(2026, 3, i + 1), n) for i, n in enumerate(arrivals)]),
        charts.funnel(
            _("The path"),
            [(_("Submitted"), 18402), (_("Screened"), 7310), (_("Interviewed"), 1046), (_("Offered"), 402)],
        ),
        charts.bars(
            _("Seats by city"), [("Hangzhou", 1610), ("Beijing", 620), ("Shanghai", 410), ("Paris", 40)], tone="info"
        ),
        charts.stacked(
            _("Seats by division"), [_("AI"), _("Other")], [("Alibaba Cloud", [830, 170]), ("Gaode", [210, 190])]
        ),
        charts.grouped(
            _("Choice obtained"), [_("Run 1"), _("Run 2")], [(_("First"), [610, 640]), (_("Second"), [320, 270])]
        ),
        charts.bullet(_("AI share of accepted offers"), 53, at_least=50, forecast=(48, 57), whole=100, unit="%"),
        charts.bullet(_("Interns in Paris, share of staff"), 17, at_most=15, whole=30, unit="%"),
    ]

"""Tags and filters of the base templates: icons, theme, form controls, dates with their zone."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from springtide.foundation.ui.icons import icon_svg

register = template.Library()
THEMES = {"light": "springtide", "dark": "springtide-dark"}


@register.simple_tag
def icon(name: str, classes: str = "size-4", label: str = "") -> SafeString:
    """Draw a Lucide icon: {% icon "map-pin" %} or {% icon "check" "size-5 text-success" label=_("Done") %}."""
    return icon_svg(str(name), str(classes), str(label))


@register.simple_tag
def module(name: str) -> SafeString:
    """Load one of our ES modules: {% module "autosave" %}."""
    return format_html('<script type="module" src="{}"></script>', static(f"ui/js/{name}.js"))


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString | str:
    """Write data-theme where the reader has chosen one (cookie `theme`); otherwise the system decides."""
    request = context.get("request")
    name = THEMES.get(request.COOKIES.get("theme", "")) if request else None
    return format_html(' data-theme="{}"', name) if name else ""


@register.simple_tag(takes_context=True)
def page_link(context: Context, param: str, number: int) -> str:
    """Return the query string of another page, everything else in it kept."""
    query: QueryDict = context["request"].GET.copy()
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def numbers(page: Page[Any]) -> Iterator[int | str]:
    """Return the page numbers to show, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw a form field's control with its classes; labels, help and errors are the component's (c-field)."""
    classes = f"{_control_class(field.field.widget)} {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": classes})


@register.filter
def options(field: BoundField) -> list[BoundWidget]:
    """Return the single choices of radios or checkboxes, each drawn with its classes."""
    # The widget is this form's own copy: Django deep-copies fields for every form.
    field.field.widget.attrs.setdefault("class", _control_class(field.field.widget))
    return list(field.subwidgets)


@register.filter
def kind(field: BoundField) -> str:
    """Say how a field is laid out: check, choices, file or line."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else "line"


def _control_class(widget: Widget) -> str:
    if isinstance(widget, CheckboxSelectMultiple | CheckboxInput):
        return "checkbox checkbox-sm checkbox-primary"
    if isinstance(widget, RadioSelect):
        return "radio radio-sm radio-primary"
    if isinstance(widget, Textarea):
        return "textarea w-full aria-invalid:border-error"
    if isinstance(widget, FileInput):
        return "file-input w-full aria-invalid:border-error"
    if isinstance(widget, Select):
        return "select w-full aria-invalid:border-error"
    return "input w-full aria-invalid:border-error"


@register.filter
def in_zone(when: datetime | None, zone: str | ZoneInfo | None = None) -> SafeString | str:
    """Show date, time and zone: {{ deadline|in_zone:"Europe/Paris" }} gives 31 Mar 2027, 23:59 CEST (UTC+02:00).

    Without a zone the reader's current one is taken. Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone.
    """
    if when is None:
        return ""
    place = ZoneInfo(zone) if isinstance(zone, str) and zone else zone or timezone.get_current_timezone()
    local = timezone.localtime(when, place)
    parts = {"day": day(local), "time": formats.time_format(local, "H:i")}
    words = pgettext("a day and a time of it", "%(day)s, %(time)s") % parts
    return format_html(
        '<time datetime="{}">{} <bdi dir="ltr" class="zone">{}</bdi></time>',
        when.isoformat(),
        words,
        zone_name(local),
    )


@register.filter(expects_localtime=True)
def day(when: date | None) -> str:
    """Show a day, of a moment the reader's: 31 Mar 2027. Django's English format is the American one; ours is not."""
    return str(formats.date_format(when, "j M Y" if get_language() in {None, "en"} else "DATE_FORMAT")) if when else ""


@register.filter(expects_localtime=True)
def zone_name(local: datetime) -> str:
    """Name a moment's zone: CEST (UTC+02:00); where the zone has no letters of its own, only UTC+04:00."""
    offset = _offset(local)
    letters = local.tzname() or ""
    return f"{letters} ({offset})" if letters.isalpha() and letters != "UTC" else offset


def _offset(local: datetime) -> str:
    raw = f"{local:%z}"
    return "UTC" if raw in {"", "+0000"} else f"UTC{raw[:3]}:{raw[3:5]}"

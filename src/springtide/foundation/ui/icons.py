"""Lucide icons as inline SVG, unpacked once and kept."""

import logging
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

logger = logging.getLogger(__name__)


@lru_cache(maxsize=512)
def _drawing(name: str) -> SafeString:
    try:
        svg = str(lucide(name, size=None))
    except IconDoesNotExist:
        # A page is worth more than its ornament; the tests look for wrong names in templates.
        logger.warning("There is no icon %r", name)
        svg = str(lucide("circle", size=None))
    return mark_safe(svg[svg.index(">") + 1 : svg.rindex("<")].strip())  # noqa: S308 (the package's own drawing)


@lru_cache(maxsize=1024)
def icon_svg(name: str, classes: str = "size-4", label: str = "") -> SafeString:
    """Return the icon as SVG, a circle if there is none of that name; hidden from screen readers unless labelled."""
    return format_html(
        '<svg class="{} shrink-0" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        classes,
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        _drawing(name),
    )

"""Whether letters are read on a page here."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def outbox_is_open() -> bool:
    return bool(settings.OUTBOX)

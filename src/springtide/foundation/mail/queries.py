"""Named reads over letters."""

from django.core.paginator import Page, Paginator

from springtide.foundation.mail.models import Letter

PER_PAGE = 20


def letters_kept(to: str, page: str) -> Page[Letter]:
    """Newest first, to one address where one is named; an impossible page is the nearest one."""
    letters = Letter.objects.prefetch_related("attachments").order_by("-id")
    if to:
        letters = letters.filter(to=to[:254].lower())
    return Paginator(letters, PER_PAGE).get_page(page)

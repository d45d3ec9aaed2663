"""Markdown of recruiters, shown as safe HTML."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False})
TAGS = {"p", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "a", "br", "blockquote", "code"}


@lru_cache(maxsize=2048)
def as_html(text: str) -> SafeString:
    """Commonmark without raw HTML, then cleaned to a short list of tags; links go out without our address."""
    html = nh3.clean(
        PARSER.render(text), tags=TAGS, attributes={"a": {"href"}}, link_rel="noopener nofollow noreferrer"
    )
    return mark_safe(html)  # noqa: S308 - cleaned one line above

"""Addresses, telephone numbers and links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import phonenumbers

from springtide_engine.resume.values import Found, Line

EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
ENDINGS = "com|org|net|io|dev|me|ai|cn|fr|edu|tech|app|co|info|page|site|xyz|blog|ae|eu|de|uk|be|ch|ma|tn|dz|eg|sa"
LINK = re.compile(
    rf"(?<![\w@.-])(?:https?://)?(?:[A-Za-z0-9-]+\.)+(?:{ENDINGS})(?![\w@-])(?!\.\w)(?:/[^\s"
    rf"|,;()<>،。，、]*)?"
)
URL = re.compile(r"https?://[^\s|,;()<>،。，、]+")
PLACES = {
    "github": "github.com/",
    "linkedin": "linkedin.com/in/",
    "gitee": "gitee.com/",
    "gitlab": "gitlab.com/",
}
HANDLE = re.compile(
    r"\b(github|linkedin|gitee|gitlab)\s*(?::\s*/*\s*|\s)(?:@|/in/|(?<=:// )|(?<=:))\s*([\w-]{3,})", re.I
)
SCHEME = re.compile(r"^(?:https?:)?/*(?:www\.)?", re.I)
# A visual-order number in a right-to-left line leaves its plus sign apart.
PLUS = re.compile(r"\+\s+(?=\d)")
PHONE_LABEL = re.compile(r"phone|mobile|tel\b|tél|cell|手机|电话|هاتف|جوال", re.I)
MOST = 25


def find_emails(head: Sequence[Line], links: Iterable[str]) -> tuple[Found[str], ...]:
    """In the order written; a mailto link counts only where no address is written out."""
    written = [
        Found(match[0], line.text, 0.99, "email.written") for line in head for match in EMAIL.finditer(line.text)
    ]
    if not written:
        addresses = (link[7:].split("?")[0] for link in links if link.lower().startswith("mailto:"))
        written = [Found(each, each, 0.9, "email.link") for each in addresses if EMAIL.fullmatch(each)]
    return _once(written)


def find_phones(head: Sequence[Line], region: str | None) -> tuple[Found[str], ...]:
    """E.164. A number outside its country's plan counts where it is called a phone; two are less sure."""
    found = []
    for line in head:
        text = PLUS.sub("+", line.text)
        told = PHONE_LABEL.search(text) is not None
        for match in phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.POSSIBLE):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            if phonenumbers.is_valid_number(match.number):
                found.append(Found(number, match.raw_string, 0.97, "phone.valid"))
            elif told or match.raw_string.startswith("+"):
                found.append(Found(number, match.raw_string, 0.6, "phone.possible"))
    once = _once(found)
    return once if len(once) < 2 else tuple(replace(each, confidence=0.7 * each.confidence) for each in once)


def find_links(head: Sequence[Line], links: Iterable[str]) -> tuple[Found[str], ...]:
    """Host and path, without scheme and `www`."""
    found = [link for line in head for link in _links_of(EMAIL.sub(" ", line.text), line.text)]
    behind = [link for link in links if URL.fullmatch(link)]
    found += [Found(_bare(link), link, 0.95, "link.behind") for link in behind]
    return _once(found)[:MOST]


def _links_of(text: str, raw: str) -> Iterator[Found[str]]:
    for pattern in (URL, LINK):
        for match in pattern.finditer(text):
            yield Found(_bare(match[0]), raw, 0.95, "link.written")
    for match in HANDLE.finditer(text):
        yield Found(PLACES[match[1].lower()] + match[2], raw, 0.8, "link.handle")


def _bare(link: str) -> str:
    return SCHEME.sub("", link).rstrip("/.:")


def _once(found: Iterable[Found[str]]) -> tuple[Found[str], ...]:
    return tuple({each.value.casefold(): each for each in reversed(list(found)) if each.value}.values())[::-1]

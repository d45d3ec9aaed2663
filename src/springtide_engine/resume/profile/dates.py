"""Dates and spans of dates as people write them in four languages."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

MONTH_WORDS = (
    "january january jan janvier janv يناير جانفي",
    "february feb février fév févr fevrier فبراير فيفري",
    "march mar mars مارس",
    "april apr avril avr أبريل ابريل أفريل",
    "may mai مايو ماي",
    "june jun juin يونيو جوان",
    "july jul juillet juil يوليو جويلية",
    "august aug août aout أغسطس اغسطس أوت",
    "september sept sep septembre سبتمبر",
    "october oct octobre أكتوبر اكتوبر",
    "november nov novembre نوفمبر",
    "december dec décembre déc ديسمبر",
)
MONTHS = {word: number for number, words in enumerate(MONTH_WORDS, 1) for word in words.split()}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:1[89]|20)\d\d"
PRESENT = (
    r"present|now|current|ongoing|today|至今|现在|在读|目前|présent|aujourd['’]?hui|en cours|actuellement"
    r"|حتى الآن|الآن|الحالي|حاليا"
)
DATE = re.compile(
    rf"(?<![\d.])(?P<y1>{YEAR})\s?[./年-]\s?(?P<m1>1[0-2]|0?[1-9])(?!\d)(?:\s?月)?(?:-\d\d\b)?"
    rf"|(?<!\d)(?P<m2>1[0-2]|0?[1-9])\s?[/.]\s?(?P<y2>{YEAR})(?!\d)"
    rf"|(?<!\w)(?P<m3>{MONTH})\.?,?\s?(?P<y3>{YEAR})(?!\d)"
    rf"|(?<!\w)(?P<m5>{MONTH})\.?\s?['’](?P<y5>\d\d)(?!\d)"
    rf"|(?<!\d)(?P<y4>{YEAR})(?!\d)\s?(?:年|级|届)?"
    rf"|(?<!\w)(?P<now>{PRESENT})(?!\w)",
    re.I,
)
SHARED_YEAR = re.compile(rf"(?<!\w)({MONTH})\.?\s*(?:-|–|—|to|à|au)\s*({MONTH})\.?\s+({YEAR})", re.I)
BETWEEN = re.compile(
    r"\s*(?:年|月)?\s*(?:-|–|—|―|~|至|到|to|until|à|au|إلى|الى|حتى|\t)?\s*\.?\s*\(?"
    r"(?:(?:expected|anticipated|est\.?|预计|prévue?)\s*(?:graduation)?:?\s*)?",
    re.I,
)
SINCE = re.compile(r"(?:since|from|depuis|自|منذ)\s*$", re.I)
EXPECTED = re.compile(r"expected|anticipated|graduating|预计|应届|prévue?s?|attendue?|متوقع|المتوقع", re.I)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True)
class Span:
    """`start` and `end` are `YYYY`, `YYYY-MM`, `present` (end only) or empty; `raw` is what was written."""

    start: str
    end: str
    raw: str
    expected: bool
    left: int
    right: int


def find_span(text: str) -> Span | None:
    """The first span in the text, or its first date, which then is an end."""
    text = SHARED_YEAR.sub(r"\1 \3 - \2 \3", text.translate(DIGITS))
    expected = EXPECTED.search(text) is not None
    found = list(DATE.finditer(text))
    for one, two in pairwise(found):
        if BETWEEN.fullmatch(text[one.end() : two.start()]) and not one["now"]:
            raw = text[one.start() : two.end()]
            return Span(_value(one), _value(two), raw, expected, one.start(), two.end())
    for match in found:
        value, raw = _value(match), match[0]
        if SINCE.search(text[: match.start()]) or raw.rstrip().endswith("级"):
            end = "present" if not raw.rstrip().endswith("级") else ""
            return Span(value, end, raw, expected, match.start(), match.end())
        if value != "present":
            return Span("", value, raw, expected, match.start(), match.end())
    return None


def without_dates(text: str) -> str:
    """The text with every date, and what joins two of them, replaced by a tab."""
    text = SHARED_YEAR.sub(r"\1 \3 - \2 \3", text.translate(DIGITS))
    marked = DATE.sub("\0", text)
    return re.sub(r"\0(?:\s*(?:-|–|—|~|至|到|to|until|à|au|إلى|حتى)?\s*\0)*", "\t", marked)


def is_future(value: str, today: date | None) -> bool:
    """`present` is not a date, so it is not in the future."""
    return today is not None and value != "present" and value > f"{today:%Y-%m}"[: len(value)]


def _value(match: re.Match[str]) -> str:
    if match["now"]:
        return "present"
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"] or f"20{match['y5']}"
    month = match["m1"] or match["m2"]
    word = match["m3"] or match["m5"]
    number = int(month) if month else MONTHS[word.casefold()] if word else 0
    return f"{year}-{number:02d}" if number else year

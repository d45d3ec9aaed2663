"""What a reading consists of: plain frozen values, the same on both sides of the sandbox."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Outcome(StrEnum):
    """`read`, or the one reason why the text could not be had."""

    READ = "read"
    EMPTY = "empty"
    NOT_A_DOCUMENT = "not_a_document"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    IMAGE_ONLY = "image_only"
    GARBLED = "garbled"
    TIMEOUT = "timeout"


@dataclass(frozen=True)
class Line:
    """One line in reading order. `box` is (left, top, right, bottom) in points from the page's top left;
    a DOCX has none. `parts` are the pieces a wide gap or a tab separates."""

    text: str
    page: int
    parts: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    size: float = 0.0


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value, the words it was read from, how sure we are (0 to 1), and the rule that found it."""

    value: T
    raw: str
    confidence: float
    rule: str


@dataclass(frozen=True)
class Education:
    """One stay at a school. Dates are `YYYY`, `YYYY-MM` or `present`."""

    institution: Found[str] | None = None
    degree_level: Found[str] | None = None
    field: Found[str] | None = None
    start: Found[str] | None = None
    end: Found[str] | None = None
    end_is_expected: bool = False


@dataclass(frozen=True)
class Profile:
    """What the résumé says about its owner; empty where it says nothing."""

    name: Found[str] | None = None
    emails: tuple[Found[str], ...] = ()
    phones: tuple[Found[str], ...] = ()
    links: tuple[Found[str], ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Found[str], ...] = ()
    languages: tuple[Found[str], ...] = ()


@dataclass(frozen=True)
class Hints:
    """What the asker knows: the region for national phone numbers (ISO 3166) and the day of asking."""

    region: str | None = None
    today: date | None = None


@dataclass(frozen=True)
class Reading:
    """All we could get out of one file. `language` is en, zh-hans, fr, ar or empty; `hidden_text` is in
    the file but not to be seen on its pages, and no part of `text`."""

    outcome: Outcome
    kind: str = ""
    text: str = ""
    hidden_text: str = ""
    pages: int = 0
    lines: tuple[Line, ...] = ()
    profile: Profile = Profile()
    language: str = ""
    previews: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):
    """Raised inside the sandbox where a file stops making sense; carries the typed reason."""

    def __init__(self, outcome: Outcome, *warnings: str) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome
        self.warnings = warnings

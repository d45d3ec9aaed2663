"""What a candidate types, as plain values."""

from datetime import date
from typing import TypedDict

NOTICE = "2026-11"  # version of the privacy notice shown with the form (templates/applications/notice.html)
LONGEST_MOTIVATION = 2000


class Entries(TypedDict, total=False):
    """One save. An absent key leaves what is stored; `openings` are ids, the dearest first.

    `phone` is E.164 or empty, `phone_typed` what was typed; `graduation` the first day of the month.
    """

    name: str
    phone: str
    phone_typed: str
    country: str
    school: str
    degree: str
    field: str
    graduation: date | None
    work_countries: list[str]
    motivation: str
    transfer: bool
    openings: list[int]
    notice_version: str


NEEDED = ("name", "country", "school", "degree", "graduation", "openings")


def missing(entries: Entries) -> list[str]:
    """Keys that must be filled before an application can be sent."""
    gaps = [key for key in NEEDED if not entries.get(key)]
    return gaps if entries.get("notice_version") == NOTICE else [*gaps, "notice_version"]


def differing(typed: Entries, stored: Entries) -> list[str]:
    """Keys of `typed` that say something else than what is stored."""
    return [key for key, value in typed.items() if value != stored.get(key)]

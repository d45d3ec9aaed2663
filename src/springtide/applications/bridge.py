"""A résumé's bytes ↔ the engine's reading, in words that the tables know."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from springtide.applications.models import DegreeLevel
from springtide.applications.rules.entries import Entries
from springtide_engine.resume.reading import Reading, graduation, read_resume

SURE = 0.5  # below this a suggestion would more often annoy than help


@dataclass(frozen=True)
class Read:
    """What a file held. `reason` is empty where the text was read; `profile` is plain JSON; `previews` are PNGs."""

    reason: str = ""
    text: str = ""
    hidden: str = ""
    language: str = ""
    pages: int = 0
    profile: dict[str, Any] = field(default_factory=dict)
    previews: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()


def read_file(path: Path, *, region: str, today: date) -> Read:
    """Read one PDF or DOCX in the engine's sandbox. `region` (ISO 3166 or empty) places national phone numbers."""
    return as_read(read_resume(path, region=region or None, today=today))


def as_read(reading: Reading) -> Read:
    """The engine's reading in our words."""
    return Read(
        reason="" if reading.outcome == "read" else reading.outcome.value,
        text=reading.text,
        hidden=reading.hidden_text,
        language=reading.language,
        pages=reading.pages,
        profile=_profile(reading),
        previews=reading.previews,
        warnings=reading.warnings,
    )


def _profile(reading: Reading) -> dict[str, Any]:
    leaving = graduation(reading.profile)
    return {
        **asdict(reading.profile),
        "graduation": leaving.value if leaving else "",
        "warnings": list(reading.warnings),
    }


def suggested_entries(profile: dict[str, Any]) -> Entries:
    """What the résumé suggests for the form: only what it says clearly."""
    found = Entries()
    if name := _sure(profile.get("name")):
        found["name"] = name[:200]
    if phone := _sure(next(iter(profile.get("phones", ())), None)):
        found["phone"] = found["phone_typed"] = phone[:20]
    stay = _last_stay(profile)
    if school := _sure(stay.get("institution")):
        found["school"] = school[:200]
    if subject := _sure(stay.get("field")):
        found["field"] = subject[:200]
    if (degree := _sure(stay.get("degree_level"))) in DegreeLevel.values:
        found["degree"] = degree
    if month := _month(profile.get("graduation", "")):
        found["graduation"] = month
    return found


def suggested_email(profile: dict[str, Any]) -> str:
    """The first address in the résumé, or empty."""
    return _sure(next(iter(profile.get("emails", ())), None))


def _sure(found: dict[str, Any] | None) -> str:
    return str(found["value"]) if found and found["confidence"] >= SURE else ""


def _last_stay(profile: dict[str, Any]) -> dict[str, Any]:
    """The stay at school with the latest end; where none has one, the first named."""
    stays: list[dict[str, Any]] = profile.get("education", [])
    return max(stays, key=_end, default={})


def _end(stay: dict[str, Any]) -> str:
    end = str((stay.get("end") or {}).get("value", ""))
    return "9999" if end == "present" else end


def _month(written: str) -> date | None:
    year, _dash, month = written.partition("-")
    return date(int(year), int(month), 1) if year.isdecimal() and month.isdecimal() else None

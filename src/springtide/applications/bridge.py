"""A résumé's bytes ↔ the engine's reading, in words that the tables know."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from springtide.applications.models import DegreeLevel
from springtide.applications.rules.entries import Entries
from springtide_engine.resume.reading import Profile, Reading, graduation, read_resume

SURE = 0.5  # below this a suggestion would more often annoy than help


@dataclass(frozen=True)
class Read:
    """What a file held. `reason` is empty where the text was read; `profile` is plain JSON; `previews` are PNGs."""

    reason: str = ""
    text: str = ""
    language: str = ""
    pages: int = 0
    profile: dict[str, Any] = field(default_factory=dict)
    previews: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()


def read_file(path: Path, *, region: str, today: date) -> Read:
    """Read one PDF or DOCX in the engine's sandbox. `region` (ISO 3166 or empty) places national phone numbers."""
    reading = read_resume(path, region=region or None, today=today)
    return Read(
        reason="" if reading.outcome == "read" else reading.outcome.value,
        text=reading.text,
        language=reading.language,
        pages=reading.pages,
        profile=_profile(reading),
        previews=reading.previews,
        warnings=reading.warnings,
    )

"""The public door: a file in, a `Reading` out, whatever the file does.

>>> read_resume("cv.pdf").profile.emails            # one file
>>> for name, reading in read_resumes(folder.iterdir()): ...   # many, several times quicker
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from springtide_engine.resume.limits import Limits
from springtide_engine.resume.sandbox import Sandbox
from springtide_engine.resume.values import (
    Education,
    Found,
    Hints,
    Line,
    Outcome,
    Profile,
    Reading,
    Unreadable,
)

__all__ = [
    "Education",
    "Found",
    "Limits",
    "Line",
    "Outcome",
    "Profile",
    "Reading",
    "graduation",
    "read_resume",
    "read_resumes",
]
DEFAULT = Limits()
Source = bytes | str | Path


def read_resume(
    source: Source, *, limits: Limits = DEFAULT, region: str | None = None, today: date | None = None
) -> Reading:
    """Read one PDF or DOCX in a sandbox of its own.

    `region` is where a phone number without a country code belongs; guessed from the language when absent.
    `today` tells an expected graduation from a past one. Raises OSError only if a path cannot be opened.
    """
    with Sandbox() as sandbox:
        return _read(sandbox, source, limits, Hints(region, today))


def read_resumes(
    sources: Iterable[Source],
    *,
    limits: Limits = DEFAULT,
    region: str | None = None,
    today: date | None = None,
) -> Iterator[tuple[Source, Reading]]:
    """Read many files in order. Each still has a child process to itself; what is shared is its start."""
    with Sandbox() as sandbox:
        for source in sources:
            yield source, _read(sandbox, source, limits, Hints(region, today))


def _read(sandbox: Sandbox, source: Source, limits: Limits, hints: Hints) -> Reading:
    try:
        content = _content(source, limits)
    except Unreadable as refusal:
        return Reading(refusal.outcome)
    return sandbox.read(content, limits, hints)


def _content(source: Source, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        with Path(source).open("rb") as file:
            content = file.read(limits.file_size + 1)
    if not content:
        raise Unreadable(Outcome.EMPTY)
    if len(content) > limits.file_size:
        raise Unreadable(Outcome.TOO_LARGE)
    return content


def graduation(profile: Profile) -> Found[str] | None:
    """When this person leaves, or left, their last school: `YYYY-MM` or `YYYY`.

    The latest end among the degrees; exchanges and certificates do not graduate anyone.
    """
    ends = [
        stay.end
        for stay in profile.education
        if stay.end
        and stay.end.value != "present"
        and (stay.degree_level is None or stay.degree_level.value not in {"exchange", "certificate", "minor"})
    ]
    return max(ends, key=lambda end: end.value, default=None)

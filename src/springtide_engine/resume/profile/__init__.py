"""Lines to a profile."""

from springtide_engine.resume.values import Hints, Line, Profile


def read_profile(lines: tuple[Line, ...], links: tuple[str, ...], language: str, hints: Hints) -> Profile:
    return Profile()

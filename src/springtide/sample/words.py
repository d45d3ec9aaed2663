"""Reads the sample's data files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3] / "sample"
LANGUAGES = ("en", "zh-hans", "fr", "ar")

Words = dict[str, str]  # language -> text
Table = dict[str, Any]  # what a TOML table holds


@cache
def table(name: str) -> Table:
    """The content of one file under `sample/`, read once. Treat it as read-only."""
    with (ROOT / name).open("rb") as file:
        return tomllib.load(file)


@cache
def folder(name: str) -> Table:
    """All tables of the files in one folder under `sample/`, in the order of their names."""
    tables: Table = {}
    for path in sorted((ROOT / name).glob("*.toml")):
        tables |= table(f"{name}/{path.name}")
    return tables


def pair(both: list[str]) -> Words:
    """Texts of positions are written as [English, Simplified Chinese]."""
    english, chinese = both
    return {"en": english, "zh-hans": chinese}


def skill_name(key: str, language: str = "en") -> str:
    """What a skill is called in a language: proper names are the same everywhere."""
    label = table("skills.toml")[key]
    return label if isinstance(label, str) else str(label[language])

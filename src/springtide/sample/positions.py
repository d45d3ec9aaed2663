"""Positions: what a division works on (`sample/work/`), done in a role (`sample/roles/`)."""

from dataclasses import dataclass, field

import numpy as np

from springtide.sample.words import Table, Words, folder, pair, table

HEADINGS = {
    "do": {"en": "What you will do", "zh-hans": "你将做什么"},
    "look": {"en": "What we look for", "zh-hans": "我们期待你"},
    "learn": {"en": "What you will learn", "zh-hans": "你将学到什么"},
    "about": {"en": "About the division", "zh-hans": "关于业务"},
}
LINES_OF_ROLE = 3


@dataclass(frozen=True)
class PlannedPosition:
    """One position. `title` and `description` (markdown) have English and Simplified Chinese."""

    key: str
    division: str
    family: str
    ai: bool
    role: str
    work: str
    title: Words = field(hash=False)
    description: Words = field(hash=False)
    required: tuple[str, ...]
    wished: tuple[str, ...]
    abroad: tuple[str, ...]


def _title(role: Table, work: Table) -> Words:
    role_words, work_words = pair(role["title"]), pair(work["name"])
    return {
        "en": f"{role_words['en']} ({work_words['en']})",
        "zh-hans": f"{role_words['zh-hans']}（{work_words['zh-hans']}）",
    }


def _section(heading: str, lines: list[list[str]], language: str) -> str:
    bullets = "\n".join(f"- {pair(line)[language]}" for line in lines)
    return f"## {HEADINGS[heading][language]}\n\n{bullets}"


def _description(role: Table, work: Table, division: Table, picked: list[int], language: str) -> str:
    do = [work["do"], *(role["do"][index] for index in picked)]
    return "\n\n".join(
        [
            pair(work["about"])[language],
            _section("do", do, language),
            _section("look", role["look"], language),
            _section("learn", role["learn"], language),
            f"## {HEADINGS['about'][language]}\n\n{division['about'][language]}",
        ]
    )


def _position(
    division: str, work: str, role: str, tables: tuple[Table, Table, Table], picked: list[int]
) -> PlannedPosition:
    of_division, of_work, of_role = tables
    return PlannedPosition(
        key=f"{division}-{work}-{role}",
        division=division,
        family=of_role["family"],
        ai=table("families.toml")[of_role["family"]]["ai"],
        role=role,
        work=work,
        title=_title(of_role, of_work),
        description={
            language: _description(of_role, of_work, of_division, picked, language) for language in ("en", "zh-hans")
        },
        required=tuple(of_role["need"]),
        wished=tuple(of_role["wish"]),
        abroad=tuple(of_work.get("abroad", ())),
    )


def compose(divisions: Table, rng: np.random.Generator) -> tuple[PlannedPosition, ...]:
    """Every position: each line of work of each division, in each of its roles, in the files' order."""
    roles = folder("roles")
    made: list[PlannedPosition] = []
    for division, of_division in divisions.items():
        for work, of_work in table(f"work/{division}.toml").items():
            for role in of_work["roles"]:
                lines = len(roles[role]["do"])
                picked = sorted(int(index) for index in rng.choice(lines, LINES_OF_ROLE, replace=False))
                made.append(_position(division, work, role, (of_division, of_work, roles[role]), picked))
    return tuple(made)

"""Invented applicants, any number of them, from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from springtide.sample.intake import SampleIntake, load_intake
from springtide.sample.names import draw_names
from springtide.sample.tastes import rank_openings
from springtide.sample.words import Table, folder, table

DOMAINS = ("example.org", "example.com", "example.net", "mail.example")  # reserved: nobody can own them
ABILITIES = ("technical", "problem_solving", "communication", "drive")
DEGREES = ("bachelor", "master", "engineer", "phd", "associate")
CHUNK = 5_000  # people whose tastes are drawn at once: keeps memory near 30 MB

Window = tuple[date, date]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One applicant. `ability`: one z-score for each of ABILITIES; `preferences`: keys of openings, dearest first."""

    index: int
    name: str
    latin: str
    email: str
    origin: str
    language: str
    country: str
    city: str
    school: str
    degree: str
    field: str
    graduation: date
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    work_countries: tuple[str, ...]
    source: str
    ability: tuple[float, ...]
    preferences: tuple[str, ...]
    transfer: bool


def _shares(rows: Table) -> tuple[list[str], npt.NDArray[np.float64]]:
    shares = np.array([row["share"] if isinstance(row, dict) else row for row in rows.values()], dtype=float)
    return list(rows), shares / shares.sum()


def _graduations(rng: np.random.Generator, n: int, window: Window) -> list[date]:
    """Most inside the window and in early summer; about one in twelve outside it."""
    first, last = window
    days = (last - first).days
    offsets = np.where(rng.random(n) < 0.7, rng.normal(days * 0.63, 18, n), rng.uniform(0, days, n)).astype(int)
    offsets = np.clip(offsets, 0, days)
    outside = rng.random(n)
    offsets = np.where(outside < 0.05, days + rng.integers(20, 330, n), offsets)
    offsets = np.where(outside > 0.97, -rng.integers(10, 200, n), offsets)
    return [first + timedelta(days=int(offset)) for offset in offsets]


def _degrees(rng: np.random.Generator, origins: list[str]) -> list[str]:
    usual = rng.choice(4, len(origins), p=(0.42, 0.45, 0.10, 0.03))
    names = ("bachelor", "master", "phd", "associate")
    french = rng.random(len(origins)) < 0.55
    return [
        "engineer" if origin == "fr" and french[i] and usual[i] < 2 else names[usual[i]]
        for i, origin in enumerate(origins)
    ]


def _schools(rng: np.random.Generator, origins: list[str]) -> list[list[str]]:
    """Most study at home; one in ten Chinese names abroad, and some abroad in China."""
    rows: list[list[str]] = table("study.toml")["schools"]
    at = {origin: [row for row in rows if row[4] == origin] for origin in ("zh", "en", "fr", "ar")}
    abroad = [row for row in rows if row[4] != "zh"]
    leaves, which = rng.random(len(origins)) < 0.1, rng.random(len(origins))
    chosen = []
    for i, origin in enumerate(origins):
        pool = rows if origin == "hard" else abroad if origin == "zh" and leaves[i] else at[origin]
        chosen.append(pool[int(which[i] * len(pool))])
    return chosen


def _skills(rng: np.random.Generator, fields: Ints, pools: list[list[str]]) -> list[tuple[str, ...]]:
    """Four to nine of the field's skills, the usual ones more often."""
    most = max(map(len, pools))
    usual = np.full((len(pools), most), -np.inf)
    for index, pool in enumerate(pools):
        usual[index, : len(pool)] = np.linspace(1.2, 0, len(pool))
    order = np.argsort(-(usual[fields] + rng.gumbel(size=(len(fields), most))), axis=1)
    counts = rng.integers(4, 10, len(fields))
    return [
        tuple(pools[field][j] for j in row[:count] if j < len(pools[field]))
        for field, row, count in zip(fields.tolist(), order.tolist(), counts.tolist(), strict=True)
    ]


def _rights(rng: np.random.Generator, homes: list[str], schools: list[list[str]]) -> list[tuple[str, ...]]:
    """Countries where each may work: home and place of study, now and then one more of the three that matter."""
    luck = rng.random((len(homes), 3))
    return [
        tuple(
            sorted({home, school[2]} | {country for k, country in enumerate(("CN", "FR", "AE")) if luck[i, k] < 0.06})
        )
        for i, (home, school) in enumerate(zip(homes, schools, strict=True))
    ]


def people(
    seed: int, n: int, *, first: int = 0, window: Window | None = None, intake: SampleIntake | None = None
) -> Iterator[SamplePerson]:
    """`n` applicants, the same for the same seed, counted from `first`.

    `window`: first and last day of eligible graduation (default: the original one).
    Nobody can own the domains of their addresses.
    """
    intake = intake or load_intake()
    begin, end = window or intake.head["calendar"]["window"]
    study = table("study.toml")
    for start in range(0, n, CHUNK):
        count = min(CHUNK, n - start)
        rng = np.random.default_rng([seed, start])
        yield from _chunk(rng, first + start, count, (begin, end), intake, study)


def _chunk(
    rng: np.random.Generator, start: int, n: int, window: Window, intake: SampleIntake, study: Table
) -> Iterator[SamplePerson]:
    origin_keys, origin_shares = _shares(study["origins"])
    field_keys, field_shares = _shares(study["fields"])
    source_keys, source_shares = _shares(study["sources"])
    origins = [origin_keys[i] for i in rng.choice(len(origin_keys), n, p=origin_shares)]
    fields = rng.choice(len(field_keys), n, p=field_shares)
    names = draw_names(rng, origins)
    schools = _schools(rng, origins)
    homes = [study["origins"][origin]["home"] for origin in origins]
    rights = _rights(rng, homes, schools)
    skills = _skills(rng, fields, [study["fields"][key]["skills"] for key in field_keys])
    graduations, degrees = _graduations(rng, n, window), _degrees(rng, origins)
    sources = rng.choice(len(source_keys), n, p=source_shares)
    general = rng.normal(size=(n, 1))
    ability = np.round(0.7 * general + 0.71 * rng.normal(size=(n, len(ABILITIES))), 3).tolist()
    wants = rank_openings(rng, intake, folder("roles"), skills, rights, [row[3] for row in schools])
    transfer, domains = rng.random(n) < 0.68, rng.integers(len(DOMAINS), size=n)
    for i in range(n):
        native, latin = names[i]
        origin = study["origins"][origins[i]]
        yield SamplePerson(
            index=start + i,
            name=native,
            latin=latin,
            email=f"{latin}.{start + i + 1:06d}@{DOMAINS[domains[i]]}",
            origin=origins[i],
            language=origin["ui"],
            country=schools[i][2],
            city=schools[i][3],
            school=schools[i][0],
            degree=degrees[i],
            field=field_keys[fields[i]],
            graduation=graduations[i],
            languages=tuple(origin["speaks"]),
            skills=skills[i],
            work_countries=rights[i],
            source=source_keys[sources[i]],
            ability=tuple(ability[i]),
            preferences=wants[i],
            transfer=bool(transfer[i]),
        )

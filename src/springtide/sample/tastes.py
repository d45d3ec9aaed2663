"""Which openings an applicant ranks: popular ones, fitting ones, near ones, and where they may work."""

import numpy as np
import numpy.typing as npt

from springtide.sample.intake import SampleIntake
from springtide.sample.words import Table

MOST = 6
HOW_MANY = (0.08, 0.12, 0.22, 0.22, 0.16, 0.20)  # share of people who rank 1, 2, … 6 openings
PULL = {"cloud": 0.7, "amap": 0.3, "taobao": 0.5, "quark": 0.4}  # how much a division is sought after
NO_RIGHT = -6.5  # hardly anybody ranks a place where they may not work, but some do

Floats = npt.NDArray[np.float32]


def _popularity(intake: SampleIntake) -> Floats:
    """One log-weight for each opening; fixed for the intake, so that everybody runs after the same few."""
    rng = np.random.default_rng(intake.seed + 1)
    pull = np.array(
        [PULL.get(o.position.division, 0.0) + 0.35 * o.position.ai + 0.3 * np.log(o.seats) for o in intake.openings]
    )
    return (pull + rng.normal(0, 0.9, len(pull))).astype(np.float32)


def _fit(intake: SampleIntake, roles: Table, skills: list[tuple[str, ...]]) -> Floats:
    """(people, openings): how much of what a role asks for each person brings, 0 to 1."""
    keys = sorted({skill for role in roles.values() for skill in (*role["need"], *role["wish"])})
    column = {skill: index for index, skill in enumerate(keys)}
    has = np.zeros((len(skills), len(keys)), dtype=np.float32)
    for row, mine in enumerate(skills):
        has[row, [column[skill] for skill in mine if skill in column]] = 1
    names = list(roles)
    asks = np.zeros((len(keys), len(names)), dtype=np.float32)
    for index, role in enumerate(roles.values()):
        asks[[column[skill] for skill in role["need"]], index] = 2
        asks[[column[skill] for skill in role["wish"]], index] = 1
    asks /= asks.sum(axis=0)
    of_role = has @ asks
    return of_role[:, [names.index(opening.position.role) for opening in intake.openings]]


def _reach(intake: SampleIntake, rights: list[tuple[str, ...]], cities: list[str]) -> Floats:
    """(people, openings): a bonus for the town of study, a heavy malus without the right to work there."""
    sites = list(intake.sites)
    countries = [intake.sites[site]["country"] for site in sites]
    names = [intake.sites[site]["name"]["en"] for site in sites]
    of_site = np.array(
        [
            [
                (0.0 if country in may else NO_RIGHT) + 0.9 * (name == city)
                for country, name in zip(countries, names, strict=True)
            ]
            for may, city in zip(rights, cities, strict=True)
        ],
        dtype=np.float32,
    )
    return of_site[:, [sites.index(opening.site) for opening in intake.openings]]


def rank_openings(
    rng: np.random.Generator,
    intake: SampleIntake,
    roles: Table,
    skills: list[tuple[str, ...]],
    rights: list[tuple[str, ...]],
    cities: list[str],
) -> list[tuple[str, ...]]:
    """For each person one to six keys of openings, dearest first, drawn without replacement (Gumbel top-k)."""
    wish = _popularity(intake) + 6 * _fit(intake, roles, skills) + _reach(intake, rights, cities)
    wish -= np.log(rng.standard_exponential(wish.shape, dtype=np.float32) + np.float32(1e-12))
    best = np.argpartition(-wish, MOST, axis=1)[:, :MOST]
    order = np.argsort(-np.take_along_axis(wish, best, axis=1), axis=1)
    ranked = np.take_along_axis(best, order, axis=1).tolist()
    counts = rng.choice(np.arange(1, MOST + 1), len(skills), p=HOW_MANY).tolist()
    keys = [opening.key for opening in intake.openings]
    return [tuple(keys[index] for index in row[:count]) for row, count in zip(ranked, counts, strict=True)]

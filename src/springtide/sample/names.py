"""Invented names in the scripts that applicants write."""

import numpy as np

from springtide.sample.words import table

GIVEN_FIRST = ("en", "fr", "ar")
ROMANISED = 0.06  # Chinese names now and then come in Latin letters


def _split(entry: str) -> tuple[str, str]:
    native, _space, latin = entry.rpartition(" ")
    return native, latin


def _full(origin: str, family: str, given: str, *, romanised: bool) -> tuple[str, str]:
    (family_native, family_latin), (given_native, given_latin) = _split(family), _split(given)
    latin = f"{given_latin}.{family_latin}"
    if origin in GIVEN_FIRST:
        return f"{given_native} {family_native}", latin
    return (f"{given_latin} {family_latin}".title() if romanised else family_native + given_native), latin


def draw_names(rng: np.random.Generator, origins: list[str]) -> list[tuple[str, str]]:
    """(name as its owner writes it, Latin letters for an address), one for each origin: zh, en, fr, ar or hard."""
    pools = table("names.toml")
    luck = rng.random((len(origins), 3))
    drawn: list[tuple[str, str]] = []
    for origin, (first, second, third) in zip(origins, luck.tolist(), strict=True):
        if origin == "hard":
            hard = pools["hard"]["names"]
            drawn.append(_split(hard[int(first * len(hard))]))
            continue
        family, given = pools[origin]["family"], pools[origin]["given"]
        # The first names of the list are the commonest: squaring favours them.
        pick = family[int(first**1.7 * len(family))], given[int(second * len(given))]
        drawn.append(_full(origin, *pick, romanised=third < ROMANISED))
    return drawn

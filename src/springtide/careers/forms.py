"""The filters of the list. An unknown value is ignored, never an error and never a query."""

from dataclasses import dataclass

from django.http import QueryDict

from springtide.careers.catalogue import Wanted


@dataclass(frozen=True)
class Filters:
    """What was asked, and what of it means something here."""

    query: str
    wanted: Wanted

    @property
    def any(self) -> bool:
        return bool(self.query or self.ticked)

    @property
    def ticked(self) -> bool:
        return bool(self.wanted.site or self.wanted.division or self.wanted.family or self.wanted.ai)


def read_filters(sent: QueryDict, names: dict[str, dict[str, str]], found: frozenset[int] | None) -> Filters:
    """`names`: for "site", "division", "family" the words of each slug (see `queries.names_in`)."""

    def known(key: str) -> frozenset[str]:
        return frozenset(sent.getlist(key)[:50]) & names[key].keys()

    wanted = Wanted(
        site=known("site"),
        division=known("division"),
        family=known("family"),
        ai=sent.get("ai") == "1",
        found=found,
    )
    return Filters(query=searched(sent), wanted=wanted)


def searched(sent: QueryDict) -> str:
    return sent.get("q", "")[:200].strip()

"""The filters of the list. An unknown value is ignored, never an error and never a query."""

from dataclasses import dataclass

from django.http import QueryDict

from springtide.careers.catalogue import Wanted
from springtide.planning.models import Intake


@dataclass(frozen=True)
class Filters:
    """What was asked, and what of it means something here."""

    query: str
    wanted: Wanted

    @property
    def any(self) -> bool:
        return bool(self.query or self.wanted.site or self.wanted.division or self.wanted.family or self.wanted.ai)


def read_filters(sent: QueryDict, intake: Intake, found: frozenset[int] | None) -> Filters:
    def known(key: str, slugs: set[str]) -> frozenset[str]:
        return frozenset(sent.getlist(key)[:50]) & slugs

    wanted = Wanted(
        site=known("site", {site.slug for site in intake.sites.all()}),
        division=known("division", {division.slug for division in intake.divisions.all()}),
        family=known("family", {family.slug for family in intake.families.all()}),
        ai=sent.get("ai") == "1",
        found=found,
    )
    return Filters(query=searched(sent), wanted=wanted)


def searched(sent: QueryDict) -> str:
    return sent.get("q", "")[:200].strip()

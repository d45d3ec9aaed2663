"""The invented people who run the sample intake."""

from dataclasses import dataclass

import numpy as np

from springtide.sample.intake import SampleIntake
from springtide.sample.names import draw_names
from springtide.sample.words import table

ROLES = ("recruiter", "reviewer", "interviewer", "mentor")


@dataclass(frozen=True)
class StaffMember:
    """One person in one role; `division` is empty for those who see the whole intake. `site`: where they sit."""

    role: str
    division: str
    site: str
    name: str
    email: str
    language: str
    zone: str


def _of_whole_intake(domain: str) -> list[StaffMember]:
    return [
        StaffMember(row["role"], "", "", row["name"], f"{row['local']}@{domain}", row["language"], row["zone"])
        for row in table("staff.toml")["whole"]
    ]


def _origin(country: str, luck: float) -> str:
    local = {"CN": "zh", "FR": "fr", "AE": "ar"}[country]
    return "en" if luck > 0.93 else local


def _load(intake: SampleIntake, site: str, role: str, per: int) -> int:
    """In France a tutor has three interns at most."""
    return min(per, 3) if role == "mentor" and intake.sites[site]["jurisdiction"] == "fr" else per


def _of_division(
    intake: SampleIntake, division: str, role: str, per: int, rng: np.random.Generator
) -> list[StaffMember]:
    """Spread over the division's sites by seats, with at least one at every site for interviewers and mentors."""
    domain, shown = table("staff.toml")["domain"], table("staff.toml")["shown"]
    seats = {site: intake.seats(division=division, site=site) for site in intake.sites}
    seats = {site: number for site, number in seats.items() if number}
    home = next(iter(intake.divisions[division]["sites"]))
    if role in ("recruiter", "reviewer"):
        places = [home] * max(1, round(sum(seats.values()) / per))
    else:
        places = [site for site, number in seats.items() for _n in range(-(-number // _load(intake, site, role, per)))]
    origins = [
        _origin(intake.sites[site]["country"], luck) for site, luck in zip(places, rng.random(len(places)), strict=True)
    ]
    languages = {"zh": "zh-hans"}
    return [
        StaffMember(
            role=role,
            division=division,
            site=site,
            name=native,
            email=f"{role}@{domain}"
            if (division, number) == (shown, 1)
            else f"{role}.{division}.{number}.{latin}@{domain}",
            language=languages.get(origin, origin),
            zone=intake.sites[site]["zone"],
        )
        for number, (site, origin, (native, latin)) in enumerate(
            zip(places, origins, draw_names(rng, origins), strict=True), start=1
        )
    ]


def staff(intake: SampleIntake) -> tuple[StaffMember, ...]:
    """Everybody who works on the intake; the same for the same intake."""
    rng = np.random.default_rng(intake.seed + 2)
    told = table("staff.toml")
    members = _of_whole_intake(told["domain"])
    for division in intake.divisions:
        for role in ROLES:
            members += _of_division(intake, division, role, told["per_division"][f"seats_per_{role}"], rng)
    return tuple(members)

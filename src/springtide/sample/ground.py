"""Lays a planned intake into the tables: calendar, divisions, sites, families, positions, openings, targets."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from springtide.careers.models import Announcement
from springtide.foundation.accounts.models import Person
from springtide.foundation.text.search import search_words
from springtide.planning.models import (
    Division,
    Family,
    Intake,
    Opening,
    Phase,
    Position,
    PositionText,
    Site,
    Target,
)
from springtide.sample.intake import PlannedOpening, PlannedTarget, SampleIntake
from springtide.sample.past import Past
from springtide.sample.season import Season
from springtide.sample.words import skill_name, table


@dataclass(frozen=True)
class Ground:
    """The rows of an intake by their keys. `planned` has the same keys."""

    planned: SampleIntake
    season: Season
    intake: Intake
    phases: dict[str, Phase]
    divisions: dict[str, Division]
    sites: dict[str, Site]
    families: dict[str, Family]
    openings: dict[str, Opening]
    plans: dict[str, PlannedOpening]

    @property
    def scope(self) -> str:
        return self.intake.slug


def lay_ground(planned: SampleIntake, season: Season, lead: Person, past: Past) -> Ground:
    """Write the plan, published, with its journal lines dated before the opening."""
    intake = _intake(planned, season)
    phases = {
        row["key"]: Phase(intake=intake, slug=row["key"], names=row["name"], opens_at=season.phases[row["key"]])
        for row in planned.head["phases"]
    }
    Phase.objects.bulk_create(phases.values())
    divisions = {
        key: Division(intake=intake, phase=phases[row["key"]], slug=key, names=planned.divisions[key]["name"])
        for row in planned.head["phases"]
        for key in row["divisions"]
    }
    Division.objects.bulk_create(divisions.values())
    sites = {key: _site(intake, key, row) for key, row in planned.sites.items()}
    Site.objects.bulk_create(sites.values())
    families = {
        key: Family(intake=intake, slug=key, names=row["name"], is_ai=row["ai"], reasons=row["reason"])
        for key, row in planned.families.items()
    }
    Family.objects.bulk_create(families.values())
    openings = _openings(planned, intake, divisions, sites, families)
    targets = [_target(planned, intake, target) for target in planned.targets]
    Target.objects.bulk_create(targets)
    plans = {plan.key: plan for plan in planned.openings}
    ground = Ground(planned, season, intake, phases, divisions, sites, families, openings, plans)
    _note(ground, targets, lead, past)
    return ground


def _intake(planned: SampleIntake, season: Season) -> Intake:
    whole = table("intake.toml")
    return Intake.objects.create(
        slug=planned.key,
        names=planned.head["name"],
        company=whole["organisation"],
        about=_about(planned, season),
        state="published",
        zone=planned.head["calendar"]["zone"],
        opens_at=season.opens,
        shown_deadline=season.deadline,
        grace_minutes=planned.head["calendar"]["grace_minutes"],
        starts_on=season.starts,
        ends_on=season.ends,
        graduation_from=season.window[0],
        graduation_to=season.window[1],
        most_preferences=whole["limits"]["preferences"],
        answer_days=planned.head["calendar"]["answer_days"],
        is_sample=True,
        created=season.opens - timedelta(days=21),
    )


def _about(planned: SampleIntake, season: Season) -> dict[str, str]:
    """What is public and what is filled in, and what the calendar was before it was moved."""
    given = table("about.toml")
    if planned.key != table("intake.toml")["key"]:
        return dict(given["earlier"])
    told = {
        "opened": planned.head["calendar"]["originally_opened"].isoformat(),
        "days": season.shifted,
        "first": season.window[0].isoformat(),
        "last": season.window[1].isoformat(),
    }
    return {language: f"{text}\n{given['moved'][language].format(**told)}" for language, text in given["text"].items()}


def _site(intake: Intake, key: str, row: dict[str, Any]) -> Site:
    return Site(
        intake=intake,
        slug=key,
        names=row["name"],
        country=row["country"],
        zone=row["zone"],
        jurisdiction=row["jurisdiction"],
        staff=row["staff"],
    )


def _openings(
    planned: SampleIntake,
    intake: Intake,
    divisions: dict[str, Division],
    sites: dict[str, Site],
    families: dict[str, Family],
) -> dict[str, Opening]:
    positions = {
        plan.key: Position(
            intake=intake,
            division=divisions[plan.division],
            family=families[plan.family],
            slug=plan.key,
            state="published",
            required_skills=[skill_name(skill) for skill in plan.required],
            wished_skills=[skill_name(skill) for skill in plan.wished],
        )
        for plan in reversed(planned.positions)  # lists show the newest first: so these begin with the first division
    }
    Position.objects.bulk_create(positions.values())
    PositionText.objects.bulk_create(
        PositionText(
            position=positions[plan.key],
            language=language,
            title=plan.title[language],
            description=plan.description[language],
            words=search_words(plan.title[language], plan.description[language]),
        )
        for plan in planned.positions
        for language in plan.title
    )
    openings = {
        plan.key: Opening(position=positions[plan.position.key], site=sites[plan.site], seats=plan.seats)
        for plan in planned.openings
    }
    Opening.objects.bulk_create(openings.values())
    return openings


def _target(planned: SampleIntake, intake: Intake, plan: PlannedTarget) -> Target:
    """A share of staff becomes the count that it allows; a share of AI is measured within its scope."""
    scope: dict[str, object] = dict(plan.scope)
    kind, value, within = Target.Kind.COUNT, plan.value, {}
    match plan.measure:
        case "staff_share":
            value = int(plan.value * planned.sites[plan.scope["site"]]["staff"])
        case "ai_count":
            scope["ai"] = True
        case "ai_share":
            kind, value, within, scope = Target.Kind.SHARE, 100 * plan.value, scope, {"ai": True}
    return Target(intake=intake, names=plan.name, kind=kind, bound=plan.bound, value=value, of=scope, within=within)


def announce(ground: Ground, past: Past, lead: Person) -> None:
    """What the careers site says when the intake and its phases open."""
    for key, row in table("announcements.toml").items():
        at = ground.season.phases.get(row["phase"])
        if at is not None:
            told = Announcement.objects.create(
                intake=ground.intake, slug=key, titles=row["title"], bodies=row["body"], published_at=at
            )
            past.note(at, "careers.announcement_added", told, by=lead, scope=ground.scope, slug=key)


def _note(ground: Ground, targets: list[Target], lead: Person, past: Past) -> None:
    """Planned over the three weeks before opening, as the doors would have journaled it."""
    intake, scope = ground.intake, ground.scope
    begun = ground.season.opens - timedelta(days=21)
    past.note(begun, "planning.intake_opened", intake, by=lead, scope=scope)
    for rows in (ground.phases, ground.divisions, ground.sites, ground.families):
        for key, row in rows.items():
            verb = f"planning.{row._meta.model_name}_added"
            past.note(begun + timedelta(days=1), verb, row, by=lead, scope=scope, slug=key)
    for target in targets:
        told = {name: getattr(target, name) for name in ("names", "kind", "bound", "value", "of", "within")}
        past.note(begun + timedelta(days=2), "planning.target_added", target, by=lead, scope=scope, **told)
    drawn = begun + timedelta(days=7)
    for position in {opening.position_id: opening.position for opening in ground.openings.values()}.values():
        where = position.division.scope
        past.note(drawn, "planning.position_added", position, by=lead, scope=where, changes={"slug": position.slug})
        past.note(
            drawn + timedelta(days=9), "planning.position_published", position, by=lead, scope=where, before="draft"
        )
    moved = {"move": "publish", "before": "draft", "after": "published"}
    past.note(begun + timedelta(days=20), "planning.intake_moved", intake, by=lead, scope=scope, **moved)

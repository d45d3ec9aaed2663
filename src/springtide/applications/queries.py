"""Named reads over applications, scoped to the person who asks."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from springtide.applications.models import Application, Candidate, Preference
from springtide.applications.rules.eligibility import Facts, Finding, Window, judge
from springtide.applications.rules.entries import Entries
from springtide.applications.rules.likeness import Offer
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import MOST_QUERY_WORDS, search_words, tokens, words_match
from springtide.planning.models import Division, Intake, Opening, PositionText, Site
from springtide.planning.queries import divisions_for, visible_openings

RECEIPT = re.compile(r"ST-\w{4}-\w{4}-\w{2}", re.IGNORECASE)
WHOLE_INTAKE = (Role.LEAD, Role.APPROVER, Role.AUDITOR)
BY_DIVISION = (Role.RECRUITER, Role.REVIEWER, Role.INTERVIEWER)


def applications_for(person: Person, intake: Intake) -> QuerySet[Application]:
    """What this member of staff may see: sent applications of the intake, or of those who rank their divisions.

    A draft is its writer's own affair; only one that was imported is the lead's to complete.
    """
    rows = Application.objects.filter(intake=intake)
    sent = Q(submitted_at__isnull=False)
    if person.holds(*WHOLE_INTAKE, scope=intake.scope):
        imported = Q(state="draft", source="import")
        return rows.filter(sent | imported if person.holds(Role.LEAD, scope=intake.scope) else sent)
    # Looked up first, not joined: with plain ids the subquery reads one index and nothing else.
    divisions = list(divisions_for(person, intake, *WHOLE_INTAKE, *BY_DIVISION).values_list("pk", flat=True))
    ranked = Preference.objects.filter(division__in=divisions).values("application")
    return rows.filter(sent, pk__in=ranked)


def own_application(person: Person, intake: Intake) -> Application | None:
    """The person's own, whatever its state."""
    return (
        Application.objects.select_related("candidate__person", "intake", "resume")
        .filter(candidate__person=person, intake=intake)
        .first()
    )


def own_applications(person: Person) -> QuerySet[Application]:
    """All of the person's own, newest first."""
    return Application.objects.select_related("intake").filter(candidate__person=person)


def ranked(application: Application) -> QuerySet[Preference]:
    """The preferences in order, with whatever a page shows of them: 2 queries for any number."""
    return application.preferences.select_related(
        "division", "opening__site", "opening__position__division"
    ).prefetch_related("opening__position__texts")


def openings_by_id(intake: Intake, ids: Sequence[int]) -> list[Opening]:
    """The openings of this intake with these ids, in that order; others are left out."""
    rows = Opening.objects.select_related("site", "position__division").prefetch_related("position__texts")
    found = {opening.pk: opening for opening in rows.filter(position__intake=intake, pk__in=list(ids))}
    return [found[pk] for pk in ids if pk in found]


def known_openings(intake: Intake, ids: Sequence[int], stored: Sequence[int], at: datetime) -> list[int]:
    """Those of the ids that the person may know of: visible at that moment, or ranked before."""
    visible = set(visible_openings(intake, at).filter(pk__in=list(ids)).values_list("pk", flat=True))
    return [pk for pk in ids if pk in visible or pk in stored]


def matching_openings(openings: QuerySet[Opening], intake: Intake, query: str) -> QuerySet[Opening]:
    """Openings of which every word of the query begins a word of the position, its city or its division."""
    rows = openings.select_related("site", "position__division").prefetch_related("position__texts")
    sites, divisions = list(intake.sites.all()), list(intake.divisions.all())
    for word in query.split()[:MOST_QUERY_WORDS]:
        texts = PositionText.objects.filter(words_match(word), position=OuterRef("position"))
        there = Q(site__in=_called(sites, word)) | Q(position__division__in=_called(divisions, word))
        rows = rows.filter(Exists(texts) | there)
    return rows.order_by("position__division__slug", "position__slug", "site__slug")


def _called(things: Sequence[Site | Division], word: str) -> list[int]:
    """Those with a name, in any language, that has this word (or its beginning)."""
    wanted = [f" {token}" for token in tokens(word)]
    names = {thing.pk: search_words(*thing.names.values()) for thing in things}
    return [pk for pk, words in names.items() if wanted and all(token in words for token in wanted)]


def stored_entries(application: Application) -> Entries:
    """What is stored, in the shape in which it is typed."""
    candidate = application.candidate
    return Entries(
        name=candidate.name,
        phone=candidate.phone,
        phone_typed=candidate.phone_typed,
        country=candidate.country,
        school=application.school,
        degree=application.degree,
        field=application.field,
        graduation=application.graduation,
        work_countries=application.work_countries,
        motivation=application.motivation,
        transfer=application.transfer,
        openings=list(application.preferences.values_list("opening", flat=True)) if application.pk else [],
        notice_version=application.notice_version,
    )


def findings_on(entries: Entries, intake: Intake) -> list[Finding]:
    """What the rules find in these entries."""
    ranked_sites = Site.objects.filter(openings__in=entries.get("openings", []), intake=intake)
    facts = Facts(
        graduation=entries.get("graduation"),
        degree=entries.get("degree", ""),
        work_countries=entries.get("work_countries", []),
        ranked_countries=list(ranked_sites.values_list("country", flat=True)),
    )
    return judge(facts, Window(intake.graduation_from, intake.graduation_to))


# The two below give ids of applications, nothing else: lists for one column are tested one after the other, while
# for lists of two columns (these candidates, those applications) SQLite walks their product, for minutes.


def _ranking(**of: QuerySet[Any]) -> QuerySet[Preference, Any]:
    """Applications that rank one of these, which are looked up first, not joined."""
    wanted = {f"{column}__in": list(rows.values_list("pk", flat=True)) for column, rows in of.items()}
    return Preference.objects.filter(**wanted).values("application")


def _of_people(query: str) -> QuerySet[Application, Any]:
    """Applications of those whom the words find. One pass over people: an eighth of the cost of joining them."""
    people = Candidate.objects.filter(words_match(query)).values("pk")
    return Application.objects.filter(candidate__in=people).values("pk")


def filtered(rows: QuerySet[Application], wanted: dict[str, Any]) -> QuerySet[Application]:
    """The rows that meet the filters of the console's list; empty filters narrow nothing."""
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    if source := wanted.get("source"):
        rows = rows.filter(source=source)
    if eligible := wanted.get("eligible"):
        rows = rows.filter(eligible={"yes": True, "no": False, "open": None}[eligible])
    if division := wanted.get("division"):
        rows = rows.filter(pk__in=_ranking(division=Division.objects.filter(slug=division)))
    if site := wanted.get("site"):
        rows = rows.filter(pk__in=_ranking(opening=Opening.objects.filter(site__slug=site)))
    if query := wanted.get("q"):
        named = Q(receipt=query.upper()) if RECEIPT.fullmatch(query) else Q(pk__in=_of_people(query))
        rows = rows.filter(named)
    return rows


def offers_of(openings: QuerySet[Opening]) -> list[Offer]:
    """Openings as words, for `rules.likeness`."""
    rows = openings.select_related("position").prefetch_related("position__texts")
    return [
        Offer(
            opening=row.pk,
            required=row.position.required_skills,
            wished=row.position.wished_skills,
            titles=[text.title for text in row.position.texts.all()],
        )
        for row in rows
    ]


def imported_before(intake: Intake, sha256: str) -> Application | None:
    """The application that an import made of a file with this content."""
    rows = Application.objects.select_related("candidate__person", "intake")
    return rows.filter(intake=intake, source="import", documents__file__sha256=sha256).first()

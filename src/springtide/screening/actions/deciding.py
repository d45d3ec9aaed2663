"""Advance or reject: a named person's verdict, with a reason in words, unknown to the candidate until released."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused, Verdict, may
from springtide.foundation.text.clean import clean_text
from springtide.planning.models import Division
from springtide.screening import rules, states
from springtide.screening.actions.scoring import ask_about_words
from springtide.screening.actions.standing import hold, refresh_standings
from springtide.screening.models import Decision, Review, Standing


@dataclass(frozen=True)
class Ground:
    """What is decided and why. `category` is what a rejected candidate is told, `reason` stays with staff."""

    verdict: str
    reason: str
    category: str = ""


@transaction.atomic
def decide(
    *, applications: Sequence[Application], division: Division, ground: Ground, meant: bool = False, by: Person
) -> list[Decision]:
    """Decide the same on these applications, all or none. `meant`: personal words were seen and are to stay."""
    rules.recruits(by, division.scope).require()
    may(ground.verdict in Decision.Verdict.values, _("Choose to shortlist or to reject.")).require()
    rules.gives_reason(ground.reason).require()
    told = ground.verdict == Decision.Verdict.ADVANCE or ground.category in Decision.Category.values
    may(told, _("Choose what the candidate is told.")).require()
    ask_about_words(ground.reason, meant=meant)
    rows = hold(row.pk for row in applications)
    _require_decidable(rows, division, ground, by)
    made = Decision.objects.bulk_create(_decision(row, division, ground, by) for row in rows.values())
    refresh_standings(applications=rows)
    data = {"division": division.pk, "verdict": ground.verdict, "category": ground.category}
    record_many([Line("screening.decide", row, division.scope, data) for row in rows.values()], by=by)
    return made


@transaction.atomic
def drop_decision(*, decision: Decision, by: Person) -> Decision:
    """Take a pending decision back: by its maker, another recruiter of the division, the lead or an approver."""
    application = hold([decision.application_id])[decision.application_id]
    decision = locked(decision)
    scope = decision.division.scope
    (rules.approves(by, scope) if rules.approves(by, scope) else rules.recruits(by, scope)).require()
    rules.is_another(by, application.candidate.person_id).require()
    decision.state = states.DECISION.target("drop", decision.state)
    decision.save(update_fields=["state"])
    refresh_standings(applications=[application.pk])
    record("screening.drop", by=by, about=application, scope=scope, division=decision.division_id)
    return decision


@transaction.atomic
def lapse_decisions(*, application: Application, by: Person | None) -> None:
    """A withdrawn application is decided by nobody any more: what stood is dropped, its release stays on record."""
    hold([application.pk])
    rows = list(Decision.objects.filter(application=application).exclude(state="dropped"))
    for decision in rows:
        decision.state = states.DECISION.target("lapse", decision.state)
        decision.save(update_fields=["state"])
        data = {"division": decision.division_id, "verdict": decision.verdict}
        record("screening.lapse", by=by, about=application, scope=application.intake.scope, **data)
    refresh_standings(applications=[application.pk])


def _decision(row: Application, division: Division, ground: Ground, by: Person) -> Decision:
    advances = ground.verdict == Decision.Verdict.ADVANCE
    return Decision(
        application=row,
        division=division,
        verdict=ground.verdict,
        category="" if advances else ground.category,
        reason=clean_text(ground.reason)[:2000],
        decided_by=by,
    )


def _require_decidable(rows: dict[int, Application], division: Division, ground: Ground, by: Person) -> None:
    """Ask for every application; where one of several may not be decided, say which and how many."""
    pairs = {"division": division, "application__in": rows}
    ranked = set(Standing.objects.filter(**pairs).values_list("application", flat=True))
    read = Counter(Review.objects.filter(**pairs, state="locked").values_list("application", flat=True))
    standing = set(Decision.objects.filter(**pairs).exclude(state="dropped").values_list("application", flat=True))
    refusals = {}
    for pk, row in rows.items():
        unfit = row.eligible is False and ground.category == Decision.Category.DATES
        verdict = (
            may(pk in ranked, _("This application does not rank your division."))
            & may(pk not in standing, _("This is decided already. Take that decision back first."))
            & rules.is_screened(row.state)
            & rules.is_another(by, row.candidate.person_id)
            & rules.was_read(read[pk], found_ineligible=unfit)
        )
        if not verdict:
            refusals[row.candidate.name] = verdict
    _raise_first(refusals, len(rows))


def _raise_first(refusals: dict[str, Verdict], asked: int) -> None:
    if not refusals:
        return
    name, verdict = next(iter(refusals.items()))
    if asked == 1:
        verdict.require()
    words = {"count": len(refusals), "asked": asked, "name": name, "reason": verdict.reason}
    raise Refused(_("Nothing was decided: %(count)s of %(asked)s cannot be. The first is %(name)s: %(reason)s") % words)

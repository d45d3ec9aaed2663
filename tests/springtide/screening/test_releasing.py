"""Decided by one, released by another; told once."""

import ast
import threading
from pathlib import Path

import pytest
from django.db import connection

import springtide
from springtide.applications import states as application_states
from springtide.applications.actions import move_application
from springtide.applications.events import submitted, withdrawn
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Membership
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.journal.queries import verify_chain
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from springtide.screening.actions.deciding import Ground, decide, drop_decision
from springtide.screening.actions.releasing import release_decisions
from springtide.screening.actions.standing import refresh_intake
from springtide.screening.events import released
from springtide.screening.models import Decision, Release, Standing
from springtide.screening.queries import releasable
from tests.cast import Role, staff
from tests.springtide.screening.conftest import NO, YES


def state(application):
    return Application.objects.get(pk=application.pk).state


def test_a_decision_is_unknown_until_a_second_person_releases_it(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    room.decide(YES, application)
    assert (state(application), room.stage(application)) == ("submitted", "decided")
    release = room.release()
    assert (state(application), room.stage(application)) == ("shortlisted", "released")
    assert release.released_by != Decision.objects.get().decided_by
    run_due()
    letter = Letter.objects.get(kind="screening.shortlisted")
    assert "shortlisted" in letter.subject and "- Cloud" in letter.body
    assert verify_chain().whole


def test_rejected_only_when_every_division_has_rejected(room):
    application = room.applies("Zhou", room.cast.models, room.cast.maps)
    room.read(application, 1)
    room.read(application, 2, reviewer=room.omar_reads)
    room.decide(NO, application)
    room.release()
    assert state(application) == "submitted", "Gaode has not decided"
    room.decide(Ground("reject", "Others were stronger.", "others"), application, division=room.cast.gaode)
    room.release()
    assert state(application) == "rejected"
    run_due()
    letter = Letter.objects.get(kind="screening.rejected")
    assert "- Cloud: a required skill was not shown" in letter.body
    assert "- Gaode: others showed stronger evidence" in letter.body
    assert "second look" in letter.body and "Nothing shows Python" not in letter.body


def test_one_division_that_advances_is_enough(room):
    application = room.applies("Zhou", room.cast.models, room.cast.maps)
    room.read(application, 1)
    room.read(application, 5, reviewer=room.omar_reads)
    room.decide(NO, application)
    room.decide(YES, application, division=room.cast.gaode)
    room.release()
    assert state(application) == "shortlisted"
    run_due()
    assert "Cloud" not in Letter.objects.get(kind="screening.shortlisted").body


def test_nobody_is_decided_unread(room):
    application = room.applies("Zhou", room.cast.models)
    with pytest.raises(Refused, match="Nobody has read"):
        room.decide(NO, application)
    Application.objects.update(eligible=False)
    with pytest.raises(Refused, match="Nobody has read"):
        room.decide(NO, application)
    assert room.decide(Ground("reject", "Graduates in 2028.", "dates"), application)


@pytest.mark.parametrize(
    ("ground", "reason"),
    [
        (Ground("reject", "  ", "skills"), "reason in words"),
        (Ground("reject", "Weak."), "what the candidate is told"),
        (Ground("reject", "Weak.", "ugly"), "what the candidate is told"),
        (Ground("hire", "Strong."), "shortlist or to reject"),
        (Ground("reject", "Pregnant.", "skills"), "“pregnant”"),
    ],
)
def test_a_decision_has_a_reason_in_words(room, ground, reason):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 1)
    with pytest.raises(Refused, match=reason):
        room.decide(ground, application)


def test_several_are_decided_together_or_not_at_all(room):
    first, second = (room.applies(name, room.cast.models) for name in ("Zhou", "Wang"))
    room.read(first, 4)
    with pytest.raises(Refused, match=r"1 of 2 cannot be\. The first is Wang"):
        room.decide(YES, first, second)
    assert not Decision.objects.exists()


def test_nobody_decides_or_releases_their_own_application(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    zhou = application.candidate.person
    Membership.objects.create(person=zhou, role=Role.RECRUITER, scope="spring/cloud")
    Membership.objects.create(person=zhou, role=Role.APPROVER, scope="spring")
    with pytest.raises(Refused, match="your own application"):
        decide(applications=[application], division=room.cast.cloud, ground=YES, by=zhou)
    [decision] = room.decide(YES, application)
    assert not releasable(zhou, room.cast.intake)
    with pytest.raises(Refused, match="yours or about you"):
        release_decisions(intake=room.cast.intake, decisions=[decision.pk], shown=1, by=zhou)


def test_who_decided_does_not_release(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    Membership.objects.create(person=room.cast.approver, role=Role.RECRUITER, scope="spring/cloud")
    [decision] = decide(applications=[application], division=room.cast.cloud, ground=YES, by=room.cast.approver)
    assert not releasable(room.cast.approver, room.cast.intake)
    with pytest.raises(Refused, match="yours or about you"):
        release_decisions(intake=room.cast.intake, decisions=[decision.pk], shown=1, by=room.cast.approver)
    for other in (room.cast.recruiter, room.cast.lead, room.cast.auditor):
        with pytest.raises(Refused) as refusal:
            release_decisions(intake=room.cast.intake, decisions=[decision.pk], shown=1, by=other)
        assert refusal.value.status == 403


def test_a_pending_decision_can_be_taken_back_and_a_released_one_not(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    [decision] = room.decide(YES, application)
    with pytest.raises(Refused, match="decided already"):
        room.decide(NO, application)
    drop_decision(decision=decision, by=room.cast.approver)
    assert room.stage(application) == "scored"
    [decision] = room.decide(NO, application)
    room.release()
    with pytest.raises(Refused):
        drop_decision(decision=decision, by=room.cast.recruiter)
    with pytest.raises(Refused) as refusal:
        drop_decision(decision=decision, by=room.cast.outsider)
    assert refusal.value.status == 403


def test_more_than_fifty_people_are_typed_out(room, monkeypatch):
    monkeypatch.setattr("springtide.screening.rules.UNTYPED", 1)
    pks = []
    for name in ("Zhou", "Wang"):
        application = room.applies(name, room.cast.models)
        room.read(application, 5)
        pks += [d.pk for d in room.decide(YES, application)]
    for typed in (None, 3):
        with pytest.raises(Refused, match="reaches 2 people"):
            release_decisions(intake=room.cast.intake, decisions=pks, shown=2, typed=typed, by=room.cast.approver)
    release_decisions(intake=room.cast.intake, decisions=pks, shown=2, typed=2, by=room.cast.approver)
    assert set(Application.objects.values_list("state", flat=True)) == {"shortlisted"}


def test_what_changed_since_it_was_looked_at_is_not_released(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    [decision] = room.decide(YES, application)
    drop_decision(decision=decision, by=room.cast.recruiter)
    with pytest.raises(Refused, match="You looked at 1 decisions; now 0"):
        release_decisions(intake=room.cast.intake, decisions=[decision.pk], shown=1, by=room.cast.approver)


def test_who_withdrew_gets_no_letter_and_may_come_back_undecided(room):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 1)
    room.decide(NO, application)
    move_application(application=application, verb="withdraw", by=application.candidate.person)
    withdrawn.send(Application, application=application, by=application.candidate.person)
    assert not releasable(room.cast.approver, room.cast.intake) and not Standing.objects.exists()
    Application.objects.update(state="submitted")
    submitted.send(Application, application=application)
    assert room.stage(application) == "scored", "the reading stays, the decision does not"


def test_a_release_is_announced_and_journaled_person_by_person(room):
    heard = []

    def listen(decisions, by, **_rest):
        heard.append(([d.pk for d in decisions], by))

    released.connect(listen)
    try:
        application = room.applies("Zhou", room.cast.models)
        room.read(application, 1)
        [decision] = room.decide(NO, application)
        room.release()
    finally:
        released.disconnect(listen)
    assert heard == [([decision.pk], room.cast.approver)]
    line = Entry.objects.get(verb="screening.release")
    assert (line.about_id, line.actor, line.data["decided_by"]) == (
        application.pk,
        room.cast.approver,
        room.cast.recruiter.pk,
    )


def test_standings_kept_by_the_doors_are_those_computed_anew(room):
    people = [room.applies(f"c{n}", room.cast.models, room.cast.maps) for n in range(5)]
    room.assigned(people[1])
    for person, points in zip(people[2:], (2, 4, 5), strict=True):
        room.read(person, points)
    room.decide(YES, people[3], people[4])
    drop_decision(decision=Decision.objects.get(application=people[4]), by=room.cast.lead)
    room.release()
    kept = list(Standing.objects.values_list("application", "division", "stage", "score", "spread"))
    Standing.objects.all().delete()
    refresh_intake(intake=room.cast.intake)
    assert list(Standing.objects.values_list("application", "division", "stage", "score", "spread")) == kept
    assert [room.stage(p) for p in people] == ["unassigned", "reading", "scored", "released", "scored"]


# ------------------------------------------------------------ no path rejects without a named human


def test_the_only_way_to_rejected_is_one_verb():
    ways = {move.verb for move in application_states.APPLICATION.moves if move.target == "rejected"}
    assert ways == {"reject"}


def callers_of_reject():
    """Modules that name the verb or write the state, found in the source."""
    for path in Path(springtide.__file__).parent.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            verb = isinstance(node, ast.keyword) and node.arg == "verb" and ast.unparse(node.value) == "'reject'"
            wrote = (
                isinstance(node, ast.keyword) and node.arg == "state" and "rejected" in ast.unparse(node.value)
            ) or (
                isinstance(node, ast.Assign)
                and any(ast.unparse(target).endswith(".state") for target in node.targets)
                and "rejected" in ast.unparse(node.value)
            )
            if verb or wrote:
                yield str(path.relative_to(Path(springtide.__file__).parent))


def test_the_only_caller_of_that_verb_is_the_release():
    """A later step that rejects belongs into this list only if a named person decides in it."""
    assert set(callers_of_reject()) - {"sample"} == {"screening/actions/releasing.py"}


def test_no_task_and_no_door_rejects_without_a_person(room):
    application = room.applies("Zhou", room.cast.models)
    with pytest.raises(Refused, match="named person"):
        move_application(application=application, verb="reject", by=None)
    assert not Decision._meta.get_field("decided_by").null and not Release._meta.get_field("released_by").null


@pytest.mark.django_db(transaction=True)
def test_two_approvers_press_at_once_and_everybody_is_told_once(room):
    second = staff("Anton", Role.APPROVER, "spring")
    for name in ("Zhou", "Wang", "Chen"):
        application = room.applies(name, room.cast.models)
        room.read(application, 1)
        room.decide(NO, application)
    pks = list(releasable(room.cast.approver, room.cast.intake).values_list("pk", flat=True))
    start, ends = threading.Barrier(2), []

    def press(approver):
        try:
            start.wait(timeout=10)
            release_decisions(intake=room.cast.intake, decisions=pks, shown=3, by=approver)
            ends.append("released")
        except Refused:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in (room.cast.approver, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ends) == ["refused", "released"]
    run_due()
    assert Letter.objects.filter(kind="screening.rejected").count() == 3
    assert Entry.objects.filter(verb="applications.reject").count() == 3 and verify_chain().whole

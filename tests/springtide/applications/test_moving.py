"""One door for the state of an application."""

import pytest

from springtide.applications.actions import move_application, move_applications
from springtide.applications.models import Application
from springtide.foundation.journal.models import Entry
from springtide.foundation.journal.queries import history_of, verify_chain
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.applications.scenes import chain_lock


def test_a_move_changes_the_state_and_the_journal_tells(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models)
    move_application(application=application, verb="shortlist", by=cast.approver)
    assert application.state == "shortlisted" == Application.objects.get().state
    line = history_of("applications.application", application.pk)[0]
    assert (line.verb, line.actor, line.scope) == ("applications.shortlist", cast.approver, "spring")
    assert line.data == {"from": "submitted", "to": "shortlisted"}


def test_a_move_that_is_not_in_the_table_names_the_possible_ones(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models)
    with pytest.raises(Refused) as refusal:
        move_application(application=application, verb="accept", by=cast.wei.person)
    assert "Shortlist" in str(refusal.value.reason) and refusal.value.status == 409
    assert Application.objects.get().state == "submitted"


def test_the_row_decides_and_not_the_copy_in_hand(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models)
    old_copy = Application.objects.get()
    move_application(application=application, verb="withdraw", by=cast.wei.person)
    with pytest.raises(Refused):
        move_application(application=old_copy, verb="shortlist", by=cast.approver)


def test_nobody_is_rejected_by_the_machine(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models)
    with pytest.raises(Refused) as refusal:
        move_application(application=application, verb="reject", by=None)
    assert refusal.value.status == 403
    assert Application.objects.get().state == "submitted"


def test_many_move_together_or_not_at_all(cast: Cast) -> None:
    first = cast.application(cast.wei, cast.models)
    second = cast.application(cast.lina, cast.models, state="withdrawn")
    with pytest.raises(Refused):
        move_applications(applications=[first, second], verb="shortlist", by=cast.approver)
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted", "withdrawn"}
    assert not Entry.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_bulk_move_costs_the_same_for_one_and_for_three(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        cast.application(cast.candidate(f"c{number}"), cast.models)
    made = list(Application.objects.all())
    with django_assert_num_queries(9 + chain_lock()):  # savepoints and the journal's chain included
        move_applications(applications=made, verb="shortlist", by=cast.approver)
    assert Application.objects.filter(state="shortlisted").count() == count
    assert verify_chain().lines == count

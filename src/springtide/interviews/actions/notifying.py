"""Letters after an approval, each once however often the job runs, and only to those whom something changes for."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from springtide.foundation.accounts.models import Person
from springtide.interviews.actions.reminding import remind_later
from springtide.interviews.actions.telling import tell_candidate, tell_panelist
from springtide.interviews.models import Interview, Proposal

Change = Proposal.Change


@transaction.atomic
def tell_schedule(*, proposals: Sequence[int]) -> int:
    """Write about these approved proposals. Who moved again since has had newer letters: they are left out."""
    rows = Proposal.objects.filter(pk__in=proposals, run__state="approved").select_related(
        "interview__round__intake", "interview__application__candidate__person", "interview__site", "interview__room"
    )
    people = _people(rows)
    told = [row for row in rows if row.interview.sequence == row.sequence + 1]
    for row in told:
        if row.change == Change.LOST:
            _tell_released(row, people)
        else:
            _tell_booked(row, people)
            remind_later(row.interview)
    return len(told)


def _tell_booked(row: Proposal, people: dict[int, Person]) -> None:
    """The candidate always; of the panel whoever joins or leaves, and all where time or room are others."""
    interview, before, now = row.interview, set(row.old_panel), set(row.panel)
    same = row.change == Change.REPANELLED and row.room_id == row.old_room_id
    tell_candidate(interview, "booked")
    for pk in sorted(now - before if same else now):
        tell_panelist(interview, "booked", people[pk])
    for pk in sorted(before - now):
        tell_panelist(_as_it_was(row), "cancelled", people[pk])


def _tell_released(row: Proposal, people: dict[int, Person]) -> None:
    was = _as_it_was(row)
    tell_candidate(was, "released")
    for pk in row.old_panel:
        tell_panelist(was, "cancelled", people[pk])


def _as_it_was(row: Proposal) -> Interview:
    """The interview at its old time, with its present sequence: what leaves a calendar is what stood in it."""
    was = Interview.objects.select_related("round__intake", "application__candidate__person").get(pk=row.interview_id)
    was.starts_at, was.ends_at = row.old_starts_at, row.old_ends_at
    return was


def _people(rows: Iterable[Proposal]) -> dict[int, Person]:
    return Person.objects.in_bulk({pk for row in rows for pk in [*row.panel, *row.old_panel]})

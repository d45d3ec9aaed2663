"""The journal cannot be quietly edited."""

from springtide.foundation.journal.actions import record
from springtide.foundation.journal.models import Entry
from springtide.foundation.journal.queries import verify_chain
from tests.cast import Cast


def three_lines(cast: Cast) -> None:
    for number in range(3):
        record("test.done", by=cast.lead, about=cast.intake, scope="spring", number=number)


def test_an_honest_journal_is_whole(cast: Cast) -> None:
    three_lines(cast)
    proof = verify_chain()
    assert proof.whole and proof.lines == 3


def test_a_changed_line_is_found(cast: Cast) -> None:
    three_lines(cast)
    second = Entry.objects.order_by("id")[1]
    Entry.objects.filter(pk=second.pk).update(data={"number": 7})
    assert verify_chain().broken_at == second.pk


def test_a_removed_line_is_found(cast: Cast) -> None:
    three_lines(cast)
    second, third = Entry.objects.order_by("id")[1:]
    second.delete()
    assert verify_chain().broken_at == third.pk


def test_a_cut_tail_is_found_by_a_head_noted_outside(cast: Cast) -> None:
    three_lines(cast)
    noted = verify_chain().head
    Entry.objects.order_by("-id")[0].delete()
    assert verify_chain().whole
    assert not verify_chain(anchor=noted).whole

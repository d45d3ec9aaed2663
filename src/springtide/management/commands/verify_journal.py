"""`./springtide verify`: recomputes the whole journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from springtide.foundation.journal.queries import verify_chain


class Command(BaseCommand):
    help = "Checks that no line of the journal was changed, removed or added out of turn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", default="", help="a head noted earlier: finds a journal cut at its end")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify_chain(anchor=options["anchor"])
        if proof.broken_at is not None:
            raise CommandError(
                f"The journal is broken at line {proof.broken_at}. Lines before it are whole: {proof.lines}."
            )
        if not proof.anchor_found:
            raise CommandError("The noted head is not in the journal: lines were cut off after it was noted.")
        self.stdout.write(f"The journal is whole: {proof.lines} lines, head {proof.head}")

"""`./springtide import postings FILE` and `./springtide import resumes DIR`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

KINDS = ("postings", "resumes")


class Command(BaseCommand):
    help = "Brings in real input; what an import can do is told by: ./springtide import postings --help"

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the rest of the line to the command of the kind, its own --help included."""
        if len(argv) > 2 and argv[2] in KINDS:
            from django.core.management import execute_from_command_line  # noqa: PLC0415 - only this path needs it

            execute_from_command_line([argv[0], f"import_{argv[2]}", *argv[3:]])
        else:
            super().run_from_argv(argv)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("words", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command(f"import_{options['kind']}", *options["words"])

"""An empty installation needs somebody who may plan an intake and give roles."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from springtide.foundation.accounts.actions import grant_role, open_account
from springtide.foundation.accounts.roles import Role


class Command(BaseCommand):
    help = "Makes a person lead of everything; they then sign in with a code sent to their address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = open_account(email=options["email"])
        except ValidationError as refused:
            raise CommandError(refused.messages[0]) from refused
        grant_role(person=person, role=Role.LEAD, scope="", by=None)
        self.stdout.write(f"{person.email} is lead of everything. Sign in: /account/sign-in/")

"""What `./springtide run` says once it serves: where things are and how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from springtide.foundation.accounts.models import Membership
from springtide.foundation.accounts.roles import Role
from springtide.planning.models import Intake
from springtide.planning.queries import published_intakes


class Command(BaseCommand):
    help = "Prints the addresses and, for the sample, who can sign in as what."

    def handle(self, *args: Any, **options: Any) -> None:
        out, site = Console(), settings.SITE_URL
        intake = published_intakes().order_by("-is_sample", "-shown_deadline").first()
        places = Table.grid(padding=(0, 2))
        places.add_row("  Careers site", f"{site}/{intake.slug}/" if intake else f"{site}/")
        places.add_row("  Console", f"{site}/console/")
        if settings.OUTBOX:
            places.add_row("  Outbox", f"{site}/outbox/   (letters and sign-in codes: no mail server is set)")
        out.print(places)
        if intake and intake.is_sample:
            out.print("\n  Sign in with one of these addresses; the code is in the outbox:\n")
            out.print(self._people(intake))
            out.print("\n  As a candidate: any address of your own.")
        elif not Membership.objects.exists():
            out.print("\n  Make yourself the first lead:  ./springtide manage first_lead you@example.org")

    @staticmethod
    def _people(intake: Intake) -> Table:
        table = Table.grid(padding=(0, 2))
        for role in Role:
            held = Membership.objects.filter(role=role, scope__startswith=intake.slug, person__is_active=True)
            member = held.select_related("person").order_by("pk").first()
            if member:
                scope = member.scope.removeprefix(intake.slug).strip("/") or "the whole intake"
                table.add_row(f"    {role.label}", member.person.email, f"[dim]{member.person.name}, {scope}[/dim]")
        return table

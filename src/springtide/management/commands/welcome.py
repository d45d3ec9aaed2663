"""What `./springtide run` says once it serves: where things are and how to sign in."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springtide.environment import ROOT
from springtide.foundation.accounts.models import Membership
from springtide.foundation.accounts.roles import Role
from springtide.planning.models import Intake
from springtide.planning.queries import published_intakes
from springtide.sample.shown import SHOWN


class Command(BaseCommand):
    help = "Prints the addresses and, for the sample, who can sign in as what."

    def handle(self, *args: Any, **options: Any) -> None:
        site = settings.SITE_URL
        intake = published_intakes().order_by("-is_sample", "-shown_deadline").first()
        self._rows(
            [("Careers site", f"{site}/{intake.slug}/" if intake else f"{site}/"), ("Console", f"{site}/console/")]
        )
        if settings.OUTBOX:
            self._rows([("Outbox", f"{site}/outbox/   (letters and sign-in codes: no mail server is set)")])
        if intake and intake.is_sample:
            self.stdout.write("\n  Sign in with one of these addresses; the code is in the outbox:\n")
            self._rows(self._people(intake))
            self._rows([("Candidate", "any address of your own, or:"), *(("", email) for email in SHOWN)])
        elif not Membership.objects.exists():
            where = "" if settings.DATA_DIR == ROOT / "var" else f" --data {settings.DATA_DIR}"
            self.stdout.write(
                f"\n  Make yourself the first lead:  ./springtide manage first_lead you@example.org{where}"
            )

    def _rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        for first, *rest in rows:
            self.stdout.write(f"    {first:20}{'   '.join(rest)}")

    @staticmethod
    def _people(intake: Intake) -> Iterator[tuple[str, ...]]:
        for role in Role:
            held = Membership.objects.filter(role=role, scope__startswith=intake.slug, person__is_active=True)
            held = held.select_related("person").order_by("pk")
            member = held.filter(person__email__startswith=f"{role}@").first() or held.first()  # rather a plain address
            if member:
                scope = member.scope.removeprefix(intake.slug).strip("/") or "the whole intake"
                yield str(role.label), f"{member.person.email:34}", f"{member.person.name}, {scope}"

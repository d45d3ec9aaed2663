"""What the command line says."""

from django.core.management import call_command

from springtide.foundation.accounts.models import Membership
from tests.cast import Cast


def test_an_empty_installation_tells_how_to_begin(db: None, capsys) -> None:
    call_command("welcome")
    assert "first_lead" in capsys.readouterr().out


def test_the_first_lead_may_do_everything(db: None) -> None:
    call_command("first_lead", "Boss@Example.org", stdout=open("/dev/null", "w"))  # noqa: SIM115
    held = Membership.objects.get()
    assert (held.person.email, held.role, held.scope) == ("boss@example.org", "lead", "")


def test_the_sample_names_somebody_for_every_role(cast: Cast, capsys) -> None:
    cast.intake.is_sample = True
    cast.intake.save()
    call_command("welcome")
    told = capsys.readouterr().out
    for person in ("lena", "rui", "rosa", "ines", "ana", "mei", "adam"):
        assert f"{person}@springtide.example" in told
    assert "/spring/" in told

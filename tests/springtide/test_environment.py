"""The table of settings in the manual is the one in the code."""

import json
import os
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from springtide.environment import Environment

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def table() -> str:
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Environment.model_fields.items():
        default = "`./var`" if name == "data" else f"`{field.default}`" if field.default not in ("",) else "empty"
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def test_the_manual_lists_every_setting() -> None:
    before, _mark, rest = MANUAL.read_text().partition("environment.py -->\n")
    _old, mark, after = rest.partition("\n<!-- /settings -->")
    if os.environ.get("SPRINGTIDE_WRITE_MANUAL"):
        MANUAL.write_text(f"{before}environment.py -->\n{table()}{mark}{after}")
    assert table() in MANUAL.read_text(), "run this test once with SPRINGTIDE_WRITE_MANUAL=1"


SECRET = "whsec_" + "QUJD" * 10


def told(name: str = "codeval", **more: object) -> str:
    return json.dumps({name: {"url": "https://tests.example/a", "secret": SECRET, **more}})


@pytest.mark.parametrize(
    "wrong",
    [
        told(secret="short"),
        told(secret=SECRET + "*"),
        told(url="ftp://tests.example/a"),
        told(url="http://tests.example/a"),
        told(url="https://user@tests.example/a"),
        told(more=1),
        told("Code val"),
        told("standin"),
        "{",
    ],
)
def test_a_provider_that_is_set_up_wrongly_stops_the_start(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SPRINGTIDE_ASSESSMENT_PROVIDERS", wrong)
    with pytest.raises((ValidationError, SettingsError), match="assessment_providers") as stopped:
        Environment()
    assert SECRET not in str(stopped.value)


def test_a_provider_is_read_and_its_secret_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRINGTIDE_ASSESSMENT_PROVIDERS", told())
    found = Environment().assessment_providers["codeval"]
    assert (found.secret, found.near) == (SECRET, False)
    assert SECRET not in repr(found)

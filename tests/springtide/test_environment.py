"""The table of settings in the manual is the one in the code."""

import os
from pathlib import Path

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

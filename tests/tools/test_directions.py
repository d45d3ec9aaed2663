"""The contracts of pyproject.toml catch what they are there for: each broken once, on purpose."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("importlinter", reason="import-linter comes with requirements/lint.txt")
HOUSE = {
    "springtide/__init__.py": "",
    "springtide/urls.py": "import springtide.offers.views",
    "springtide/foundation/__init__.py": "",
    "springtide/planning/__init__.py": "",
    "springtide/planning/models.py": "",
    "springtide/offers/__init__.py": "",
    "springtide/offers/models.py": "import springtide.planning.models",
    "springtide/offers/actions.py": "import springtide.offers.models",
    "springtide/offers/views.py": "import springtide.offers.actions",
    "springtide/offers/bridge.py": "import springtide_engine.matching",
    "springtide_engine/__init__.py": "",
    "springtide_engine/matching/__init__.py": "",
    "springtide_engine/evidence/__init__.py": "",
}


def lint(folder, **changes):
    for name, body in {**HOUSE, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body + "\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    linter = Path(sys.executable).with_name("lint-imports")
    env = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run([linter, "--no-cache"], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return {line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")}


def test_the_house_as_planned_is_kept(tmp_path):
    assert lint(tmp_path) == set()


@pytest.mark.parametrize(
    ("module", "body", "broken"),
    [
        ("springtide/planning/models.py", "import springtide.offers.models", "A step knows only"),
        ("springtide/utils.py", "", "A step knows only"),
        ("springtide/offers/models.py", "import springtide.offers.actions", "Inside a step"),
        ("springtide/offers/actions.py", "import springtide_engine.matching", "Only a bridge"),
        ("springtide/sample/__init__.py", "import springtide.offers.views", "Nobody builds on a page"),
        ("springtide_engine/matching/__init__.py", "import django", "The engine knows neither"),
        (
            "springtide_engine/matching/__init__.py",
            "import springtide_engine.evidence",
            "The engine's packages",
        ),
    ],
)
def test_each_wrong_turn_is_named(tmp_path, module, body, broken):
    assert any(name.startswith(broken) for name in lint(tmp_path, **{module: body}))

"""What the house keeps and no linter knows: names of rooms, sizes, seeded chance, no path of one machine."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LARGEST = 300
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "tools", "lib", "core", "base", "stuff"}
CHANCE = {"Random", "SystemRandom"}  # of the module `random`: what carries its own seed, or needs none


def layers(beginning):
    """The module names of the contract whose name begins so."""
    contract = next(c for c in CONTRACTS if c["name"].startswith(beginning))
    return set(re.findall(r"\w+", " ".join(contract["layers"])))


NOT_STEPS = {
    "__main__",
    "celery",
    "management",
    "urls",
    "wsgi",
    "sample",
    "foundation",
    "settings",
    "environment",
}
STEPS = sorted(layers("A step knows") - NOT_STEPS)
MODULES = [p for p in sorted(SRC.rglob("*.py")) if "migrations" not in p.parts]


@pytest.mark.parametrize("step", STEPS)
def test_a_room_bears_a_name_of_the_house_or_of_the_one_thing_it_holds(step):
    """So that a utils.py or common/, where anything may be put, fails the build."""
    names = {path.stem for path in (SRC / "springtide" / step).rglob("*.py")}
    assert not names & VAGUE


def test_no_module_outgrows_its_reader():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def unseeded(tree):
    """Lines that draw from chance nobody can repeat."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "random":
            yield from (node.lineno for alias in node.names if alias.name not in CHANCE)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "random" and node.attr not in CHANCE:
            yield node.lineno
        if isinstance(node, ast.Call) and not (node.args or node.keywords):
            yield from [node.lineno] * (ast.unparse(node.func).rpartition(".")[2] in {"Random", "default_rng"})


def test_the_search_for_unseeded_chance_finds_it():
    code = "random.shuffle(x)\nrandom.Random()\nnp.random.default_rng()\nfrom random import choice\n"
    assert sorted(unseeded(ast.parse(code))) == [1, 2, 3, 4]
    assert not list(unseeded(ast.parse("random.Random(7)\nnp.random.default_rng(7)\nrng.random()\n")))


def test_chance_is_always_seeded():
    found = {str(path.relative_to(ROOT)): list(unseeded(ast.parse(path.read_text()))) for path in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_requirement_names_a_host():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name
        assert "--hash=sha256:" in lock.read_text(), lock.name


def test_nothing_of_one_machine_is_committed():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    kept = [name for name in tracked.stdout.split("\0") if name.startswith(("var/", ".venv/", "screenshots/"))]
    assert kept == []

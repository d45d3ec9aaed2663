"""The launcher meets what is in its way on other people's machines: one sentence, one remedy, exit 1."""

import hashlib
import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def springtide(tmp_path):
    """Runs ./springtide as a stranger would; gives the exit status and what it said."""

    def start(*words, **env):
        kept = {"PATH": os.environ["PATH"], "SPRINGTIDE_VENV": str(tmp_path / "venv"), **env}
        done = subprocess.run(
            [ROOT / "springtide", *words], capture_output=True, text=True, env=kept, cwd=tmp_path, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return start


@pytest.fixture
def ready(tmp_path):
    """Variables under which all parts are in place: stamps, and a Python that only says what it got."""
    venv = tmp_path / "ready"
    (venv / "bin").mkdir(parents=True)
    stand_in(venv / "bin" / "python", 'echo "would run $*, data in $SPRINGTIDE_DATA"')
    version = subprocess.check_output(["python3", "-c", "import sys; print(sys.version, end='')"])
    for lock in (ROOT / "requirements").glob("*.txt"):
        stamp = hashlib.sha256(lock.read_bytes() + version).hexdigest()
        (venv / f".installed-{lock.stem}").write_text(stamp)
    return {"SPRINGTIDE_VENV": str(venv)}


def stand_in(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_help_names_every_verb(springtide):
    status, said = springtide("help")
    assert status == 0
    for verb in (
        "run",
        "test",
        "demo",
        "import",
        "bench",
        "worker",
        "verify",
        "doctor",
        "pictures",
        "manage",
    ):
        assert f"\n  {verb} " in said


def test_an_unknown_verb_points_to_help(springtide):
    status, said = springtide("rum")
    assert (status, said) == (
        1,
        "springtide: “rum” is not something springtide does.\n  See: ./springtide help\n",
    )


def test_an_old_python_is_told_what_to_install(springtide, tmp_path):
    stand_in(tmp_path / "python3", "exit 1")
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    (tmp_path / "sh").symlink_to("/bin/sh")
    status, said = springtide("run", PATH=str(tmp_path))
    assert status == 1
    assert said.startswith("springtide: no Python 3.11 or newer was found.\n")
    assert "sudo apt install python3 python3-venv" in said


def test_a_missing_venv_module_names_the_debian_package(springtide, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    status, said = springtide("manage", "check", PYTHONPATH=str(hidden), SPRINGTIDE_NO_UV="1")
    assert status == 1
    assert "comes without its venv module" in said
    assert "sudo apt install python3-venv" in said
    assert "Traceback" not in said


def test_a_busy_port_proposes_a_free_one(springtide, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        status, said = springtide("run", "--port", str(port), "--data", str(tmp_path / "var"))
    assert status == 1
    assert said.startswith(f"springtide: port {port} is in use by another program.\n  Choose another: --port ")
    assert not (tmp_path / "venv").exists(), "nothing is installed before the way is clear"


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "８０００"])
def test_a_port_is_a_number_from_1_to_65535(springtide, port):
    status, said = springtide("run", f"--port={port}")
    assert status == 2
    assert "a port is a number from 1 to 65535" in said


def test_a_strange_host_is_refused(springtide, tmp_path):
    status, said = springtide("run", "--host", "192.0.2.7", "--data", str(tmp_path / "var"))
    assert status == 1
    assert "192.0.2.7 is not an address of this machine" in said


def test_a_data_folder_that_is_a_file(springtide, tmp_path):
    (tmp_path / "taken").write_text("")
    status, said = springtide("run", "--port", "65432", "--data", "taken")
    assert status == 1
    assert "a file is in its place" in said
    assert "--data DIR" in said


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder not even root can write: /proc")
def test_an_unwritable_data_folder(springtide):
    status, said = springtide("run", "--port", "65432", "--data", "/proc/springtide")
    assert status == 1
    assert "/proc/springtide cannot be written" in said


def test_a_killed_installation_is_begun_anew_and_no_network_said_plainly(springtide, tmp_path):
    venv = tmp_path / "venv"
    venv.mkdir()
    (venv / ".unfinished").touch()
    (venv / "half-written").touch()
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
    }
    status, said = springtide("manage", "check", SPRINGTIDE_NO_UV="1", **nowhere)
    assert status == 1
    assert "the package index did not answer" in said
    assert not (venv / "half-written").exists()
    assert not (venv / ".unfinished").exists(), "the installer ended by itself: nothing is half done"


def test_a_folder_of_other_things_is_never_taken_for_the_environment(springtide, tmp_path):
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "thesis.txt").write_text("years of work")
    status, said = springtide("manage", "check")
    assert status == 1
    assert "thesis.txt" in said
    assert (tmp_path / "venv" / "thesis.txt").read_text() == "years of work"


def test_with_its_stamp_in_place_nothing_is_installed_again(springtide, ready, tmp_path):
    status, said = springtide("manage", "check", "--data", "here", "--deploy", **ready)
    assert (status, said) == (0, f"would run {ROOT}/manage.py check --deploy, data in {tmp_path}/here\n")

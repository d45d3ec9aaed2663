"""The supervisor: what falls is started again, what is asked to stop stops, nothing is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at /proc")

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def supervise(program, tmp_path):
    script = tmp_path / "supervise.py"
    head = "import os, sys\nfrom pathlib import Path\nfrom tools.launcher.supervisor import Service, keep_running\n"
    script.write_text(head + textwrap.dedent(program))
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, script, tmp_path / "log"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def alive(pid):
    """True while the process runs; one that only waits to be collected has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


PAIR = f"""
    log = Path(sys.argv[1])
    web = Service("web", {SLEEP!r}, dict(os.environ), log, essential=True)
    worker = Service("worker", {SLEEP!r}, dict(os.environ), log)
    def tell():
        print(web.process.pid, worker.process.pid, flush=True)
    sys.exit(keep_running([web, worker], ready=lambda: True, welcome=tell, pause=0.02))
"""


def test_asked_to_stop_it_ends_its_children_and_answers_0(tmp_path):
    launcher = supervise(PAIR, tmp_path)
    children = [int(pid) for pid in launcher.stdout.readline().split()]
    assert all(map(alive, children))
    launcher.terminate()
    assert launcher.wait(10) == 0
    assert not any(map(alive, children))


def test_killed_outright_it_leaves_no_orphans(tmp_path):
    launcher = supervise(PAIR, tmp_path)
    children = [int(pid) for pid in launcher.stdout.readline().split()]
    launcher.kill()
    launcher.wait(10)
    assert eventually(lambda: not any(map(alive, children)))


def test_a_fallen_worker_is_started_again(tmp_path):
    launcher = supervise(PAIR, tmp_path)
    _, worker = (int(pid) for pid in launcher.stdout.readline().split())
    os.kill(worker, signal.SIGKILL)
    assert launcher.stdout.readline() == "The worker stopped (-9); starting it again in 1 s.\n"
    launcher.terminate()
    assert launcher.wait(10) == 0


def test_when_the_web_ends_everything_ends_with_1(tmp_path):
    launcher = supervise(PAIR, tmp_path)
    web, worker = (int(pid) for pid in launcher.stdout.readline().split())
    os.kill(web, signal.SIGKILL)
    assert "the web ended" in launcher.stdout.readline()
    assert launcher.wait(10) == 1
    assert not alive(worker)

"""Shows how far an installer is: one changing line on a terminal, a line now and then in a log.

On standard error, so that `./springtide bench NAME --json` gives JSON alone even where it had to install first.
"""

import subprocess
import sys


def follow(command: list[str], *, total: int, keep: int) -> tuple[int, list[str]]:
    """Run `command`, counting pip's parts up to `total`; returns its exit status and everything it said.

    The open file `keep` goes with it: the lock holds as long as the installer writes, whoever is killed.
    """
    output: list[str] = []
    seen = 0
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT, text=True, pass_fds=[keep]
    ) as process:
        assert process.stdout is not None  # noqa: S101 - told to mypy: PIPE was asked for
        for raw in process.stdout:
            line = raw.strip()
            output.append(line)
            if line.startswith("Ignoring "):  # a part for other systems
                total -= 1
            elif line.startswith("Collecting "):
                seen += 1
                _show(f"{seen} of {total}  {line.split()[1]}", milestone=seen % 20 == 0)
            elif line.startswith(("Installing collected", "Prepared", "Downloading ")):
                _show(line.partition(":")[0], milestone=line.startswith("Installing"))
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return process.returncode, output


def _show(text: str, *, milestone: bool) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K  {text[:100]}", end="", file=sys.stderr, flush=True)
    elif milestone:
        print(f"  {text}", file=sys.stderr, flush=True)

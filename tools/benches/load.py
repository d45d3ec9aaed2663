"""Asks for pages with several clients at once, from a process of its own so that the server's time stays clean."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from tools.benches.ground import PYTHON
from tools.launcher.places import ROOT

HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Accept": "text/html"}


def fetch(port: int, paths: Sequence[str], clients: int) -> float:
    """Get every path once, `clients` at a time. Returns seconds on the wall.

    Raises CalledProcessError where an answer was not 200.
    """
    words = json.dumps({"port": port, "paths": list(paths), "clients": clients})
    command = [str(PYTHON), "-m", "tools.benches.load"]
    done = subprocess.run(command, input=words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def _client(port: int, paths: Iterator[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()


def _main() -> None:
    words = json.load(sys.stdin)
    paths = iter(words["paths"])  # shared: each client takes the next one
    began = time.perf_counter()
    with ThreadPoolExecutor(words["clients"]) as pool:
        list(pool.map(_client, repeat(words["port"], words["clients"]), repeat(paths)))
    print(time.perf_counter() - began)


if __name__ == "__main__":
    _main()

"""Springtide's command: `./springtide VERB`. Standard library only, since it installs everything else."""

import sys

from tools.launcher.trouble import Trouble
from tools.launcher.verbs import VERBS, show_help


def main(argv: list[str]) -> int:
    name, *rest = argv or ["help"]
    if name in {"help", "-h", "--help"}:
        show_help()
        return 0
    verb = VERBS.get(name)
    try:
        if verb is None:
            raise Trouble(f"“{name}” is not something springtide does.", "See: ./springtide help")
        return verb.do(rest)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

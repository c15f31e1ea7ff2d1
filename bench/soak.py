"""Read documents again and again for a while, and watch what the process holds on to.

usage: soak.py FOLDER [FOLDER ...] [--minutes N]

Every file below the folders is extracted in this process, one round after the other; a file that
cannot be read is one more thing that must leave nothing behind. After each round: memory, open
files, child processes and leftovers in the folder for temporary files. Exit status 1 if a round
after the first few holds more than those did.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from nstp_extract import extract
from nstp_extract.core.errors import NstpError

WARM_ROUNDS = 3
SLACK = 1.1


class Held(NamedTuple):
    """What the process holds: megabytes, open files, children, leftovers."""

    memory: float
    files: int
    children: int
    leftovers: int


def main():
    """Soak, print a line a round, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    options = parser.parse_args()
    files = sorted(
        f
        for each in options.folders
        for f in each.rglob("*")
        if f.is_file() and f.suffix != ".toml"
    )
    rounds = []
    until = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        while time.monotonic() < until:
            begin = time.monotonic()
            found = Counter(read(file) for file in files)
            rounds.append(look(Path(folder)))
            seconds = time.monotonic() - begin
            print(len(rounds), f"{seconds:.1f} s", rounds[-1], dict(found), flush=True)
    return judge(rounds)


def read(file):
    """Extract a file; return how that ended."""
    try:
        extract(file)
    except NstpError as error:
        return getattr(error, "code", type(error).__name__)
    return "read"


def look(folder):
    """Return what the process holds now."""
    status = dict(
        line.split(":", 1)
        for line in Path("/proc/self/status").read_text().splitlines()
        if ":" in line
    )
    tasks = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    memory = int(status["VmRSS"].split()[0]) / 1024
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return Held(round(memory, 1), files, len(tasks), sum(1 for _ in folder.iterdir()))


def judge(rounds):
    """Return 0 if no later round holds more than the first few did."""
    if len(rounds) <= WARM_ROUNDS:
        print("too short to tell", file=sys.stderr)
        return 2
    most = Held(*(max(each) for each in zip(*rounds[:WARM_ROUNDS], strict=True)))
    last = rounds[-1]
    grown = last.memory > most.memory * SLACK or any(
        now > then for now, then in zip(last[1:], most[1:], strict=True)
    )
    print("grown" if grown else "flat", f"from {most} to {last} over {len(rounds)} rounds")
    return int(grown)


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: each figure beside its baseline, measured in the same run, with the ratio and the goal.

Nothing here fails a test: figures depend on the machine, ratios much less.
Usage: python -m tests.bench [name …]
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.result import Result

ROOMS = (
    "bench_start",
    "bench_store",
    "bench_bundles",
    "bench_intake",
    "bench_reports",
    "bench_import",
    "bench_forms",
)


def line(result: Result) -> str:
    """One figure as a row of the table."""
    return (
        f"{result.name:<58} {result.ours:>12.3f} {result.baseline:>12.3f} {result.unit:<9}"
        f" {result.ratio:>7.2f}   {result.goal}"
    )


def run_room(room: str) -> None:
    """The benches of one room, here and now."""
    module = importlib.import_module(f"tests.bench.{room}")
    for bench in module.BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            for result in bench(Path(folder)):
                print(line(result), flush=True)


def main(wanted: list[str]) -> int:
    """Run all rooms or those named, each in a process of its own so that memory is its own."""
    if wanted and wanted[0] == "--room":
        run_room(wanted[1])
        return 0
    head = f"{'figure':<58} {'ours':>12} {'baseline':>12} {'unit':<9} {'ratio':>7}   at most"
    print(head, flush=True)
    worst = 0
    for room in ROOMS:
        if wanted and room not in wanted and room.removeprefix("bench_") not in wanted:
            continue
        done = subprocess.run([sys.executable, "-m", "tests.bench", "--room", room], check=False)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

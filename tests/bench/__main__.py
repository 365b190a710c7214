"""`make bench`: each figure beside its baseline, measured in the same run, with the ratio and the goal.

Nothing here fails a test: figures depend on the machine, ratios much less.
Usage: python -m tests.bench [name …]
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from tests.bench.result import Result

ROOMS = (
    "bench_start",
    "bench_store",
    "bench_bundles",
    "bench_reports",
    "bench_import",
)


def line(result: Result) -> str:
    """One figure as a row of the table."""
    return (
        f"{result.name:<58} {result.ours:>12.3f} {result.baseline:>12.3f} {result.unit:<9}"
        f" {result.ratio:>7.2f}   {result.goal}"
    )


def main(wanted: list[str]) -> int:
    """Run all benches, or those named."""
    print(
        f"{'figure':<58} {'ours':>12} {'baseline':>12} {'unit':<9} {'ratio':>7}   goal", flush=True
    )
    for room in ROOMS:
        if wanted and room not in wanted and room.removeprefix("bench_") not in wanted:
            continue
        module = importlib.import_module(f"tests.bench.{room}")
        for bench in module.BENCHES:
            with tempfile.TemporaryDirectory() as folder:
                for result in bench(Path(folder)):
                    print(line(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

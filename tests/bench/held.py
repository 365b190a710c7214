"""What a process holds in memory; imports nothing of ours, so that a bare window stays bare."""

from pathlib import Path


def held() -> list[int]:
    """Bytes of memory that this process holds (Linux): all of it, and its share of what is shared."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    sizes = {line.split()[0]: line.split()[1] for line in lines[1:]}
    return [int(sizes[name]) * 1024 for name in ("Rss:", "Pss:")]

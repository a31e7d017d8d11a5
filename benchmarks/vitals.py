"""What a process holds and has used, as Linux tells it."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Vitals:
    """Of one process, at one moment."""

    memory: float
    """MiB that are resident."""
    descriptors: int
    threads: int

    def __str__(self) -> str:
        return f"{self.memory:.1f} MiB resident, {self.descriptors} descriptors, {self.threads} threads"

    def __sub__(self, other: Self) -> Self:
        return type(self)(
            self.memory - other.memory, self.descriptors - other.descriptors, self.threads - other.threads
        )

    def within(self, limits: Self) -> bool:
        """Whether nothing is more than its limit."""
        return (
            self.memory <= limits.memory
            and self.descriptors <= limits.descriptors
            and self.threads <= limits.threads
        )


def read_vitals(pid: int) -> Vitals | None:
    """None on systems other than Linux."""
    if sys.platform != "linux":
        return None
    process = Path(f"/proc/{pid}")
    status = dict(re.findall(r"^(\w+):\s+(\d+)", (process / "status").read_text(), re.MULTILINE))
    descriptors = len(list((process / "fd").iterdir()))
    return Vitals(int(status["VmRSS"]) / 1024, descriptors, int(status["Threads"]))


def processor_seconds(pid: int) -> float:
    """What a process has used of the processor, all its threads together, in steps of 10 ms; on Linux alone."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_peak(pid: int) -> float | None:
    """The most MiB of a process that ever were resident; None on systems other than Linux."""
    if sys.platform != "linux":
        return None
    found = re.search(r"^VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else None

"""What a process holds, as Linux tells it."""

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

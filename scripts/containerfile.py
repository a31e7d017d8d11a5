"""What the Containerfile says, for machines that can't build it."""

import json
import re
from pathlib import Path
from typing import NamedTuple

CONTAINERFILE = Path(__file__).parents[1] / "Containerfile"


class Instruction(NamedTuple):
    """A line of it, continued ones joined."""

    name: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The JSON array at its end."""
        found = re.search(r"\[.*\]$", self.rest)
        words: list[str] = json.loads(found[0]) if found else []
        return words


def stages() -> list[list[Instruction]]:
    """The instructions of each stage, from its FROM on."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    found: list[list[Instruction]] = []
    for name, _, rest in (line.partition(" ") for line in lines if line):
        if name == "FROM":
            found.append([])
        found[-1].append(Instruction(name, rest.strip()))
    return found


def only(name: str, stage: list[Instruction]) -> Instruction:
    """The one instruction of that name."""
    (instruction,) = (instruction for instruction in stage if instruction.name == name)
    return instruction

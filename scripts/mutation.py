"""Change the pure rooms of the package in small ways, one at a time, and see whether their tests notice.

`python scripts/mutation.py [ROOM…]` does so for the rooms named, or for all of `FLOORS`. It prints every change that no
test noticed, with its difference, and how many were noticed of all; it fails where that is less than the room's floor.
It needs the extra `mutation` and takes some minutes a room on two cores: something for the night, not for each change.
C360_MUTATION_DIR names a folder to keep the copy of the checkout in, where `mutmut browse` and `mutmut run NAME` go on.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = {"intake": 0.80, "search": 0.80, "records": 0.80, "analysis": 0.80, "text": 0.80}
"""The least share that must be noticed. Some changes make no difference that could be: of a message that no test quotes
in full, of a bound that two checks keep."""
TESTS = ("search", "gate", "records", "analysis", "text", "tokens")
"""Folders of `tests/`. Of these, mutmut runs for each change the tests that come by the changed function."""
AT_ONCE = "2"
MEMORY = 4 * 2**30
"""Bytes of address space for each process: a loop whose end was changed may fill a list until the machine has no more."""
CONFIGURATION = """\
[mutmut]
source_paths=c360_mcp
only_mutate=c360_mcp/{room}/*
also_copy=
    README.md
    benchmarks
    docs
    prompts
    scripts
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=
    -p
    no:cacheprovider
    -m
    not slow
"""


def copy_checkout(work: Path) -> None:
    """Put the files that git knows into `work`, so that nothing is changed in the checkout."""
    git = ("git", "ls-files", "-z")
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes((ROOT / name).read_bytes())


def mutmut(work: Path, *arguments: str) -> str:
    """Run mutmut; what it prints. `CI` makes Hypothesis try the same examples on every run."""
    command = (sys.executable, "-m", "mutmut", *arguments)
    environ = os.environ | {"CI": "1"}
    done = subprocess.run(command, cwd=work, env=environ, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutmut {arguments[0]} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def outcomes(work: Path, room: str) -> Mapping[str, str]:
    """What came of each change in a room, by its name: `killed`, `survived`, `timeout`, `no tests` and others."""
    tests = [f"tests/{folder}" for folder in TESTS if (work / "tests" / folder).is_dir()]
    configuration = CONFIGURATION.format(room=room, tests="\n    ".join(tests))
    (work / "setup.cfg").write_text(configuration, encoding="utf-8")
    mutmut(work, "run", "--max-children", AT_ONCE)
    lines = re.findall(r"^ +(\S+): (.+)$", mutmut(work, "results", "--all", "true"), re.MULTILINE)
    return {name: outcome for name, outcome in lines if name.startswith(f"c360_mcp.{room}.")}


def holds(work: Path, room: str) -> bool:
    """Print what no test of a room noticed, and whether enough was."""
    found = outcomes(work, room)
    unnoticed = [name for name, outcome in found.items() if outcome not in {"killed", "timeout"}]
    for name in unnoticed:
        print(mutmut(work, "show", name), flush=True)
    share = 1 - len(unnoticed) / len(found)
    print(
        f"{room}: {len(found) - len(unnoticed)} of {len(found)} changes noticed, {share:.1%} (floor {FLOORS[room]:.0%})"
    )
    return share >= FLOORS[room]


def main(rooms: list[str]) -> int:
    """Try the rooms; 1 where one is below its floor."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(os.environ.get("C360_MUTATION_DIR") or temporary)
        copy_checkout(work)
        held = [holds(work, room) for room in rooms or FLOORS]
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

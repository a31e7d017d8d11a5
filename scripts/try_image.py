"""Do what the Containerfile says in a folder of its own, start the service, and ask after its health."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from containerfile import CONTAINERFILE, Instruction, only, stages

from c360_mcp.service.callers.static_tokens import new_token

ROOT = CONTAINERFILE.parent
TARGET = "/opt/c360"


def build(stage: list[Instruction], work: Path) -> None:
    """Carry out COPY and RUN of a stage, with `work` in place of the file system's root."""
    source = work / only("WORKDIR", stage).rest.lstrip("/")
    source.mkdir(parents=True)
    for name, rest in stage:
        if name == "COPY":
            *paths, target = rest.split()
            for path in paths:
                copy(ROOT / path, source / (path if target == "./" else target))
        elif name == "RUN":
            command = [
                sys.executable if word == "python" else word.replace(TARGET, f"{work}{TARGET}")
                for word in shlex.split(rest)
            ]
            subprocess.run(command, cwd=source, check=True)


def copy(path: Path, target: Path) -> None:
    """A file or a folder, without what `.dockerignore` names."""
    if path.is_dir():
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(path, target)


def uncompiled(library: Path) -> list[str]:
    """Modules of the package without bytecode."""
    sources = library.rglob("site-packages/c360_mcp/**/*.py")
    return [
        str(path) for path in sources if not list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
    ]


def start(stage: list[Instruction], work: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """The image's own command, with nothing in its environment but `settings`."""
    program, *rest = [*only("ENTRYPOINT", stage).words, *only("CMD", stage).words, *arguments]
    binaries = Path(f"{work}{TARGET}/bin")
    environ = {"PATH": f"{binaries}:{os.defpath}", "PYTHONDONTWRITEBYTECODE": "1"} | settings
    return subprocess.Popen(
        (binaries / program, *rest), cwd=work, env=environ, stderr=subprocess.PIPE, text=True
    )


def healthy(stage: list[Instruction], work: Path, port: str) -> bool:
    """What the health check says of the service on `port`."""
    _, *arguments = only("HEALTHCHECK", stage).words
    command = [argument.replace(only("EXPOSE", stage).rest, port) for argument in arguments]
    python = f"{work}{TARGET}/bin/python"
    return subprocess.run((python, *command), env={}, capture_output=True, check=False).returncode == 0


def briefing(stage: list[Instruction], work: Path) -> str:
    """What the image prints of a customer of the demo, where a container is started for that."""
    program = Path(f"{work}{TARGET}/bin", *only("ENTRYPOINT", stage).words)
    command = (program, "brief", "--demo", "customer@example.com")
    return subprocess.run(command, cwd=work, env={}, capture_output=True, text=True, check=True).stdout


def main(work: Path) -> None:
    """Fail where anything is not as the image promises."""
    first, last = stages()
    build(first, work)
    if missing := uncompiled(Path(f"{work}{TARGET}/lib")):
        sys.exit(f"Not compiled: {', '.join(missing)}")
    if "\nCoverage: " not in briefing(last, work):
        sys.exit("The image prints no briefing from the demo")
    with start(last, work) as open_to_all:
        if open_to_all.wait(120) != 2:
            sys.exit("The image serves whoever comes")
    _, line = new_token("someone")
    (work / "tokens").write_text(f"{line}\n", encoding="utf-8")
    with start(last, work, "--port", "0", C360_AUTH_TOKENS_FILE="tokens", C360_DEMO="1") as service:
        port = re.search(r":(\d+)/mcp", service.stderr.readline() if service.stderr else "")
        alive = bool(port) and healthy(last, work, port[1] if port else "")
        service.terminate()
    if not alive or service.returncode != 0 or healthy(last, work, port[1] if port else ""):
        sys.exit("The health check does not tell whether the service lives")
    print(
        "image: its commands work, the demo's briefing is printed, all is compiled, and the health check tells its state"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))

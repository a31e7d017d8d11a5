"""`python scripts/release.py FOLDER [TAG]`: what a release says of itself, beside its artefacts in FOLDER.

Writes `notes.md`, which is the version's part of CHANGELOG.md, and `server.json`, the registry's entry with the image
and the bundle beside the package. With a tag, that must be the version's, and its changes must stand under its number.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from project import IMAGE, REPOSITORY, ROOT
from registry import variables

from c360_mcp import __version__
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.variables import SERVER_SETTINGS

BUNDLE = "c360-mcp.mcpb"
PORT = 8360


def notes(changelog: str, heading: str) -> str:
    """What stands below a heading, up to the next."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)
    if not found:
        sys.exit(f"CHANGELOG.md has no part headed {heading}")
    return found[1].strip() + "\n"


def entry(package: dict[str, Any], bundle: bytes) -> dict[str, Any]:
    """The registry's entry, with everything that the version is published as."""
    (run_from_pypi,) = package["packages"]
    return package | {"packages": [run_from_pypi, image(), bundled(bundle)]}


def image() -> dict[str, Any]:
    """The HTTP service in a container, which asks for a bearer token."""
    token = {
        "name": "Authorization",
        "description": "Bearer, and a token",
        "isRequired": True,
        "isSecret": True,
    }
    return {
        "registryType": "oci",
        "identifier": f"{IMAGE}:{__version__}",
        "runtimeHint": "docker",
        "runtimeArguments": [{"type": "named", "name": "-p", "value": f"127.0.0.1:{PORT}:{PORT}"}],
        "transport": {
            "type": "streamable-http",
            "url": f"http://127.0.0.1:{PORT}/mcp",
            "headers": [token],
        },
        "environmentVariables": variables((*SERVER_SETTINGS, *SERVICE_SETTINGS)),
    }


def bundled(bundle: bytes) -> dict[str, Any]:
    """The bundle on the release's page, which hosts compare with its hash before they install it."""
    return {
        "registryType": "mcpb",
        "identifier": f"{REPOSITORY}/releases/download/v{__version__}/{BUNDLE}",
        "fileSha256": hashlib.sha256(bundle).hexdigest(),
        "transport": {"type": "stdio"},
    }


def main(folder: Path, tag: str | None) -> None:
    """Write both files, or say why this is no release."""
    if tag not in {None, f"v{__version__}"}:
        sys.exit(f"The tag is {tag}, and the version is {__version__}")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (folder / "notes.md").write_text(notes(changelog, __version__ if tag else "Unreleased"), encoding="utf-8")
    package = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    published = entry(package, (folder / BUNDLE).read_bytes())
    text = json.dumps(published, indent=2, ensure_ascii=False) + "\n"
    (folder / "server.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)

"""The command line that starts the server installed here, from any folder and for as long as the installation lasts."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

_PROGRAM = "c360-mcp"


def start_command() -> tuple[str, ...]:
    """The installation's script, or else its interpreter with the module; `uvx` where it is uv's own copy."""
    if _is_cached(Path(sys.prefix)):
        return (_uvx(), *_source(), _PROGRAM)
    script = shutil.which(_PROGRAM, path=Path(sys.executable).parent)
    return (script,) if script else (sys.executable, "-m", "c360_mcp")


def _is_cached(environment: Path) -> bool:
    """Whether an environment lies in a cache, such as uv's, which is emptied now and then: caches are marked as such."""
    return any((folder / "CACHEDIR.TAG").exists() for folder in environment.parents)


def _uvx() -> str:
    """Where `uvx` is, since an application that was not started in a terminal may not find it by name."""
    beside_uv = Path(os.environ.get("UV", "uv")).with_name("uvx")
    return shutil.which("uvx") or shutil.which(beside_uv) or "uvx"


def _source() -> tuple[str, ...]:
    """From where uvx takes the package, unless that is the index that it asks by itself."""
    return source(json.loads(distribution(_PROGRAM).read_text("direct_url.json") or "{}"))


def source(origin: Mapping[str, Any]) -> tuple[str, ...]:
    """The option of uvx for an origin, as installers note it in `direct_url.json`; nothing of the index."""
    address = origin.get("url", "")
    if address.startswith("file:"):
        return ("--from", url2pathname(urlsplit(address).path))
    if version := origin.get("vcs_info"):
        revision = version.get("requested_revision")
        return ("--from", f"{version['vcs']}+{address}{'@' + revision if revision else ''}")
    return ("--from", address) if address else ()

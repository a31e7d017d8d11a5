"""Where the audit log goes: a file that can be written, or stderr."""

import errno
import os
from pathlib import Path
from typing import Final

STDERR: Final = "stderr"


def parse_audit_target(value: str) -> str:
    """`stderr`, or a path with `~` replaced. Nothing is created: the file is opened when the first line is written.

    Raises `ValueError` where that would fail as things stand.
    """
    word = value.lower()
    if word == STDERR:
        return STDERR
    if word in {"stdout", "-"}:
        raise ValueError("must be a file or stderr: stdout is for answers")
    try:
        path = Path(value).expanduser()
        reason = _obstacle(path)
    except RuntimeError:
        raise ValueError("can't be written: there is no such home directory") from None
    except OSError as error:
        reason = error.errno
    if reason:
        raise ValueError(f"can't be written: {os.strerror(reason)}")
    return str(path)


def _obstacle(path: Path) -> int | None:
    """The error that opening the file for writing would end with, by its number, or raised where the file exists.

    A pipe isn't opened: that could wait.
    """
    if path.is_dir():
        return errno.EISDIR
    if path.is_file():
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
    if path.exists():
        return None
    if not path.parent.exists():
        return errno.ENOENT
    if not path.parent.is_dir():
        return errno.ENOTDIR
    return None if os.access(path.parent, os.W_OK | os.X_OK) else errno.EACCES

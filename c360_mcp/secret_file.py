"""Secrets that are mounted as files, as Docker and Kubernetes do."""

from pathlib import Path
from typing import Final

from c360_mcp.unfilled import filled

LARGEST_SECRET: Final = 16 * 1024
"""Characters that are read: more than any key has, and a device without end is not read to its end."""


def read_secret(path: str) -> str:
    """What a file holds, without space and line breaks around it; `~` stands for a home directory.

    Raises `ValueError`, which says what is wrong and repeats nothing of the file.
    """
    try:
        # Editors on Windows put a byte-order mark at the beginning.
        with Path(path).expanduser().open(encoding="utf-8-sig") as file:
            secret = file.read(LARGEST_SECRET).strip()
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    except RuntimeError:
        raise ValueError("can't be read: there is no such home directory") from None
    except UnicodeDecodeError:
        raise ValueError("is not a text file") from None
    if not secret:
        raise ValueError("is empty")
    return filled(secret)

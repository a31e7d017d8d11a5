"""Files in TOML that an operator writes."""

from pathlib import Path


def read_toml(path: str) -> dict[str, object]:
    """The tables and keys of a file; `~` stands for a home directory.

    Raises `ValueError`, which says what is wrong and repeats nothing of the file, since it may hold secrets.
    """
    import tomllib  # only where there is such a file: it takes a while to load

    try:
        # Editors on Windows put a byte-order mark at the beginning, which TOML does not allow.
        return tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    except RuntimeError:
        raise ValueError("can't be read: there is no such home directory") from None
    except ValueError:
        raise ValueError("is not TOML") from None

"""`c360-mcp` and `python -m c360_mcp`."""

import os
import sys
from contextlib import suppress

from c360_mcp.cli import run

INTERRUPTED = 130
"""The status that shells give to a command ended by Ctrl-C."""


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        status = run()
        with suppress(ValueError):  # the server has closed it
            print(end="", flush=True)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read it has seen enough; what is left must not be written at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()

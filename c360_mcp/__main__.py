"""`c360-mcp` and `python -m c360_mcp`."""

import sys

from c360_mcp.cli import run

INTERRUPTED = 130
"""The status that shells give to a command ended by Ctrl-C."""


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()

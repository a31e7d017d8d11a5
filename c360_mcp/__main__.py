"""`c360-mcp` and `python -m c360_mcp`."""

import sys

from c360_mcp.cli import run


def main() -> None:
    """Run the command line and exit with its status."""
    sys.exit(run())


if __name__ == "__main__":
    main()

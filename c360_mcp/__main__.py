"""`c360-mcp` and `python -m c360_mcp`."""

import os
import sys

INTERRUPTED = 130
"""The status that shells give to a command ended by Ctrl-C."""


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        status = _run()
        from contextlib import suppress

        with suppress(ValueError):  # a server over stdio has closed stdout already
            print(end="", flush=True)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read stdout has seen enough. Python writes what is left when it exits, and would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def _run() -> int:
    from c360_mcp.opening.begin import begin, serves_stdio, wants_demo

    arguments = sys.argv[1:]
    if not serves_stdio(arguments):
        from c360_mcp.cli import run

        return run(arguments)
    demo = wants_demo(arguments, os.environ)
    stdin = begin(os.environ, demo=demo)  # which answers while the rest is imported
    from c360_mcp.commands.serve import serve

    return serve(os.environ, demo=demo, stdin=stdin)


if __name__ == "__main__":
    main()

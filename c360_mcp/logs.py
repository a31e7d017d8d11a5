"""What reaches stderr: this package's own records, and nobody else's.

Libraries below log request URLs, headers and message bodies, which hold addresses, numbers and the key. So
their records have no way out, at any level.
"""

import logging
import sys


def configure_logging(level: str) -> None:
    """Send this package's records from `level` on to stderr, and those of all others nowhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    package = logging.getLogger("c360_mcp")
    package.handlers = [handler]
    package.setLevel(level)
    package.propagate = False
    logging.getLogger().handlers = [logging.NullHandler()]

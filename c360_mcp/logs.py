"""What reaches stderr: this package's own records, and nobody else's.

Libraries that it uses log request URLs, headers and message bodies, which hold e-mail addresses, phone numbers
and the API key. So the records of all other loggers are dropped, whatever their level.
"""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime


class TextFormatter(logging.Formatter):
    """`INFO c360_mcp.part: message`, and fields as `name=value` where a record has `fields`."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        fields = (f"{name}={value}" for name, value in _fields(record).items())
        return " ".join([super().format(record), *fields])


class JsonFormatter(logging.Formatter):
    """An object with time, level, logger and message, and a member for each of a record's `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps({**facts, **_fields(record)})


FORMATTERS = {"text": TextFormatter, "json": JsonFormatter}


def configure_logging(level: str, log_format: str = "text") -> None:
    """Send this package's records from `level` on to stderr, and those of all others nowhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATTERS[log_format]())
    package = logging.getLogger("c360_mcp")
    package.handlers = [handler]
    package.setLevel(level)
    package.propagate = False
    logging.getLogger().handlers = [logging.NullHandler()]


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields: Mapping[str, object] = getattr(record, "fields", {})
    return fields

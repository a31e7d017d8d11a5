"""What may be given to an option; anything else ends the command with a sentence that says so."""

import argparse
from urllib.parse import urlsplit

HIGHEST_PORT = 65_535


def count(value: str) -> int:
    """One or more."""
    if not value.isdecimal() or not int(value):
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(value)


def address_of_service(value: str) -> str:
    """The address of the HTTP service, which answers at `/mcp` where nothing else is said."""
    from c360_mcp.web_address import parse_base_url

    try:
        url = parse_base_url(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return url if urlsplit(url).path else f"{url}/mcp"


def port(value: str) -> int:
    """A port to listen on; 0 takes any that is free."""
    if not value.isdecimal() or int(value) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to {HIGHEST_PORT}")
    return int(value)


def number(value: str) -> int:
    """Zero or more."""
    if not value.isdecimal():
        raise argparse.ArgumentTypeError("must be a whole number from 0")
    return int(value)

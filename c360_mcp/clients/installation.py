"""The server as a client has to know it: how it is started, or where the service is."""

from collections.abc import Mapping
from typing import Final, NamedTuple

NAME: Final = "c360"
"""The server's name in every client, which shows it with the server's tools and prompts."""

TOKEN: Final = "CUSTOMER_360_TOKEN"  # noqa: S105  the name of a variable
"""The environment variable from which clients take their bearer token for the HTTP service."""


class Installation(NamedTuple):
    """How to reach the server."""

    command: tuple[str, ...]
    """The program to start and its arguments."""
    variables: Mapping[str, str | None]
    """Its environment; None stands for a secret, which is to be kept where the client keeps secrets."""
    url: str
    """Of the HTTP service."""
    authenticates: bool
    """Whether the HTTP service asks for a token."""


def placeholder(name: str) -> str:
    """What stands for a variable's value until somebody puts in their own."""
    return f"your-{slug(name).removeprefix(f'{NAME}-')}"


def slug(name: str) -> str:
    """A variable's name as it is written within other names."""
    return name.lower().replace("_", "-")

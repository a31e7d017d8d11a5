from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.behaviour import Behaviour
from c360_mcp.sandbox.cast import DEMO_KEY
from c360_mcp.sandbox.serve import running

from .asking import Sandbox

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


@contextmanager
def started(**behaviour: Any) -> Iterator[Sandbox]:
    with (
        running(create_app(now=lambda: NOW, behaviour=Behaviour(**behaviour))) as base_url,
        httpx2.Client(base_url=base_url, headers={"x-api-key": DEMO_KEY}, trust_env=False) as http,
    ):
        yield Sandbox(http)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with started() as sandbox:
        yield sandbox


@pytest.fixture
def fresh_sandbox() -> Iterator[Sandbox]:
    """One that nobody has asked for a summary yet."""
    with started() as sandbox:
        yield sandbox

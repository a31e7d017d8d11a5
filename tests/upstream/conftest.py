import pytest
from trio.testing import MockClock


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def virtual_time():
    """A backend whose clock jumps to the next deadline whenever nothing is left to do."""
    return "trio", {"clock": MockClock(autojump_threshold=0)}

from typing import Any

import pytest
from trio.testing import MockClock


@pytest.fixture
def virtual_time() -> tuple[str, dict[str, Any]]:
    """A backend whose clock jumps to the next deadline whenever nothing is left to do."""
    return "trio", {"clock": MockClock(autojump_threshold=0)}

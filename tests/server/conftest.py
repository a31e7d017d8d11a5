from collections.abc import Iterator

import pytest

from tests.server.replies import ScriptedApi, scripted_api


@pytest.fixture(scope="session")
def api() -> Iterator[ScriptedApi]:
    with scripted_api() as api:
        yield api

"""The answers, which `scripts/documents.py` has from the SDK's server and keeps in step with it."""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False  # as in `typing`, which takes too long to import
if TYPE_CHECKING:
    from c360_mcp.opening.conversation import Results


def load_results(*, demo: bool) -> Results:
    """The results for a server with or without the demo's customers."""
    with open(os.path.join(os.path.dirname(__file__), "answers.json"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123  pathlib takes too long to import
        answers = json.load(file)
    return {
        (answer["method"], version, apps): answer["result"]
        for answer in answers
        if demo in answer["demo"]
        for version in answer["versions"]
        for apps in answer["apps"]
    }

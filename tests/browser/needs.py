"""What tests in a browser need, and why they are left out where it is not there."""

import importlib.util
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
BUILT = Path(__file__).parents[2] / "ui/build/host.js"


def chromium() -> str | None:
    """The browser, where there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def lacking() -> str:
    """What is not there; `scripts/check-view` brings all of it."""
    needs = {
        "Playwright for Python": importlib.util.find_spec("playwright") is not None,
        "Chromium": chromium() is not None,
        "the host that ui/ builds": BUILT.exists(),
    }
    return ", ".join(name for name, there in needs.items() if not there)

"""Pictures of the view: three customers of the demo in both themes, as a browser draws them in a host.

`python scripts/screenshots.py FOLDER` writes them there; `python scripts/screenshots.py docs` renews those of the README.
It needs what `scripts/check-view` brings.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import anyio

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.stage import stage

WIDTH, HEIGHT = 860, 640
CUSTOMERS: Mapping[str, Mapping[str, str | int]] = {
    "late-fee": {"search_by": "contact_id", "identifier": "contact-1001", "include_summaries": 5},
    "archive": {
        "search_by": "email",
        "identifier": "archive@example.com",
        "start_time": "P3Y",
        "max_interactions": 1000,
    },
    "voicemail": {"search_by": "phone_number", "identifier": "+12065550177", "include_summaries": 5},
}
IN_README = {"late-fee": "light", "archive": "dark", "voicemail": "light"}
PAINTED = (
    "new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 300))"
)
"""The frame has its new height, and what came into sight by that is painted."""
FONT = {"variables": {"--font-sans": "Liberation Sans, Arial, sans-serif"}}


async def write(folder: Path) -> None:
    """A picture of each customer in each theme; in `docs` only those that the README shows."""
    for theme in ("light", "dark"):
        async with stage(width=WIDTH, locale="en-GB", timezone_id="UTC", device_scale_factor=1.5) as here:
            # As high as a view becomes: what lies outside of the window is not painted.
            await here.page.set_viewport_size({"width": WIDTH, "height": 4000})
            await here.open(theme=theme, locale="en-GB", timeZone="UTC", styles=FONT)
            for name, asked in CUSTOMERS.items():
                if folder.name == "docs" and IN_README[name] != theme:
                    continue
                await here.search(**asked)
                heading = here.view.get_by_role("heading", level=1)
                await heading.get_by_text(str(asked["identifier"])).wait_for()
                await here.view.evaluate(PAINTED)
                path = folder / f"view-{name}-{theme}.png"
                clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
                await here.page.screenshot(path=path, clip=clip)  # type: ignore[arg-type, unused-ignore]
                _make_small(path)
                print(path)


def _make_small(path: Path) -> None:
    """Write a picture again with 256 colours, rare ones among them."""
    from PIL import Image

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(
            256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(path, optimize=True)


def main() -> None:
    """Write them into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    anyio.run(write, folder)


if __name__ == "__main__":
    main()

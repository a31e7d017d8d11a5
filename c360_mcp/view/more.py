"""The calls that bring what a result does not show, as arguments that a view can send."""

from collections.abc import Iterator

from c360_mcp.text.history import History
from c360_mcp.text.next_calls import Arguments, can_be_parted, onward, until
from c360_mcp.text.options import MOST_GATHERED
from c360_mcp.text.part import Kept
from c360_mcp.view import shape


def more_data(history: History, kept: Kept) -> list[shape.More]:
    """In this order: the rest of the window, then what lies before it."""
    return [{"label": label, "arguments": arguments} for label, arguments in _calls(history, kept)]


def _calls(history: History, kept: Kept) -> Iterator[tuple[str, dict[str, str | int]]]:
    total, asked = len(history.timeline.rows), history.max_interactions
    gathering = history.gathering
    if history.capped and asked < MOST_GATHERED and can_be_parted(history):
        yield "All of this window", {"max_interactions": MOST_GATHERED}
    elif history.is_scattered:
        pass  # to go on at the last row would leave out what may be missing before it
    elif kept["rows"] < min(asked, total):
        yield from _window("The older ones, one by one", onward(history, kept["rows"])[1])
    elif asked < min(total, MOST_GATHERED):
        yield "All that was found", {"max_interactions": MOST_GATHERED}
    elif gathering and gathering.next_end:
        yield from _window("Further back in this window", until(history, gathering.next_end))
    if not history.window.start_given:
        yield "The last three years", {"start_time": "P3Y", "max_interactions": MOST_GATHERED}


def _window(label: str, arguments: Arguments) -> Iterator[tuple[str, dict[str, str | int]]]:
    """The call that searches another window; none where there are no arguments that would."""
    if arguments:
        yield label, dict(arguments)

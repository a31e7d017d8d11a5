"""A customer's history as `rich` prints it: headings, wrapped lines, and summaries below their rows."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from c360_mcp.terminal.command_options import as_options
from c360_mcp.terminal.lanes import EMPTY, LEGEND, MARKS, Lanes, draw_lanes
from c360_mcp.text.phrases import counted
from c360_mcp.view.shape import HistoryData, Row, Signal, Topic

COLOURS = {"positive": "green", "negative": "red", "mixed": "yellow", "neutral": "cyan"}
"""Beside a word or a shape that says the same."""
_BY_MARK = {MARKS[sentiment]: colour for sentiment, colour in COLOURS.items()}
_INDENT = 5
_TURN = "turn"
"""The kind of signal whose title goes on into its subject, "worse" or "better"."""
_WIDEST = 100
"""Columns: longer lines are hard to follow."""
_DIM, _HEADING = "dim", "bold"


def page(data: HistoryData, *, width: int, ids: bool) -> Iterator[RenderableType]:
    """The page, part by part. Foreign strings become `Text`, in which no mark of `rich` means anything."""
    zone, width = ZoneInfo(data["window"]["zone"]), min(width, _WIDEST)
    yield from (Text(notice, style="bold yellow") for notice in data["notices"])
    yield from _who(data)
    yield from _timeline(draw_lanes(data, max(width - 12, 20)), zone)
    yield from _section("At a glance", data["overview"])
    yield from _signals(data["signals"], data["absent"])
    yield from _rows(data, zone, ids=ids)
    yield from _section("Earlier", [f"{period['name']}: {period['said']}" for period in data["periods"]])
    yield from _section("What this covers", [data["coverage"]])


def _who(data: HistoryData) -> Iterator[RenderableType]:
    who = data["who"]
    contact = f" and contact {who['contact']}" if "contact" in who else ""
    notes = f" ({'; '.join(who['notes'])})" if who["notes"] else ""
    yield Text(f"{who['kind']} {who['value']}{notes}{contact}", style=_HEADING)
    yield Text(f"{data['window']['said']} | {data['amount']}", style=_DIM)


def _section(title: str, lines: list[str]) -> Iterator[RenderableType]:
    """A heading, with lines below it where there are any; calls in them are named by this command's options."""
    if any(lines):
        yield Text(f"\n{title}", style=_HEADING)
        yield from (Padding(Text(as_options(line)), (0, 0, 0, 2)) for line in lines)


def _timeline(lanes: Lanes | None, zone: ZoneInfo) -> Iterator[RenderableType]:
    if lanes is None:
        return
    yield Text("\nWhen, of what is shown below", style=_HEADING)
    for lane in lanes.lanes:
        line = Text(f"  {lane.channel[:9]:9} ")
        for cell, run in groupby(lane.cells):
            line.append("".join(run), style=_BY_MARK.get(cell, _DIM if cell == EMPTY else ""))
        yield line
    start, end = (f"{moment.astimezone(zone):%Y-%m-%d}" for moment in (lanes.start, lanes.end))
    yield Text(
        f"{' ' * 12}{start}{end:>{max(len(lanes.lanes[0].cells) - len(start), len(end) + 1)}}", style=_DIM
    )
    yield Padding(Text(LEGEND, style=_DIM), (0, 0, 0, 12))


def _signals(signals: list[Signal], absent: str) -> Iterator[RenderableType]:
    told = []
    for title, group in groupby(signals, lambda signal: signal["title"]):
        found = list(group)
        verb = "" if found[0]["kind"] == _TURN else ":"
        told.append(f"{title}{verb} {'; '.join(map(_subjects, found))}")
    yield from _section("Signals (proxies: a tag, a chain, a missing call)", [*told, absent])


def _subjects(signal: Signal) -> str:
    rows = [f"#{number}" for number in signal["rows"]]
    more = [f"({signal['count']} in all)"] if signal["count"] > len(rows) else []
    earlier = [f"({counted(signal['earlier'], 'earlier chain')})"] if signal["earlier"] else []
    told = " ".join([", ".join(signal["subjects"]), *rows, *more, *earlier]).strip()
    return f"{told}; {signal['others']}" if signal["others"] else told


def _rows(data: HistoryData, zone: ZoneInfo, *, ids: bool) -> Iterator[RenderableType]:
    if data["rows"]:
        yield Text(f"\nInteractions, newest first, times in {data['window']['zone']}", style=_HEADING)
    for row in data["rows"]:
        yield _heading(row, zone)
        yield from (Padding(part, (0, 0, 0, _INDENT)) for part in _below(row, ids=ids))


def _heading(row: Row, zone: ZoneInfo) -> Text:
    start = (
        f"{datetime.fromisoformat(row['start']).astimezone(zone):%d %b %Y %H:%M}"
        if "start" in row
        else "no start"
    )
    sentiment = row.get("sentiment", "")
    line = Text(f"#{row['number']:<3} {start}  {row['kind']}", style=_HEADING)
    line.append(f"  {row['length']}" if row["length"] else "", style="not bold")
    return line.append(f"  {sentiment}" if sentiment else "", style=COLOURS.get(sentiment, "not bold"))


def _below(row: Row, *, ids: bool) -> Iterator[Text]:
    if "headline" in row:
        yield Text(f'"{row["headline"]}"')
    topics = ", ".join(map(_topic, row["topics"]))
    facts = [f"topics {topics}"] * bool(topics) + [f"{label} {value}" for label, value in row["facts"]]
    if facts:
        yield Text(" | ".join(facts), style=_DIM)
    for summary in row["summaries"]:
        yield Text(" ".join(["Summary:", *summary["remarks"], f'"{summary["text"]}"']))
    if "gap" in row:
        yield Text(as_options(row["gap"]), style=_DIM)
    if ids and "id" in row:
        yield Text(row["id"], style=_DIM)


def _topic(topic: Topic) -> str:
    matches = topic.get("matches", 1)
    return f"{topic['name']} x{matches}" if matches > 1 else topic["name"]

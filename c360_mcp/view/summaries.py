"""The data of a view of `get_transcript_summaries`."""

from c360_mcp.text.part import Rendered
from c360_mcp.text.summaries import SummaryRequest, advice
from c360_mcp.view import shape
from c360_mcp.view.history import coverage_of
from c360_mcp.view.json_values import iso
from c360_mcp.view.rows import summary_text


def summaries_data(request: SummaryRequest, rendered: Rendered) -> shape.SummariesData:
    """The data of an answer, as far as its text shows it."""
    lookup, kept = request.lookup, rendered.kept
    found = list(lookup.found.items())[: kept["summaries"]]
    gaps = list(lookup.by_reason.items())[: kept["failures"]]
    return {
        "view": "summaries",
        "notices": list(request.preamble),
        "zone": str(request.zone),
        "now": iso(request.now) or "",
        "coverage": coverage_of(rendered),
        "found": [{"id": key, "texts": [summary_text(text) for text in texts]} for key, texts in found],
        "gaps": [{"ids": ids, "reason": advice(reason)} for reason, ids in gaps],
    }

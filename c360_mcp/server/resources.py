"""Resources: how to read a result, and in the demo whom to look up."""

from importlib.resources import files

from mcp_types import Resource

GUIDE = Resource(
    uri="c360://guide",
    name="guide",
    title="How to read a result",
    description="The rule of every signal, what outcome words mean, the limits, what this data does not hold.",
    mime_type="text/markdown",
)
DEMO_CUSTOMERS = Resource(
    uri="c360://demo/customers",
    name="demo_customers",
    title="Customers of the demo",
    description="Whom to look up in the demo, and what their stories are.",
    mime_type="text/markdown",
)


def list_resources(*, demo: bool) -> list[Resource]:
    """The resources there are."""
    return [GUIDE, DEMO_CUSTOMERS] if demo else [GUIDE]


def read_resource(uri: str, *, demo: bool) -> str | None:
    """A resource's text; `None` where there is none of that URI."""
    if uri == GUIDE.uri:
        return guide()
    return demo_customers() if demo and uri == DEMO_CUSTOMERS.uri else None


def guide() -> str:
    """The guide, with the figures that the rules and readers use."""
    from c360_mcp.analysis.friction import REPEAT_WITHIN, TURN_LENGTH
    from c360_mcp.records.bounds import API_CAP, ROW_LIMIT
    from c360_mcp.records.fields import LIST_LIMIT, SUMMARY_LIMIT

    text = files("c360_mcp.server").joinpath("guide.md").read_text(encoding="utf-8")
    return text.format(
        repeat_days=REPEAT_WITHIN.days,
        turn=TURN_LENGTH,
        cap=API_CAP,
        rows=f"{ROW_LIMIT:,}",
        items=LIST_LIMIT,
        summary=f"{SUMMARY_LIMIT:,}",
    )


def demo_customers() -> str:
    """The cast, as tables: those of the demo's own tenant, and those of the one without Speech Analytics."""
    from c360_mcp.sandbox.cast import DEMO_TENANT, UNLICENSED_TENANT

    return (
        f"{_table(DEMO_TENANT)}\n"
        f"Where the demo runs with C360_TENANT_ID={UNLICENSED_TENANT}, a tenant without Speech Analytics, these are "
        f"found instead:\n\n{_table(UNLICENSED_TENANT)}"
    )


def _table(tenant_id: str) -> str:
    from c360_mcp.sandbox.cast import CAST

    rows = [
        f"| {persona.title} | {persona.search_by} | `{persona.identifier}` | {persona.story} |"
        for persona in CAST
        if persona.tenant_id == tenant_id
    ]
    return "\n".join(["| customer | search_by | identifier | story |", "|---|---|---|---|", *rows, ""])

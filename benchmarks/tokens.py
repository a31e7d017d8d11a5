"""Tokens of a result against the API's JSON, counted with o200k_base.

`python benchmarks/tokens.py` prints the table; with `--check` it fails where a ratio is over its limit. It needs what
the tests need, `python -m pip install -e '.[test]'`, and says so where that is lacking.
"""

import json
import sys

import anyio
import httpx2
from customers import NOW, Customer, customers
from mcp import Client
from mcp_types import TextContent

from c360_mcp.server.app import create_server

LIMITS = {"standard": 0.34, "concise": 0.19}
UNLIKE_LIMITS = {"standard": 0.37, "concise": 0.22}
"""Of customers whose interactions share nothing."""
try:
    import bpe_openai
    from toon_format import encode
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is not installed here. Run: python -m pip install -e '.[test]'")

ENVIRON = {"C360_TENANT_ID": "acmecorp01", "C360_API_KEY": "eght_benchmark", "C360_REGION": "us"}

_encode = bpe_openai.get_encoding("o200k_base").encode_ordinary


async def result(customer: Customer, detail: str) -> str:
    """The text that a model gets of this customer."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=customer.reply))
    arguments = {"search_by": customer.search_by, "identifier": customer.identifier, "detail": detail}
    async with Client(create_server(ENVIRON, transport=transport, now=lambda: NOW)) as client:
        called = await client.call_tool("get_customer_interactions", arguments)
    return "".join(content.text for content in called.content if isinstance(content, TextContent))


async def measure() -> list[tuple[str, dict[str, int]]]:
    """Per customer, the tokens of every form of the same reply."""
    table = []
    for customer in customers():
        texts = {
            "indented": json.dumps(customer.reply, indent=2),
            "compact": json.dumps(customer.reply, separators=(",", ":")),
            "TOON": encode(customer.reply),
            **{detail: await result(customer, detail) for detail in LIMITS},
        }
        table.append((customer.name, {form: len(_encode(text)) for form, text in texts.items()}))
    return table


def main() -> int:
    """Print the table; with `--check`, 1 where a limit is broken."""
    table = anyio.run(measure)
    forms = list(table[0][1])
    print(f"{'50 interactions':22}" + "".join(f"{form:>10}" for form in forms) + "   ratio standard, concise")
    broken = False
    for name, tokens in table:
        ratios = {detail: tokens[detail] / tokens["indented"] for detail in LIMITS}
        limits = UNLIKE_LIMITS if name.startswith("nothing shared") else LIMITS
        broken |= any(ratios[detail] > limit for detail, limit in limits.items())
        row = "".join(f"{tokens[form]:>10,}" for form in forms)
        print(f"{name:22}{row}   {ratios['standard']:.3f}, {ratios['concise']:.3f}")
    usual, unlike = (
        ", ".join(f"{detail} {limit:.2f}" for detail, limit in limits.items())
        for limits in (LIMITS, UNLIKE_LIMITS)
    )
    print(f"Limits: {usual}; where nothing is shared, {unlike}")
    return int(broken and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())

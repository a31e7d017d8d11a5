"""`c360-mcp check`: verify the settings with one harmless request."""

import json
import sys
from collections.abc import Mapping
from io import TextIOWrapper

import anyio

from c360_mcp.analysis.tenant_words import TenantWords
from c360_mcp.errors import C360Error
from c360_mcp.logs import configure_logging
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.setting import SettingsReader
from c360_mcp.variables import LOG_LEVEL, WORDS_FILE


def check(environ: Mapping[str, str], *, demo: bool) -> int:
    """Print what is right or wrong; 0 if the API answered as documented, otherwise 1."""
    configure_logging(SettingsReader(environ).read(LOG_LEVEL))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for terminals and pipes that are not UTF-8
    try:
        return anyio.run(_check, environ, demo)
    except C360Error as error:
        print(f"Not working. {error}")
        return 1


async def _check(environ: Mapping[str, str], demo: bool) -> int:  # noqa: FBT001  anyio.run passes positions
    async with open_tenant(environ, demo=demo) as tenants:
        tenant = tenants.current()
        settings, documented = tenant.settings, await tenant.answers_as_documented()
    if not documented:
        print("Not working. The address answers, but not as the Customer 360 API does: check C360_BASE_URL.")
        return 1
    print(
        f"Working. The {'stand-in' if demo else 'Customer 360'} API accepted the key for this tenant. Times are shown in "
        f"{settings.zone}; a call may take {settings.connection.timeout:g} seconds and a result "
        f"{settings.result_tokens:,} tokens."
    )
    _print_words(settings.words)
    return 0


def _print_words(words: TenantWords) -> None:
    """Print what was read of the tenant's own words, a line for each list."""
    for kind, entries in words.by_kind().items():
        quoted = ", ".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        print(f"{WORDS_FILE.name}, {kind}: {len(entries)} ({quoted})")

"""`c360-mcp check`: verify the settings with one harmless request, or find out what the API does with a dozen."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from urllib.parse import urlsplit

import anyio

from c360_mcp.analysis.tenant_words import TenantWords
from c360_mcp.commands.complaint import complain, which_kind
from c360_mcp.commands.encoding import escape_what_stdout_lacks
from c360_mcp.commands.findings import find_out
from c360_mcp.errors import C360Error, InvalidArgument, Misconfigured, RequestRefused
from c360_mcp.logs import configure_logging
from c360_mcp.search.identity import SearchBy, identify, recognise
from c360_mcp.server.lifespan import open_tenant
from c360_mcp.setting import SettingsReader
from c360_mcp.upstream.connection import Connection
from c360_mcp.variables import BASE_URL, LOG_LEVEL, REGION, WORDS_FILE

_UNDOCUMENTED = "The address answers, but not as the Customer 360 API does: check C360_BASE_URL."
_OWN_REQUEST = (
    "The Customer 360 API did not accept what this command itself sent (status 400): a request for the summary of an "
    "interaction that does not exist. Check C360_TENANT_ID, and C360_REGION or C360_BASE_URL; if these are right, the "
    "service may work all the same."
)
_ELSEWHERE = (
    "This command sees the variables of this shell alone. What stands in a client's configuration reaches only the server "
    "that the client starts: to check that, set the same variables here."
)


def check(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Print what is right or wrong, or the page of findings; 0 if the API answered as documented, otherwise 1."""
    if options.identifier is None and (options.search_by or options.json):
        print("c360-mcp check: --search-by and --json go with --identifier.", file=sys.stderr)
        return 2
    configure_logging(SettingsReader(environ).read(LOG_LEVEL))
    escape_what_stdout_lacks()
    return anyio.run(_ask, options, environ, demo)


async def _ask(options: Namespace, environ: Mapping[str, str], demo: bool) -> int:  # noqa: FBT001  anyio.run passes positions
    """Print before the event loop ends, which waits for the look-up of a name that nobody answers."""
    try:
        if options.identifier is not None:
            return await _find_out(options, environ, demo)
        return await _check(environ, demo)
    except InvalidArgument as error:
        return complain("check", str(error))
    except RequestRefused as error:
        return _not_working(f"{_OWN_REQUEST}{error.reference}")
    except Misconfigured as error:
        return _not_working(f"{error} {_ELSEWHERE}")
    except C360Error as error:
        return _not_working(str(error))


async def _check(environ: Mapping[str, str], demo: bool) -> int:  # noqa: FBT001  as above
    async with open_tenant(environ, demo=demo) as tenants:
        tenant = tenants.current()
        settings, documented = tenant.settings, await tenant.answers_as_documented()
    if not documented:
        return _not_working(_UNDOCUMENTED)
    print(
        f"Working. {_accepted(settings.connection, environ, demo=demo)} Times are shown in {settings.zone}; a call may "
        f"take {settings.connection.timeout:g} seconds and a result {settings.result_tokens:,} tokens."
    )
    _print_words(settings.words)
    return 0


async def _find_out(options: Namespace, environ: Mapping[str, str], demo: bool) -> int:  # noqa: FBT001  as above
    async with open_tenant(environ, demo=demo) as tenants:
        tenant = tenants.current()
        country = tenant.settings.default_country
        kind = options.search_by or recognise(options.identifier, country)
        if kind is None:
            return complain("check", which_kind(options.identifier))
        identity = identify(SearchBy(kind), options.identifier, default_country=country)
        findings = await find_out(tenant, identity, stand_in=demo)
    if findings is None:
        return _not_working(_UNDOCUMENTED)
    print(findings.as_json() if options.json else findings.as_text())
    return 0


def _accepted(connection: Connection, environ: Mapping[str, str], *, demo: bool) -> str:
    """Who accepted what: the host, the region where one is set, and the tenant."""
    if demo:
        return "The stand-in API accepted the key for this tenant."
    region = "" if environ.get(BASE_URL.name) else f" (region {environ.get(REGION.name, '').strip().lower()})"
    host = urlsplit(connection.base_url).netloc
    return f"The Customer 360 API at {host}{region} accepted the key for tenant {connection.tenant_id}."


def _not_working(reason: str) -> int:
    print(f"Not working. {reason}", file=sys.stderr, flush=True)
    return 1


def _print_words(words: TenantWords) -> None:
    """Print what was read of the tenant's own words, a line for each list."""
    for kind, entries in words.by_kind().items():
        quoted = ", ".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        print(f"{WORDS_FILE.name}, {kind}: {len(entries)} ({quoted})")

"""The tenants of a service, from a TOML file with one table each."""

import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mcp.server.auth.middleware.auth_context import get_access_token
from pydantic import SecretStr

from c360_mcp.errors import C360Error
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.desk import Desk
from c360_mcp.server.lifespan import make_desk, utc_now
from c360_mcp.service.caller import Caller
from c360_mcp.settings import (
    REGIONS,
    Reader,
    Settings,
    parse_api_key,
    parse_base_url,
    parse_country,
    parse_region,
    parse_tenant_id,
    parse_zone,
    regional_url,
)
from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.connection import Connection

_KEYS = ("id", "region", "base_url", "api_key", "api_key_env", "timezone", "default_country")


def read_tenants(path: str, environ: Mapping[str, str], shared: Settings) -> dict[str, Settings]:
    """The settings of each tenant, by the name that tokens use; what the file leaves open is as in `shared`.

    Raises `ValueError`, which names tables and keys, and no value.
    """
    tenants: dict[str, Settings] = {}
    problems: list[str] = []
    for name, table in _load(path).items():
        reader = Reader({key: value for key, value in table.items() if isinstance(value, str)})
        reader.problems += [f"{key} is not one of {', '.join(_KEYS)}" for key in table if key not in _KEYS]
        reader.problems += [
            f"{key} must be a string" for key, value in table.items() if not isinstance(value, str)
        ]
        tenants[name] = _read(reader, environ, shared)
        problems += [f"[{name}] {problem}" for problem in reader.problems]
    if problems:
        raise ValueError(", ".join(problems))
    return tenants


@dataclass(frozen=True, slots=True)
class TenantDesks:
    """A desk for each tenant."""

    desks: Mapping[str, Desk]

    def current(self) -> Desk:
        """The desk of the tenant that the caller's token names."""
        caller = get_access_token()
        if isinstance(caller, Caller) and caller.tenant and (desk := self.desks.get(caller.tenant)):
            return desk
        raise C360Error("This caller belongs to no tenant of this server.")


@asynccontextmanager
async def open_tenants(tenants: Mapping[str, Settings]) -> AsyncIterator[TenantDesks]:
    """A desk for each tenant, with a client, connections and limits of its own."""
    shared = next(iter(tenants.values()))
    async with AsyncExitStack() as stack:
        audit = stack.enter_context(AuditLog(shared.audit_log, shared.audit_secret))
        yield TenantDesks(
            {
                name: make_desk(
                    settings,
                    await stack.enter_async_context(Customer360(settings.connection)),
                    audit,
                    demo=False,
                    now=utc_now,
                )
                for name, settings in tenants.items()
            }
        )


def _load(path: str) -> dict[str, dict[str, object]]:
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ValueError("is not TOML") from None
    if not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("must have one table for each tenant, and nothing else")
    return tables


def _read(reader: Reader, environ: Mapping[str, str], shared: Settings) -> Settings:
    tenant_id = reader.require("id", parse_tenant_id, "the ID of the 8x8 tenant")
    base_url = reader.read("base_url", parse_base_url, "")
    if not reader.given("base_url"):
        base_url = regional_url(reader.require("region", parse_region, f"one of {', '.join(REGIONS)}"))
    return replace(
        shared,
        connection=Connection(base_url, tenant_id, _api_key(reader, environ), shared.connection.timeout),
        zone=reader.read("timezone", parse_zone, shared.zone),
        default_country=reader.read("default_country", parse_country, shared.default_country),
    )


def _api_key(reader: Reader, environ: Mapping[str, str]) -> SecretStr:
    hint = "an API key from the 8x8 Admin Console"
    variable = reader.given("api_key_env")
    if not variable:
        return SecretStr(reader.require("api_key", parse_api_key, f"{hint}, or api_key_env instead"))
    source = Reader(environ)
    key = source.require(variable, parse_api_key, hint)
    reader.problems += source.problems
    return SecretStr(key)

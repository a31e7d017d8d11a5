"""The file that names the tenants of a service: TOML with one table for each."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from c360_mcp.parsers import parse_api_key, parse_country, parse_tenant_id, parse_zone
from c360_mcp.reader import SettingsReader
from c360_mcp.settings import Settings, read_api_url
from c360_mcp.upstream.connection import Connection

_KEYS = ("id", "region", "base_url", "api_key", "api_key_env", "timezone", "default_country")


def read_tenants(path: str, environ: Mapping[str, str], shared: Settings) -> dict[str, Settings]:
    """The settings of each tenant, by the name that tokens use; those that its table lacks are taken from `shared`.

    Raises `ValueError`, which names tables and keys but repeats no value, since one could be a secret.
    """
    tenants: dict[str, Settings] = {}
    problems: list[str] = []
    for name, table in _load(path).items():
        reader = SettingsReader({key: value for key, value in table.items() if isinstance(value, str)})
        reader.problems += [f"{key} is not one of {', '.join(_KEYS)}" for key in table if key not in _KEYS]
        reader.problems += [
            f"{key} must be a string" for key, value in table.items() if not isinstance(value, str)
        ]
        tenants[name] = _read(reader, environ, shared)
        problems += [f"[{name}] {problem}" for problem in reader.problems]
    if problems:
        raise ValueError(", ".join(problems))
    return tenants


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


def _read(reader: SettingsReader, environ: Mapping[str, str], shared: Settings) -> Settings:
    tenant_id = reader.require("id", parse_tenant_id, "the ID of the 8x8 tenant")
    base_url = read_api_url(reader, "base_url", "region")
    return replace(
        shared,
        connection=Connection(base_url, tenant_id, _api_key(reader, environ), shared.connection.timeout),
        zone=reader.read("timezone", parse_zone, shared.zone),
        default_country=reader.read("default_country", parse_country, shared.default_country),
    )


def _api_key(reader: SettingsReader, environ: Mapping[str, str]) -> SecretStr:
    if reader.given("api_key_env"):
        return SecretStr(reader.read("api_key_env", partial(_key_in, environ), ""))
    hint = "an API key from the 8x8 Admin Console, or api_key_env instead"
    return SecretStr(reader.require("api_key", parse_api_key, hint))


def _key_in(environ: Mapping[str, str], variable: str) -> str:
    """The key that a variable holds. Errors don't repeat the variable's name: somebody may have put the key in its place."""
    key = environ.get(variable, "").strip()
    if not key:
        raise ValueError("names a variable that is not set (a key itself goes into api_key)")
    try:
        return parse_api_key(key)
    except ValueError as error:
        raise ValueError(f"names a variable that {error}") from None

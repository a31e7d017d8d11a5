"""The file that names the tenants of a service: TOML with one table for each."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from c360_mcp import variables
from c360_mcp.setting import Setting, SettingsReader, declared
from c360_mcp.settings import Settings, read_api_url
from c360_mcp.upstream.connection import Connection

_ID = replace(variables.TENANT_ID, name="id", required="the ID of the 8x8 tenant")
_REGION = replace(variables.REGION, name="region")
_BASE_URL = replace(variables.BASE_URL, name="base_url")
_API_KEY = replace(
    variables.API_KEY, name="api_key", required=f"{variables.API_KEY.required}, or api_key_env instead"
)
_API_KEY_ENV = Setting("api_key_env", "the environment variable that holds the key", str, "")
_TIMEZONE = replace(variables.TIMEZONE, name="timezone")
_DEFAULT_COUNTRY = replace(variables.DEFAULT_COUNTRY, name="default_country")

_KEYS = [key.name for key in declared(vars())]


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
    tenant_id = reader.read(_ID)
    base_url = read_api_url(reader, _BASE_URL, _REGION)
    return replace(
        shared,
        connection=Connection(base_url, tenant_id, _api_key(reader, environ), shared.connection.timeout),
        zone=reader.read(replace(_TIMEZONE, default=shared.zone)),
        default_country=reader.read(replace(_DEFAULT_COUNTRY, default=shared.default_country)),
    )


def _api_key(reader: SettingsReader, environ: Mapping[str, str]) -> SecretStr:
    if reader.given(_API_KEY_ENV):
        return SecretStr(reader.resolve(_API_KEY_ENV, partial(_key_in, environ), ""))
    return SecretStr(reader.read(_API_KEY))


def _key_in(environ: Mapping[str, str], variable: str) -> str:
    """The key that a variable holds. Errors don't repeat the variable's name: somebody may have put the key in its place."""
    key = environ.get(variable, "").strip()
    if not key:
        raise ValueError("names a variable that is not set (a key itself goes into api_key)")
    try:
        return _API_KEY.parse(key)
    except ValueError as error:
        raise ValueError(f"names a variable that {error}") from None
